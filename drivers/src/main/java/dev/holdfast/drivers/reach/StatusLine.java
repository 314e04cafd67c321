package dev.holdfast.drivers.reach;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.reach.SocketReachability.Outcome;
import dev.holdfast.drivers.reach.SocketReachability.Page;
import dev.holdfast.model.region.ComponentHealth.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks for a page, and reads no more of the answer than its first line, which says all that matters. */
final class StatusLine {
    private static final Pattern FORM = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
    private static final int LONGEST = 1024;
    private static final int OK = 200;
    private static final int REDIRECTION = 300;

    private StatusLine() {}

    static void ask(Socket socket, Page page) throws IOException {
        String request = "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: holdfast\r\nConnection: close\r\n\r\n"
                .formatted(page.path(), page.hostHeader());
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException closedAtOnce) {
            // Whoever closes at once may have left an answer all the same.
        }
    }

    static Outcome read(Socket socket, Deadline deadline) throws IOException {
        InputStream input = socket.getInputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < LONGEST) {
            if (deadline.isOver()) {
                throw new SocketTimeoutException("deadline");
            }
            socket.setSoTimeout(Math.toIntExact(deadline.remaining().toMillis()));
            int next = next(input);
            if (next == '\n' || next == -1) {
                break;
            }
            line.write(next);
        }
        return outcome(line.toString(StandardCharsets.ISO_8859_1).strip());
    }

    /** A connection that breaks is one that somebody had taken. */
    private static int next(InputStream input) throws IOException {
        try {
            return input.read();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return -1;
        }
    }

    private static Outcome outcome(String line) {
        Matcher matcher = FORM.matcher(line);
        if (!matcher.matches()) {
            return new Outcome(
                    Status.FAILED, line.isEmpty() ? "closed without an answer" : "no HTTP: '%s'".formatted(line));
        }
        int code = Integer.parseInt(matcher.group(1));
        boolean served = code >= OK && code < REDIRECTION;
        return new Outcome(served ? Status.HEALTHY : Status.FAILED, "HTTP %d".formatted(code));
    }
}
