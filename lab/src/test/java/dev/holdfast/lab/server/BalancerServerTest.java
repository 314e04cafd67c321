package dev.holdfast.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.Poll;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real load balancer through reloads and new starts. */
class BalancerServerTest {
    private static final NetworkUnderTest NETWORK = new NetworkUnderTest(104);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String FIRST = "fastapi-main-use1-1";
    private static final String CHANGES =
            "set server app/%s state drain;set server app/fastapi-main-use1-2 weight 50%%;".formatted(FIRST)
                    + "set server pg_writer/primary state maint;set server pg_writer/replica1 state ready";

    private final LabRegion region = NETWORK.region(0);
    private final Path state = NETWORK.context().directory().balancerState(region);
    private final Path knobs = NETWORK.context().directory().balancerKnobs(region);

    @AfterAll
    static void nothingIsLeft() {
        NETWORK.close();
    }

    @BeforeEach
    void asANewLab() throws IOException {
        NETWORK.stop(NETWORK.balancer(0));
        Files.deleteIfExists(state);
        Files.deleteIfExists(knobs);
        NETWORK.startWithPrimary(0, "primary");
        NETWORK.balancer(0).awaitService();
    }

    @Test
    void whatIsKeptIsThereAfterAReload() throws IOException {
        NETWORK.ask(0, CHANGES);
        List<String> set = settings();
        keep();
        NETWORK.faults().begin("reload us-east-1");
        assertThat(settings()).isEqualTo(set);
    }

    @Test
    void whatIsSetAndNotKeptIsLost() {
        List<String> before = settings();
        NETWORK.ask(0, CHANGES);
        assertThat(settings()).isNotEqualTo(before);
        NETWORK.balancer(0).reload();
        assertThat(settings()).isEqualTo(before);
    }

    @Test
    void aNewStartFindsTheDatabaseWhereItIsAndTheRestAsItWasKept() throws IOException {
        NETWORK.ask(0, CHANGES);
        keep();
        NETWORK.stop(NETWORK.balancer(0));
        NETWORK.startWithPrimary(0, "replica2");
        assertThat(settings())
                .contains("app/" + FIRST + " 8 1", "app/fastapi-main-use1-2 0 0")
                .contains("pg_writer/primary 5 1", "pg_writer/replica1 5 1", "pg_writer/replica2 0 1");
    }

    @Test
    void noRequestFailsDuringAReload() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Callable<List<String>> client = () -> {
            List<String> answers = new ArrayList<>();
            while (!over.get()) {
                answers.add(request("").lines().findFirst().orElse("none"));
            }
            return answers;
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> clients = List.of(threads.submit(client), threads.submit(client));
            try {
                for (int i = 0; i < 3; i++) {
                    NETWORK.balancer(0).reload();
                }
            } finally {
                over.set(true);
            }
            for (Future<List<String>> answers : clients) {
                assertThat(answers.get()).isNotEmpty().containsOnly("HTTP/1.1 200 OK");
            }
        }
    }

    @Test
    void clientsAreAskedToLeaveAlsoAfterANewStart() throws IOException {
        assertThat(request("")).doesNotContainIgnoringCase("connection: close");
        NETWORK.ask(0, "set map %s leave 1".formatted(knobs));
        assertThat(request("")).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
        Files.writeString(knobs, "leave 1\n");
        NETWORK.stop(NETWORK.balancer(0));
        NETWORK.startWithPrimary(0, "primary");
        NETWORK.balancer(0).awaitService();
        assertThat(request("")).containsIgnoringCase("connection: close");
    }

    @Test
    void webSocketsGoToTheirOwnPort() throws IOException {
        assertThat(request("")).endsWith(":8000");
        assertThat(request("""
                        Upgrade: websocket\r
                        Connection: Upgrade\r
                        Sec-WebSocket-Version: 13\r
                        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                        """)).endsWith(":8001");
    }

    @Test
    void aSlotWhereNothingRunsIsDownInBothBackends() {
        assertThat(Poll.until(PATIENCE, () -> statuses("[3-9]|10").stream().allMatch(status -> status.equals("DOWN"))))
                .isTrue();
        assertThat(statuses("[3-9]|10")).hasSize(16);
        assertThat(statuses("[12]")).hasSize(4).containsOnly("UP");
    }

    /** What is said of slots of the own region. */
    private static List<String> statuses(String slots) {
        return NETWORK.ask(0, "show stat -1 4 -1")
                .lines()
                .filter(line -> line.matches("app(_ws)?,fastapi-main-use1-(" + slots + "),.*"))
                .map(line -> line.split(",", -1)[17])
                .toList();
    }

    /** What Holdfast does after a change. */
    private void keep() throws IOException {
        Files.writeString(state, NETWORK.ask(0, "show servers state"));
    }

    /** Of each server the flags of an operator, and the weight. */
    private static List<String> settings() {
        return NETWORK.ask(0, "show servers state")
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length > 8 && !words[0].equals("#"))
                .map(words -> "%s/%s %s %s".formatted(words[1], words[3], words[6], words[7]))
                .toList();
    }

    /** One request on a connection of its own, and all that came back until the length of the body was reached. */
    private String request(String headers) throws IOException {
        try (Socket socket = new Socket(region.balancer(), 8080)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: lab\r\n%s\r\n"
                            .formatted(headers)
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            while (!isWhole(answer.toString())) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    break;
                }
                answer.append((char) next);
            }
            return answer.toString();
        }
    }

    private static boolean isWhole(String answer) {
        int head = answer.indexOf("\r\n\r\n");
        return head > 0
                && answer.lines()
                        .filter(line -> line.regionMatches(true, 0, "content-length: ", 0, 16))
                        .anyMatch(line -> answer.length() == head + 4 + Integer.parseInt(line.substring(16)));
    }
}
