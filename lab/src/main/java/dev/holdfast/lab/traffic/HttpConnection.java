package dev.holdfast.lab.traffic;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A connection of a client that is kept for the next request. The JDK's HTTP client needs half as much processor time again,
 * which on a small machine would be taken from the servers whose recovery is measured.
 */
final class HttpConnection implements AutoCloseable {
    private static final int LONGEST_LINE = 8192;
    private static final int BUFFER = 1024;
    private static final int HEXADECIMAL = 16;

    private final Socket socket;
    private final InetSocketAddress target;
    private final InputStream in;
    private volatile long lastUsed = System.nanoTime();
    private boolean answering;
    private boolean reusable = true;

    /** A complete answer. */
    record Response(int status, String body) {}

    private HttpConnection(Socket socket, InetSocketAddress target) throws IOException {
        this.socket = socket;
        this.target = target;
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    }

    static HttpConnection open(InetAddress source, InetSocketAddress target, Duration timeout) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.bind(new InetSocketAddress(source, 0));
            socket.connect(target, Math.toIntExact(timeout.toMillis()));
            return new HttpConnection(socket, target);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Where it leads to. */
    InetSocketAddress target() {
        return target;
    }

    /** How long nobody has used it. */
    Duration idle() {
        return Duration.ofNanos(System.nanoTime() - lastUsed);
    }

    /** Whether the server can't have answered anything to the last request: nothing of an answer has arrived. */
    boolean unanswered() {
        return !answering;
    }

    /** Whether another request can follow. */
    boolean reusable() {
        return reusable;
    }

    Response exchange(byte[] request, long deadline) throws IOException {
        answering = false;
        reusable = false;
        socket.getOutputStream().write(request);
        String statusLine = line(deadline);
        answering = true;
        int status = status(statusLine);
        boolean kept = statusLine.startsWith("HTTP/1.1");
        boolean chunked = false;
        OptionalInt length = OptionalInt.empty();
        for (String header = line(deadline); !header.isEmpty(); header = line(deadline)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = OptionalInt.of(Integer.parseInt(value(lower)));
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = value(lower).endsWith("chunked");
            } else if (lower.startsWith("connection:")) {
                kept = !"close".equals(value(lower));
            }
        }
        byte[] body =
                chunked ? chunks(deadline) : length.isPresent() ? bytes(length.getAsInt(), deadline) : rest(deadline);
        reusable = kept && (chunked || length.isPresent());
        lastUsed = System.nanoTime();
        return new Response(status, new String(body, StandardCharsets.UTF_8));
    }

    private static int status(String line) throws ProtocolException {
        String[] words = line.split(" ", 3);
        try {
            return Integer.parseInt(words.length > 1 ? words[1] : "");
        } catch (NumberFormatException e) {
            throw new ProtocolException("not a status line: " + line);
        }
    }

    private static String value(String header) {
        return header.substring(header.indexOf(':') + 1).strip();
    }

    private byte[] chunks(long deadline) throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = chunkSize(deadline); size > 0; size = chunkSize(deadline)) {
            body.write(bytes(size, deadline));
            line(deadline);
        }
        // Trailers mean nothing to this client.
        String trailer = line(deadline);
        while (!trailer.isEmpty()) {
            trailer = line(deadline);
        }
        return body.toByteArray();
    }

    private int chunkSize(long deadline) throws IOException {
        return Integer.parseInt(line(deadline).split(";", 2)[0].strip(), HEXADECIMAL);
    }

    private byte[] bytes(int length, long deadline) throws IOException {
        var bytes = new byte[length];
        int read = 0;
        while (read < length) {
            limit(deadline);
            int count = in.read(bytes, read, length - read);
            if (count < 0) {
                throw new EOFException("the connection was closed inside an answer");
            }
            read += count;
        }
        return bytes;
    }

    private byte[] rest(long deadline) throws IOException {
        var body = new ByteArrayOutputStream();
        for (int next = read(deadline); next >= 0; next = read(deadline)) {
            body.write(next);
        }
        return body.toByteArray();
    }

    private String line(long deadline) throws IOException {
        var line = new StringBuilder(64);
        for (int next = read(deadline); next != '\n'; next = read(deadline)) {
            if (next < 0) {
                throw new EOFException("the connection was closed before an answer");
            }
            if (line.length() == LONGEST_LINE) {
                throw new ProtocolException("a header is longer than " + LONGEST_LINE);
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private int read(long deadline) throws IOException {
        if (in.available() == 0) {
            limit(deadline);
        }
        return in.read();
    }

    private void limit(long deadline) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("the time is over");
        }
        socket.setSoTimeout(Math.toIntExact(left));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
