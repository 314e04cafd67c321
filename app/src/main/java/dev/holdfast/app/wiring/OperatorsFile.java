package dev.holdfast.app.wiring;

import dev.holdfast.engine.identity.OperatorsParser;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operator.Operators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/** The file of the operators. A change of it counts at once, also for a process that stands watch for weeks. */
public final class OperatorsFile {
    private static final String FILE_NAME = "operators.yaml";

    private final Path file;
    private final boolean named;
    private Optional<Read> newest = Optional.empty();

    /** The file as it was, and what it said. */
    private record Read(FileTime modified, long size, Operators operators) {}

    private OperatorsFile(Path file, boolean named) {
        this.file = file;
        this.named = named;
    }

    /** {@code HOLDFAST_OPERATORS}, else the file beside the topology. */
    static OperatorsFile find(Surroundings surroundings, Path topology) {
        return surroundings
                .variable("HOLDFAST_OPERATORS")
                .map(path -> new OperatorsFile(surroundings.resolve(path), true))
                .orElseGet(() -> new OperatorsFile(topology.resolveSibling(FILE_NAME), false));
    }

    public Path path() {
        return file;
    }

    /**
     * The operators of this moment; none when there is no such file.
     *
     * @throws HoldfastException {@link ErrorCode#OPERATORS_INVALID}
     */
    public synchronized Operators read() {
        try {
            if (!named && !Files.exists(file)) {
                return Operators.NONE;
            }
            FileTime modified = Files.getLastModifiedTime(file);
            long size = Files.size(file);
            Optional<Read> same = newest.filter(read -> read.modified().equals(modified) && read.size() == size);
            if (same.isEmpty()) {
                Operators operators = OperatorsParser.parse(Files.readString(file), file.toString());
                newest = Optional.of(new Read(modified, size, operators));
            }
            return newest.orElseThrow().operators();
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.OPERATORS_INVALID, "reading %s: %s".formatted(file, e), e);
        }
    }
}
