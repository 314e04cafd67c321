package dev.holdfast.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.app.command.Shell.Result;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.operations.Operations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tells people from the command line; a stand-in takes the events of PagerDuty. */
class NotifyCommandsTest {
    private static final String KEY = "hunter2planted0123456789abcdef01";

    private final Path directory;
    private final Shell shell;
    private final InetSocketAddress address;
    private final List<String> taken = new CopyOnWriteArrayList<>();

    NotifyCommandsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        shell = new Shell(directory, new Catalogue(Operations.all()));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
        }
        Path secret = shell.write("pagerduty.key", KEY + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        shell.write("topology.yaml", Shell.topology() + """
                notifications:
                  pagerduty:
                    driver: pagerduty
                    settings: { url: "http://127.0.0.1:%d" }
                    secret: file:%s
                """.formatted(address.getPort(), secret));
    }

    private HttpServer pagerDutyStandIn() throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/v2/enqueue", exchange -> {
            taken.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void nothingWaitsAtFirst() {
        Result result = shell.run("notify", "list");

        assertThat(result.out()).contains("no message waits");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void aMessageThatCannotBeSentDoesNotFailTheRunAndIsSentLater() throws IOException {
        Result told = shell.run(
                "notify", "--channels", "pagerduty,telegraph", "--message", "Failing over", "--timeout", "4s");

        assertThat(told.out())
                .contains("NOBODY WAS TOLD YET: pagerduty: not sent, kept and tried again")
                .contains("nobody was told over telegraph");
        assertThat(told.exitCode()).isZero();
        Result waiting = shell.run("notify", "list");
        assertThat(waiting.out()).contains("pagerduty", "training: Failing over");
        assertThat(shell.run("notify", "retry", "--timeout", "2s").exitCode()).isEqualTo(1);

        HttpServer server = pagerDutyStandIn();
        Result retried = shell.run("notify", "retry");
        server.stop(0);

        assertThat(retried.out()).contains("1 sent, 0 still waiting");
        assertThat(retried.exitCode()).isZero();
        assertThat(taken).singleElement().asString().contains("training: Failing over", "no server accepts writes");
        assertThat(shell.run("notify", "list").out()).contains("no message waits");
        assertThat(told.out() + told.err() + waiting.out()).doesNotContain("hunter2");
        assertThat(filesThatSay("hunter2")).containsExactly("pagerduty.key");
    }

    private List<String> filesThatSay(String secret) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> text(file).contains(secret))
                    .map(file -> directory.relativize(file).toString())
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aChannelCanBeTriedOut() throws IOException {
        HttpServer server = pagerDutyStandIn();
        Result result = shell.run("notify", "test", "--channel", "pagerduty");
        server.stop(0);

        assertThat(result.out()).contains("pagerduty took the test message");
        assertThat(result.exitCode()).isZero();
        assertThat(taken).hasSize(1);
    }

    @Test
    void aTestThatFailsSaysWhyAndLeavesNothingWaiting() {
        Result result = shell.run("notify", "test", "--channel", "pagerduty");

        assertThat(result.err()).contains("HF-7001", "the test message over pagerduty");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(shell.run("notify", "list").out()).contains("no message waits");
    }

    @Test
    void aSecretThatOthersMayReadIsRefusedWithTheReason() throws IOException {
        Files.setPosixFilePermissions(directory.resolve("pagerduty.key"), PosixFilePermissions.fromString("rw-r--r--"));

        Result result = shell.run("notify", "test", "--channel", "pagerduty");

        assertThat(result.err()).contains("HF-7003", "rw-r--r--", "chmod 600").doesNotContain("hunter2");
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void anUnknownChannelIsAnswered() {
        Result result = shell.run("notify", "test", "--channel", "slack");

        assertThat(result.err()).contains("HF-7002", "[pagerduty]");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void aMistakeInTheSettingsIsFoundBeforeTheDisaster() throws IOException {
        shell.write(
                "other.yaml",
                Files.readString(directory.resolve("topology.yaml")).replace("url:", "ulr:"));

        Result result = shell.run("topology", "check", "other.yaml");

        assertThat(result.err()).contains("HF-1101", "notifications.pagerduty", "[ulr]");
    }

    @Test
    void theWordAloneAndSendAreTheSame() {
        assertThat(shell.run("notify", "send", "--help").out()).contains("--channels");
        assertThat(shell.run("notify", "--help").out()).contains("send", "list", "retry", "test");
        assertThat(shell.run("notify", "--channels", ",").err()).contains("HF-1302", "names no channel");
        assertThat(shell.run("notify", "lost").err()).contains("did you mean 'notify list'");
    }
}
