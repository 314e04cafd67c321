package dev.holdfast.drivers.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A real mail server (Exim), as an unprivileged process on loopback addresses, with a certificate of its own.
 *
 * <p>It delivers to everybody at {@code holdfast.test}, but not to {@code nobody} (there is no such mailbox) nor {@code later} (not
 * now). Who has not logged in may write to {@code open} only.
 */
final class EximServer implements AutoCloseable {
    static final String USER = "holdfast";
    static final String PASSWORD = "hunter2-planted";
    static final int STARTTLS = 2525;
    static final int IMPLICIT = 2465;
    static final int PLAIN = 2527;

    private static final boolean ROOT = System.getProperty("user.name").equals("root");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private final String network;
    private final Process process;

    private EximServer(Path directory, String network) throws IOException {
        this.directory = directory;
        this.network = network;
        execute(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=mail.holdfast.test",
                "-addext",
                "subjectAltName=IP:" + address(),
                "-keyout",
                directory.resolve("key.pem").toString(),
                "-out",
                certificate().toString()));
        Files.writeString(directory.resolve("exim.conf"), configuration());
        if (ROOT) {
            execute(List.of("chown", "-R", "postgres:", directory.toString()));
        }
        List<String> command = new ArrayList<>(
                ROOT ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups") : List.of());
        command.addAll(
                List.of("/usr/sbin/exim4", "-C", directory.resolve("exim.conf").toString(), "-bdf"));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("/dev/null").toFile())
                .start();
        await("the mail server to listen", () -> listens(PLAIN) && listens(STARTTLS) && listens(IMPLICIT));
    }

    static EximServer start() throws IOException {
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "holdfast-mail-");
        return new EximServer(
                directory, "127.43.%d.".formatted(ProcessHandle.current().pid() % 250));
    }

    private String configuration() {
        String account = ROOT ? "postgres" : System.getProperty("user.name");
        return """
                deliver_drop_privilege = true
                exim_user = %1$s
                exim_group = %1$s
                primary_hostname = mail.holdfast.test
                spool_directory = %2$s/spool
                log_file_path = %2$s/%%slog
                pid_file_path = %2$s/exim.pid
                keep_environment =
                host_lookup =
                rfc1413_query_timeout = 0s
                local_interfaces = %3$s : %4$s
                daemon_smtp_ports = 2525 : 2465 : 2527
                tls_on_connect_ports = 2465
                tls_certificate = %2$s/cert.pem
                tls_privatekey = %2$s/key.pem
                tls_advertise_hosts = ${if eq{$received_port}{2527}{}{*}}
                acl_smtp_rcpt = recipients
                begin acl
                recipients:
                  deny message = log in first
                       !authenticated = *
                       !local_parts = open
                  deny message = no such mailbox
                       local_parts = nobody
                  defer message = try again later
                       local_parts = later
                  accept domains = holdfast.test
                  deny message = no relay
                begin routers
                all:
                  driver = accept
                  transport = mailbox
                begin transports
                mailbox:
                  driver = appendfile
                  directory = %2$s/mail
                  maildir_format
                  create_directory
                begin authenticators
                plain:
                  driver = plaintext
                  public_name = PLAIN
                  server_prompts = :
                  server_condition = ${if and{{eq{$auth2}{%5$s}}{eq{$auth3}{%6$s}}}}
                  server_set_id = $auth2
                  server_advertise_condition = ${if def:tls_in_cipher}
                """.formatted(account, directory, address(), otherAddress(), USER, PASSWORD);
    }

    /** The address that the certificate names. */
    String address() {
        return network + "25";
    }

    /** Another one, at which the same certificate is shown. */
    String otherAddress() {
        return network + "26";
    }

    Path certificate() {
        return directory.resolve("cert.pem");
    }

    /** What was delivered, the oldest first; waits until there are so many. */
    List<String> awaitMails(int number) throws IOException {
        await(number + " mails", () -> mails().size() >= number);
        List<String> texts = new ArrayList<>();
        for (Path mail : mails()) {
            texts.add(Files.readString(mail));
        }
        return texts;
    }

    List<Path> mails() {
        Path delivered = directory.resolve("mail/new");
        if (!Files.exists(delivered)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(delivered)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The log of what came in and was delivered. */
    String log() throws IOException {
        return Files.readString(directory.resolve("mainlog"));
    }

    /** Stops the process where it is, as a machine that swaps; {@code CONT} lets it go on. */
    void signal(String signal) throws IOException {
        execute(List.of("kill", "-" + signal, Long.toString(process.pid())));
    }

    private boolean listens(int port) {
        try (Socket socket = new Socket(address(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void await(String what, BooleanSupplier condition) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IOException("waited in vain for " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static void execute(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("%s: %s".formatted(command, output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        signal("CONT");
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
