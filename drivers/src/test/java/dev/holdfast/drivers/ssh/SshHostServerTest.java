package dev.holdfast.drivers.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.HostCommands.Result;
import dev.holdfast.engine.spi.HostDriver;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SshHostServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    private static TestMachine machine;

    @BeforeAll
    static void startMachine() throws IOException {
        machine = TestMachine.start();
    }

    @AfterAll
    static void stopMachine() throws Exception {
        machine.close();
    }

    @Test
    void isFoundByName() {
        assertThat(ServiceLoader.load(HostDriver.class))
                .anySatisfy(driver -> assertThat(driver.name()).isEqualTo("ssh"));
    }

    @Test
    void runsAScriptAndSeparatesWhatItPrints() {
        Result result = machine.commands().run("""
                        echo "it's \\"here\\" and $((1 + 2))"
                        echo wrong >&2
                        exit 7
                        """, LIMIT);

        assertThat(result).isEqualTo(new Result(7, "it's \"here\" and 3\n", "wrong\n"));
    }

    @Test
    void handsOnLinesWhileTheScriptRuns() throws IOException {
        Path gate = machine.directory().resolve("gate");
        List<String> lines = new ArrayList<>();

        Result result = machine.commands().stream(
                "echo first; while [ ! -e '%s' ]; do sleep 0.01; done; printf last".formatted(gate),
                line -> {
                    lines.add(line);
                    create(gate);
                },
                LIMIT);

        assertThat(result.succeeded()).isTrue();
        assertThat(lines).containsExactly("first", "last");
    }

    @Test
    void runsManyScriptsAtOnceOverOneConnection() {
        HostCommands commands = machine.commands();
        commands.run("true", LIMIT);

        List<String> outputs = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> commands.run("echo $PPID", LIMIT).output())
                .distinct()
                .toList();

        assertThat(outputs).hasSize(1);
    }

    @Test
    void connectsAgainWhenTheConnectionWasLost() {
        HostCommands commands = machine.commands();
        String connection = commands.run("echo $PPID", LIMIT).output().strip();
        TestMachine.signal(
                "KILL", List.of(ProcessHandle.of(Long.parseLong(connection)).orElseThrow()));

        assertThat(commands.run("echo again", LIMIT).output()).isEqualTo("again\n");
    }

    @Test
    void aHungMachineIsUnreachableWithinTheLimitAndServesAgainAfterwards() {
        HostCommands commands = machine.commands();
        commands.run("true", LIMIT);
        List<ProcessHandle> processes = machine.sshProcesses();
        TestMachine.signal("STOP", processes);
        try {
            for (int i = 0; i < 3; i++) {
                assertThat(failure(commands, "true", SHORT).code()).isEqualTo(ErrorCode.HOST_UNREACHABLE);
            }
        } finally {
            TestMachine.signal("CONT", processes);
        }

        assertThat(commands.run("echo awake", LIMIT).output()).isEqualTo("awake\n");
    }

    @Test
    void aSlowCommandIsGivenUpAndEnded() throws IOException {
        Path started = machine.directory().resolve("started");
        HoldfastException failure =
                failure(machine.commands(), "echo $$ > '%s'; exec sleep 600".formatted(started), Duration.ofSeconds(2));

        assertThat(failure.code()).isEqualTo(ErrorCode.COMMAND_FAILED);
        long pid = Long.parseLong(Files.readString(started).strip());
        TestMachine.await("the command to end", () -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void anUnknownMachineIsRefused() throws IOException {
        machine.write("no_known_hosts", "");
        HostCommands commands =
                new SshHostDriver().bind(machine.spec(machine.directory().resolve("no_known_hosts")));

        HoldfastException failure = failure(commands, "true", LIMIT);

        assertThat(failure.code()).isEqualTo(ErrorCode.HOST_UNREACHABLE);
        assertThat(failure.attempted()).contains("HostKey");
    }

    private static HoldfastException failure(HostCommands commands, String script, Duration limit) {
        return catchThrowableOfType(HoldfastException.class, () -> commands.run(script, limit));
    }

    private static void create(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
