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

/** The directory of runbooks: {@code HOLDFAST_RUNBOOKS}, else the one that Holdfast ships. */
public final class RunbookShelf {
    private static final String ENDING = ".yaml";
    private static final String WORKFLOWS = "scripts/dr/workflows";

    private final Surroundings surroundings;
    private final Path directory;
    private final Catalogue catalogue;

    RunbookShelf(Surroundings surroundings, Catalogue catalogue) {
        this.surroundings = surroundings;
        this.directory = surroundings
                .variable("HOLDFAST_RUNBOOKS")
                .map(surroundings::resolve)
                .orElse(surroundings.home().resolve("runbooks"));
        this.catalogue = catalogue;
    }

    /** All names, sorted. */
    public List<String> names() {
        return names(directory);
    }

    private static List<String> names(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + directory, e);
        }
    }

    /** Every runbook that has no problem, the document's workflows among them. */
    public List<Runbook> readable() {
        Path workflows = surroundings.home().resolve(WORKFLOWS);
        return Stream.concat(
                        names().stream(),
                        names(workflows).stream()
                                .map(name -> workflows.resolve(name + ENDING).toString()))
                .flatMap(name -> read(name).stream())
                .toList();
    }

    private Optional<Runbook> read(String name) {
        try {
            return Optional.of(get(name));
        } catch (HoldfastException hasProblems) {
            return Optional.empty();
        }
    }

    /** A runbook by its name, or by the path of its file. */
    public Runbook get(String nameOrFile) {
        Path typed = surroundings.resolve(nameOrFile);
        boolean isPath = nameOrFile.endsWith(ENDING) || nameOrFile.contains("/");
        Path file = isPath ? typed : directory.resolve(nameOrFile + ENDING);
        if (!Files.isRegularFile(file)) {
            throw new HoldfastException(
                    ErrorCode.RUNBOOK_UNKNOWN,
                    isPath
                            ? "there is no file %s".formatted(file)
                            : "'%s'; %s".formatted(nameOrFile, NearNames.hint(nameOrFile, names())));
        }
        try {
            String name = file.getFileName().toString().replace(ENDING, "");
            return RunbookParser.parse(name, Files.readString(file), catalogue);
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.RUNBOOK_UNKNOWN, "reading %s: %s".formatted(file, e), e);
        }
    }
}
