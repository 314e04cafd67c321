package dev.holdfast.lab.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each request with the next text of its script; an empty text closes the connection without an answer. */
final class ScriptedServer implements AutoCloseable {
    private static final String ADDRESS = "127.43.4.1";

    private final ServerSocket socket;
    private final Thread serving;
    private final List<String> script;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> clients = new CopyOnWriteArrayList<>();

    ScriptedServer(String... script) {
        this.script = new CopyOnWriteArrayList<>(script);
        try {
            socket = new ServerSocket(0, 5, InetAddress.getByName(ADDRESS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        serving = Thread.ofVirtual().start(this::serve);
    }

    URI entrance() {
        return URI.create("http://%s:%d".formatted(ADDRESS, socket.getLocalPort()));
    }

    /** The first lines of the requests that came in. */
    List<String> requests() {
        return requests;
    }

    /** The address of the client of each connection. */
    List<String> clients() {
        return clients;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                clients.add(connection.getInetAddress().getHostAddress());
                answer(connection);
            } catch (IOException e) {
                // The client or the test is gone.
            }
        }
    }

    private void answer(Socket connection) throws IOException {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        while (request(in)) {
            String answer = script.isEmpty() ? "" : script.removeFirst();
            if (answer.isEmpty()) {
                return;
            }
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            if (answer.contains("Connection: close")) {
                return;
            }
        }
    }

    private boolean request(BufferedReader in) throws IOException {
        String first = String.valueOf(in.readLine());
        if (!first.contains("HTTP/1.1")) {
            return false;
        }
        int length = 0;
        for (String line = String.valueOf(in.readLine()); !line.isEmpty(); line = String.valueOf(in.readLine())) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            if (in.read() < 0) {
                return false;
            }
        }
        requests.add(first);
        return true;
    }

    /** Returns when no connection is taken any more: until its thread has noticed, a closed socket still takes one. */
    @Override
    public void close() {
        try {
            socket.close();
            serving.interrupt();
            serving.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
