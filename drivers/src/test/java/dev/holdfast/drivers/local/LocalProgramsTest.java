package dev.holdfast.drivers.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.holdfast.engine.spi.Programs.Executable;
import dev.holdfast.engine.spi.Programs.Program;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A program on this machine")
class LocalProgramsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    /** Prints the numbers of a grandchild and of a child that has a session of its own, and waits for ever. */
    private static final String FAMILY = """
            #!/bin/sh
            sh -c 'trap "" TERM; sleep 600 & echo "$!"; wait' &
            setsid sleep 600 &
            echo "$!"
            trap "" TERM
            wait
            """;

    @TempDir
    private Path directory = Path.of("");

    private final List<String> lines = new ArrayList<>();

    private LocalPrograms programs() {
        return new LocalPrograms(directory, "bin:/usr/bin:/bin");
    }

    private Program script(String text) throws IOException {
        return script(text, Map.of());
    }

    private Program script(String text, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(write("script", text).toString()));
        command.addAll(List.of(arguments));
        return new Program(command, environment, directory);
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Test
    @DisplayName("gets its words, its variables and its directory, and no input")
    void surroundings() throws IOException {
        Program program = script(
                "#!/bin/sh\nprintf '%s|' \"$@\"; echo\necho \"$A\"; pwd; cat\n",
                Map.of("A", "b c"), "x y", "", "$HOME");

        assertThat(programs().run(program, lines::add, LONG)).isZero();
        assertThat(lines)
                .containsExactly("x y||$HOME|", "b c", directory.toRealPath().toString());
    }

    @Test
    @DisplayName("is read line by line, both streams in one, until its end")
    void output() throws IOException {
        Program program = script("#!/bin/sh\necho one\necho two >&2\nprintf 'three\\r\\n\\nlast'\nexit 3\n");

        assertThat(programs().run(program, lines::add, LONG)).isEqualTo(3);
        assertThat(lines).containsExactly("one", "two", "three", "", "last");
    }

    @Test
    @DisplayName("loses none of its last lines, however fast it ends")
    void lastLines() throws IOException {
        Program program = script("#!/bin/sh\nseq 1 20000\n");
        for (int round = 0; round < 5; round++) {
            lines.clear();
            programs().run(program, lines::add, LONG);
            assertThat(lines).hasSize(20_000).endsWith("20000");
        }
    }

    @Test
    @DisplayName("that leaves something behind is over when it ends itself")
    void leftBehind() throws IOException {
        Program program = script("#!/bin/sh\nsleep 600 &\necho \"$!\"\n");

        assertThat(programs().run(program, lines::add, LONG)).isZero();
        ProcessHandle left = ProcessHandle.of(Long.parseLong(lines.getFirst())).orElseThrow();
        assertThat(left.isAlive()).isTrue();
        left.destroyForcibly();
    }

    @Test
    @DisplayName("is killed at its limit with everything that it started, and they ignore TERM")
    void killedAtTheLimit() throws Exception {
        Program program = script(FAMILY);
        LocalPrograms programs = programs();

        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> programs.run(program, lines::add, Duration.ofSeconds(2)))
                .withMessageContaining("did not end within 2000 ms, and was killed")
                .matches(failed -> failed.code() == ErrorCode.STEP_TIMED_OUT);
        assertThat(lines).hasSize(2).allSatisfy(LocalProgramsTest::assertGone);
    }

    @Test
    @DisplayName("is killed with everything that it started when the thread is interrupted")
    void killedAtAnInterrupt() throws Exception {
        Program program = script(FAMILY);
        BlockingQueue<String> printed = new LinkedBlockingQueue<>();
        CompletableFuture<ErrorCode> failure = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().start(() -> failure.complete(failure(program, printed::add)));
        String first = next(printed);
        String second = next(printed);

        thread.interrupt();

        assertThat(failure.get(60, TimeUnit.SECONDS)).isEqualTo(ErrorCode.INTERRUPTED);
        assertGone(first);
        assertGone(second);
    }

    private ErrorCode failure(Program program, Consumer<String> line) {
        try {
            programs().run(program, line, LONG);
            throw new AssertionError("it ended by itself");
        } catch (HoldfastException e) {
            return e.code();
        }
    }

    private static String next(BlockingQueue<String> printed) throws InterruptedException {
        return Optional.ofNullable(printed.poll(60, TimeUnit.SECONDS)).orElseThrow();
    }

    @Test
    @DisplayName("is killed when whoever reads its lines fails")
    void readerFails() throws Exception {
        Program program = script("#!/bin/sh\necho $$\nexec sleep 600\n");
        LocalPrograms programs = programs();

        assertThatIllegalStateException()
                .isThrownBy(() -> programs.run(
                        program,
                        line -> {
                            lines.add(line);
                            throw new IllegalStateException("the journal is full");
                        },
                        LONG));
        assertGone(lines.getFirst());
    }

    /** A process that was killed is seen until whoever inherited it has asked for its end. */
    private static void assertGone(String pid) throws Exception {
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
        if (process.isPresent()) {
            process.get().onExit().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    @DisplayName("is found by its path from one directory, or by its name on the PATH")
    void found() throws IOException {
        Path beside = write("warm.sh", "#!/bin/sh\n");
        Path onPath = write("bin/warm", "#!/bin/sh\n");
        Files.writeString(directory.resolve("data"), "no program");
        LocalPrograms programs = programs();

        assertThat(programs.find("./warm.sh"))
                .contains(new Executable(
                        beside, directory, "a8076d3d28d21e02012b20eaf7dbf75409a6277134439025f282e368e3305abf"));
        assertThat(programs.find(beside.toString())).isEqualTo(programs.find("./warm.sh"));
        assertThat(programs.find("warm").map(Executable::file)).contains(onPath);
        assertThat(programs.find("sh")).isPresent();
        assertThat(programs.find("warm.sh")).isEmpty();
        assertThat(programs.find("./data")).isEmpty();
        assertThat(programs.find("./bin")).isEmpty();
        assertThat(programs.find("./nonesuch")).isEmpty();
    }

    @Test
    @DisplayName("that is not there any more can't be started")
    void gone() {
        Program program = new Program(List.of("/nonesuch"), Map.of(), directory.resolve("nowhere"));

        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> programs().run(program, lines::add, LONG))
                .withMessageContaining("starting /nonesuch")
                .matches(failed -> failed.code() == ErrorCode.PROGRAM_FAILED);
    }
}
