package dev.holdfast.drivers.haproxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.HostPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A real HAProxy that a test started. */
final class HaproxyProcess implements AutoCloseable {
    static final String HOST = "127.42.0.20";
    static final HostPort CONTROL = new HostPort(HOST, 9999);

    private final Process process;
    private final Path log;

    private HaproxyProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it with these frontends and backends, and waits until its Runtime API listens. */
    static HaproxyProcess start(Path directory, String proxies) throws IOException {
        Path configuration = directory.resolve("haproxy.cfg");
        Files.writeString(configuration, """
                global
                  stats socket ipv4@%s level admin
                defaults
                  mode tcp
                  timeout connect 300ms
                  timeout client 1m
                  timeout server 1m
                  timeout check 400ms
                  retries 0
                  default-server on-marked-down shutdown-sessions
                %s
                """.formatted(CONTROL, proxies));
        Path log = directory.resolve("haproxy.log");
        Process process = new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        HaproxyProcess started = new HaproxyProcess(process, log);
        started.awaitListening();
        return started;
    }

    private void awaitListening() throws IOException {
        Deadline deadline = Deadline.in(Duration.ofSeconds(20));
        while (!listens()) {
            if (deadline.isOver() || !process.isAlive()) {
                process.destroyForcibly();
                throw new IOException("HAProxy did not start: " + Files.readString(log));
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static boolean listens() {
        try (Socket socket = new Socket(CONTROL.host(), CONTROL.port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    HaproxyBalancer balancer() {
        return new HaproxyBalancer(new BalancerSpec("use1", "us-east-1", "haproxy", CONTROL), host -> {
            throw new IllegalArgumentException("no host " + host);
        });
    }

    /** Opens a session with one of its frontends. */
    Session session(int port) throws IOException {
        Socket socket = new Socket(HOST, port);
        socket.setSoTimeout(10_000);
        return new Session(socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** A client's session, which goes on until somebody ends it. */
    record Session(Socket socket, BufferedReader in) implements AutoCloseable {

        /** The name of the server at the other end; empty when the session is over. */
        Optional<String> server() {
            try {
                socket.getOutputStream().write('\n');
                return Optional.ofNullable(in.readLine());
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
