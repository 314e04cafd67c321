package dev.holdfast.drivers.haproxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.BalancerSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** The Runtime API of one HAProxy process: sends commands, and reads each answer to its end. */
final class RuntimeApi {
    /** HAProxy drops a longer line without a word: its buffers hold 16 kB, less a reserve. */
    private static final int LONGEST_LINE = 12_000;

    private final BalancerSpec spec;

    RuntimeApi(BalancerSpec spec) {
        this.spec = spec;
    }

    /** Runs the commands in their order, as many as fit on one connection, and returns all that came back. */
    String ask(List<String> commands, Deadline deadline) {
        StringBuilder answers = new StringBuilder();
        for (String line : lines(commands)) {
            answers.append(exchange(line, deadline));
        }
        return answers.toString();
    }

    private static List<String> lines(List<String> commands) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String command : commands) {
            if (!line.isEmpty() && line.length() + command.length() >= LONGEST_LINE) {
                lines.add(line.append('\n').toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : ";").append(command);
        }
        lines.add(line.append('\n').toString());
        return lines;
    }

    private String exchange(String line, Deadline deadline) {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            InetSocketAddress address =
                    new InetSocketAddress(spec.control().host(), spec.control().port());
            socket.connect(address, left(deadline));
            socket.getOutputStream().write(line.getBytes(UTF_8));
            return readToEnd(socket, deadline);
        } catch (IOException e) {
            // An interrupt of a virtual thread closes the socket that it waits on.
            boolean interrupted = Thread.currentThread().isInterrupted();
            throw new HoldfastException(
                    interrupted ? ErrorCode.INTERRUPTED : ErrorCode.BALANCER_UNREACHABLE,
                    "load balancer %s at %s, limit %s: %s"
                            .formatted(spec.name(), spec.control(), deadline.limit(), reason(e)),
                    e);
        }
    }

    private static String readToEnd(Socket socket, Deadline deadline) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * 1024];
        InputStream in = socket.getInputStream();
        while (true) {
            socket.setSoTimeout(left(deadline));
            int read = in.read(buffer);
            if (read < 0) {
                return answer.toString(UTF_8);
            }
            answer.write(buffer, 0, read);
        }
    }

    private static int left(Deadline deadline) throws SocketTimeoutException {
        if (deadline.isOver()) {
            throw new SocketTimeoutException("no complete answer in time");
        }
        return (int) Math.min(deadline.remaining().toMillis(), Integer.MAX_VALUE);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
