package dev.holdfast.lab.fault;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.process.Daemons;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.lab.server.LabContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The faults that last. Each leaves a script with its end in the lab's directory before it begins. Whoever comes later, this
 * process, another one or a timer that goes on by itself, ends the fault by running that script.
 */
final class LastingFaults {
    private static final String END = ".end";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration EFFECT = Duration.ofSeconds(15);

    private final LabDirectory directory;
    private final Daemons daemons;
    private final LabFiles files;

    LastingFaults(LabContext context) {
        this.directory = context.directory();
        this.daemons = context.daemons();
        this.files = context.files();
    }

    /**
     * Begins a fault.
     *
     * @param sufferer the name of who suffers
     * @param end shell commands that end it; whatever they meet, they must not fail
     */
    Begun begin(Fault fault, String sufferer, String end, Runnable effect) {
        Path script = writeEnd(fault, end);
        Instant at = Instant.now();
        effect.run();
        fault.lasting()
                .ifPresent(duration -> daemons.startAsSelf(
                        script.getFileName().toString(),
                        List.of(
                                "sh",
                                "-c",
                                "sleep %s; exec sh %s"
                                        .formatted(duration.toMillis() / 1000.0, Shell.quote(script.toString()))),
                        directory.faults().resolve("timers.log")));
        return new Begun(fault.sentence(), sufferer, at);
    }

    /** The script's first comment is the sentence; it deletes itself when the end was reached. */
    private Path writeEnd(Fault fault, String end) {
        Path script = directory.faults().resolve(fault.sentence().replace(' ', '-') + END);
        return files.write(
                script,
                "# %s%n%s%nrm -f %s%n".formatted(fault.sentence(), end, Shell.quote(script.toString())),
                "rwxr-xr-x");
    }

    /** The sentences of those that have not ended. */
    List<String> active() {
        return ends().stream().map(LastingFaults::sentenceOf).toList();
    }

    /** Ends all; returns their sentences. */
    List<String> clear() {
        List<String> ended = active();
        for (Path script : ends()) {
            daemons.find(script.getFileName().toString())
                    .ifPresent(timer -> Daemons.end(List.of(timer), "KILL", EFFECT));
            if (Files.exists(script)) {
                Shell.check(List.of("sh", script.toString()), LIMIT);
            }
        }
        return ended;
    }

    private List<Path> ends() {
        if (!Files.isDirectory(directory.faults())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory.faults())) {
            return entries.filter(path -> path.toString().endsWith(END))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + directory.faults(), e);
        }
    }

    private static String sentenceOf(Path script) {
        try (Stream<String> lines = Files.lines(script)) {
            return lines.findFirst().map(line -> line.replaceFirst("^# ", "")).orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + script, e);
        }
    }

    static String forHowLong(Optional<Duration> lasting) {
        return lasting.map(duration -> " " + words(duration)).orElse("");
    }

    private static String words(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
