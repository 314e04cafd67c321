package dev.holdfast.drivers.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.HostSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A machine to run commands on: a directory, an unprivileged account, and an SSH server of its own on a loopback address.
 *
 * <p>Whoever runs the tests is that account; root, whom PostgreSQL refuses, takes the account {@code postgres} instead.
 */
public final class TestMachine implements AutoCloseable {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final int SSH_PORT = 2222;

    private final Path directory;
    private final String subnet;
    private final Process sshd;

    private TestMachine(Path directory, String subnet) throws IOException {
        this.directory = directory;
        this.subnet = subnet;
        run(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                directory.resolve("host_key").toString());
        run(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                directory.resolve("client_key").toString());
        write("sshd_config", """
                Port %d
                ListenAddress %s
                HostKey %s/host_key
                AuthorizedKeysFile %s/client_key.pub
                PidFile none
                UsePAM no
                PasswordAuthentication no
                StrictModes no
                UseDNS no
                """.formatted(SSH_PORT, address(9), directory, directory));
        String hostKey = Files.readString(directory.resolve("host_key.pub"));
        write("known_hosts", "[%s]:%d %s".formatted(address(9), SSH_PORT, hostKey));
        List<String> command = asAccount(
                "/usr/sbin/sshd",
                "-D",
                "-e",
                "-f",
                directory.resolve("sshd_config").toString());
        this.sshd = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sshd.log").toFile())
                .start();
        await("the SSH server to listen", () -> listens(address(9), SSH_PORT));
    }

    public static TestMachine start() throws IOException {
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "holdfast-test-");
        if (ROOT) {
            execute(List.of("chown", "postgres:", directory.toString()));
        }
        long network = ProcessHandle.current().pid() % 250;
        return new TestMachine(directory, "127.41." + network + ".");
    }

    public String address(int number) {
        return subnet + number;
    }

    public Path directory() {
        return directory;
    }

    public HostSpec spec() {
        return spec(directory.resolve("known_hosts"));
    }

    HostSpec spec(Path knownHosts) {
        return new HostSpec(
                "machine",
                "somewhere",
                "ssh",
                new HostPort(address(9), SSH_PORT),
                ROOT ? "postgres" : System.getProperty("user.name"),
                directory.resolve("client_key").toString(),
                knownHosts.toString());
    }

    public HostCommands commands() {
        return new SshHostDriver().bind(spec());
    }

    /** Runs a command as the machine's account, and returns what it printed. */
    public String run(String... command) {
        return execute(asAccount(command));
    }

    public void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.writeString(path, text);
        if (ROOT) {
            execute(List.of("chown", "postgres:", path.toString()));
        }
    }

    /** The processes that work in a directory. */
    public static List<ProcessHandle> processesIn(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> workingDirectory(process).equals(Optional.of(directory)))
                .toList();
    }

    /** Sends a signal to those that are still there. */
    public static void signal(String signal, List<ProcessHandle> processes) {
        String numbers =
                processes.stream().map(process -> String.valueOf(process.pid())).collect(Collectors.joining(" "));
        execute(List.of("sh", "-c", "kill -%s %s 2>/dev/null || true".formatted(signal, numbers)));
    }

    /** The SSH server and what serves its connections. */
    List<ProcessHandle> sshProcesses() {
        return Stream.concat(sshd.descendants(), Stream.of(sshd.toHandle())).toList();
    }

    public static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited 30 s for " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while waiting for " + what, e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> connections = sshd.descendants().toList();
        sshd.destroyForcibly();
        connections.forEach(ProcessHandle::destroyForcibly);
        sshd.onExit().join();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static boolean listens(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Path> workingDirectory(ProcessHandle process) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", String.valueOf(process.pid()), "cwd")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<String> asAccount(String... command) {
        List<String> whole = new ArrayList<>();
        if (ROOT) {
            whole.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    private static String execute(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new AssertionError("could not run " + command, e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while running " + command, e);
        }
    }
}
