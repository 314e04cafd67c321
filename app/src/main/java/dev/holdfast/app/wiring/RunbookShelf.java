package dev.holdfast.app.wiring;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.runbook.RunbookParser;
import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.runbook.Runbook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directories of runbooks: the one that {@code HOLDFAST_RUNBOOKS} names, else those that Holdfast ships, the procedures'
 * workflows included. Of two runbooks with the same name, the one in the first directory counts.
 */
public final class RunbookShelf {
    private static final String ENDING = ".yaml";

    private final Surroundings surroundings;
    private final List<Path> directories;
    private final Catalogue catalogue;

    /**
     * A runbook as its file has it.
     *
     * @param name of the file, without the ending
     */
    public record Source(String name, Path file, String text) {}

    RunbookShelf(Surroundings surroundings, Catalogue catalogue) {
        this.surroundings = surroundings;
        this.directories = surroundings
                .variable("HOLDFAST_RUNBOOKS")
                .map(named -> List.of(surroundings.resolve(named)))
                .orElseGet(() -> List.of(
                        surroundings.home().resolve("runbooks"),
                        surroundings.home().resolve("scripts/dr/workflows")));
        this.catalogue = catalogue;
    }

    /** All names, sorted. */
    public List<String> names() {
        return directories.stream()
                .flatMap(directory -> names(directory).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> names(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(RunbookShelf::withoutEnding)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + directory, e);
        }
    }

    /** Every runbook that has no problem. */
    public List<Runbook> readable() {
        return names().stream().flatMap(name -> tried(name).stream()).toList();
    }

    private Optional<Runbook> tried(String name) {
        try {
            return Optional.of(get(name));
        } catch (HoldfastException hasProblems) {
            return Optional.empty();
        }
    }

    private static String withoutEnding(String file) {
        return file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : file;
    }

    /** A runbook by its name, or by the path of its file. */
    public Runbook get(String nameOrFile) {
        Source source = read(nameOrFile);
        return RunbookParser.parse(source.name(), source.text(), catalogue);
    }

    /** The text of a runbook, which need not be in order, by its name or by the path of its file. */
    public Source read(String nameOrFile) {
        Path file = file(nameOrFile);
        try {
            return new Source(withoutEnding(file.getFileName().toString()), file, Files.readString(file));
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.RUNBOOK_UNKNOWN, "reading %s: %s".formatted(file, e), e);
        }
    }

    private Path file(String nameOrFile) {
        if (nameOrFile.endsWith(ENDING) || nameOrFile.contains("/")) {
            return Optional.of(surroundings.resolve(nameOrFile))
                    .filter(Files::isRegularFile)
                    .orElseThrow(() -> new HoldfastException(
                            ErrorCode.RUNBOOK_UNKNOWN,
                            "there is no file %s".formatted(surroundings.resolve(nameOrFile))));
        }
        return directories.stream()
                .map(directory -> directory.resolve(nameOrFile + ENDING))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.RUNBOOK_UNKNOWN,
                        "'%s'; %s".formatted(nameOrFile, NearNames.hint(nameOrFile, names()))));
    }
}
