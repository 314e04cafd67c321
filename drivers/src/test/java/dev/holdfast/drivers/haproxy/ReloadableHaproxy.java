package dev.holdfast.drivers.haproxy;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.processes.LocalShell;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A real HAProxy with a master process, which loads its configuration and kept state anew when it is told. */
final class ReloadableHaproxy implements AutoCloseable {
    static final String HOST = "127.138.0.20";
    private static final HostPort CONTROL = new HostPort(HOST, 9999);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration RELOAD = Duration.ofSeconds(2);

    final Path state;
    final Path knobs;
    private final Path directory;
    private final Process master;

    private ReloadableHaproxy(Path directory, Path state, Path knobs, Process master) {
        this.directory = directory;
        this.state = state;
        this.knobs = knobs;
        this.master = master;
    }

    /** Starts it with these frontends and backends; {@code KNOBS} stands for the map of knobs. */
    static ReloadableHaproxy start(Path directory, String proxies) throws IOException {
        Path state = Files.createFile(directory.resolve("kept.state"));
        Path knobs = Files.writeString(directory.resolve("kept.knobs"), "leave 0\n");
        Path configuration = directory.resolve("haproxy.cfg");
        Files.writeString(configuration, """
                global
                  stats socket ipv4@%s level admin
                  server-state-file %s
                  hard-stop-after 3s
                defaults
                  mode http
                  load-server-state-from-file global
                  timeout connect 300ms
                  timeout client 1m
                  timeout server 1m
                  retries 0
                %s
                """.formatted(CONTROL, state, proxies.replace("KNOBS", knobs.toString())));
        Process master = new ProcessBuilder("/usr/sbin/haproxy", "-W", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        ReloadableHaproxy started = new ReloadableHaproxy(directory, state, knobs, master);
        if (!started.awaitOtherThan("", Deadline.in(LIMIT))) {
            throw started.failed();
        }
        return started;
    }

    HaproxyBalancer balancer() {
        return balancer(Map.of());
    }

    /** One whose topology says something else; an empty setting is none. */
    HaproxyBalancer balancer(Map<String, String> others) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "host", "use1", "frontend", "http", "state_file", state.toString(), "knobs_file", knobs.toString()));
        settings.putAll(others);
        settings.values().removeIf(String::isEmpty);
        return new HaproxyBalancer(
                new BalancerSpec("use1", "us-east-1", "haproxy", CONTROL, settings), _ -> new LocalShell(directory));
    }

    /** Loads everything anew, and waits until the new process answers. */
    void reload() throws IOException, InterruptedException {
        String before = incarnation().orElseThrow();
        Deadline deadline = Deadline.in(LIMIT);
        do {
            if (deadline.isOver()) {
                throw failed();
            }
            // A master that has only just started does not hear the signal.
            signal();
        } while (!awaitOtherThan(before, Deadline.in(deadline.remaining(RELOAD))));
    }

    private void signal() throws IOException, InterruptedException {
        int signalled = new ProcessBuilder("kill", "-USR2", Long.toString(master.pid()))
                .start()
                .waitFor();
        if (signalled != 0) {
            throw new IOException("kill exits with " + signalled);
        }
    }

    private boolean awaitOtherThan(String before, Deadline deadline) throws IOException {
        while (incarnation().filter(now -> !now.equals(before)).isEmpty()) {
            if (!master.isAlive()) {
                throw failed();
            }
            if (deadline.isOver()) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return true;
    }

    private IOException failed() throws IOException {
        close();
        return new IOException("HAProxy did not start: " + Files.readString(directory.resolve("log")));
    }

    private Optional<String> incarnation() {
        try {
            return Optional.of(balancer().traffic(LIMIT).incarnation());
        } catch (HoldfastException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> workers = master.descendants().toList();
        master.destroyForcibly().onExit().join();
        workers.forEach(ProcessHandle::destroyForcibly);
        workers.forEach(worker -> worker.onExit().join());
    }
}
