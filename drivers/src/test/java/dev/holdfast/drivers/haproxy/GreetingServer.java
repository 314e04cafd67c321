package dev.holdfast.drivers.haproxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server that says its name whenever a line comes in, and never ends a session itself. */
final class GreetingServer implements AutoCloseable {
    private final String name;
    private final ServerSocket listener;

    GreetingServer(String name, String host) {
        this.name = name;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getByName(host));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Its address, as HAProxy writes it. */
    @Override
    public String toString() {
        return listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> greet(client));
            }
        } catch (IOException e) {
            // The test is over, and closed the listener.
            return;
        }
    }

    private void greet(Socket client) {
        try (client) {
            while (true) {
                int in = client.getInputStream().read();
                if (in < 0) {
                    return;
                }
                if (in == '\n') {
                    client.getOutputStream().write((name + "\n").getBytes(UTF_8));
                }
            }
        } catch (IOException e) {
            // The session was cut.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
