package dev.holdfast.app.wiring;

import dev.holdfast.drivers.local.LocalPrograms;
import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.run.RestorePointRecorder;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.spi.Programs;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.StepHistory;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.Topology;
import dev.holdfast.operations.database.RestorePointCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holdfast as one command needs it. Each part is made when it is first asked for. */
public final class Installation implements AutoCloseable {
    private static final String STATE = "holdfast";

    private final Surroundings surroundings;
    private final Catalogue catalogue;
    private final Path stateDirectory;
    private final TopologyFinder finder;
    private @Nullable Topology topology;
    private @Nullable SqliteJournal journal;
    private @Nullable LiveSite site;

    /**
     * An installation.
     *
     * @param state the directory of the journal, when one was named
     * @param topology the file, when one was named
     */
    public Installation(
            Surroundings surroundings, Catalogue catalogue, Optional<String> state, Optional<String> topology) {
        this.surroundings = surroundings;
        this.catalogue = catalogue;
        this.stateDirectory = state.or(() -> surroundings.variable("HOLDFAST_STATE"))
                .map(surroundings::resolve)
                .orElseGet(() -> surroundings.underUserHome(".local/state").resolve(STATE));
        this.finder = new TopologyFinder(surroundings, topology);
    }

    /** The directory of the journal, the locks and the evidence. It need not exist yet. */
    public Path stateDirectory() {
        return stateDirectory;
    }

    /** Where captured writes and other files for people go. */
    public Path evidenceDirectory() {
        return stateDirectory.resolve("evidence");
    }

    /** The file that the topology is read from. */
    public Path topologyFile() {
        return finder.find();
    }

    public Topology topology() {
        Topology known = topology;
        if (known == null) {
            known = TopologyFinder.read(finder.find());
            topology = known;
        }
        return known;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    /** The shipped runbooks. */
    public RunbookShelf runbooks() {
        return new RunbookShelf(surroundings, catalogue);
    }

    /** How long operations took; knows nothing as long as nothing was recorded. */
    public StepHistory stepHistory() {
        return StepHistory.NONE;
    }

    /** Whether anything was ever recorded. */
    public boolean hasJournal() {
        return Files.exists(journalFile());
    }

    /** The runs that were recorded; asking for it makes no journal where there is none. */
    public RunHistory history() {
        if (!hasJournal()) {
            throw new HoldfastException(
                    ErrorCode.RUN_UNKNOWN, "no run was recorded in %s yet".formatted(stateDirectory));
        }
        return new RunHistory(journal(), catalogue);
    }

    public SqliteJournal journal() {
        SqliteJournal known = journal;
        if (known == null) {
            makeDirectories();
            known = SqliteJournal.open(journalFile());
            journal = known;
        }
        return known;
    }

    /** The real systems of the topology. */
    public LiveSite site() {
        LiveSite known = site;
        if (known == null) {
            finder.requireRunningLab();
            known = new LiveSite(topology(), journal(), journal(), evidenceDirectory(), programs());
            site = known;
        }
        return known;
    }

    /** A relative path of a program is meant from the home, wherever somebody calls Holdfast from. */
    private Programs programs() {
        return new LocalPrograms(
                surroundings.home(), surroundings.variable("PATH").orElse("/usr/local/bin:/usr/bin:/bin"));
    }

    /** An engine that acts on the real systems. */
    public RunEngine engine() {
        return engine(site());
    }

    /** An engine that acts on this site. */
    public RunEngine engine(Site acted) {
        RestorePointRecorder recorder = (_, parameters) -> capture(acted, parameters);
        return new RunEngine(catalogue, acted, journal(), stateDirectory.resolve("locks"), recorder);
    }

    /** A step that names no database, in a topology with several, has none whose state could be kept. */
    private static Optional<RestorePoint> capture(Site acted, Map<String, String> parameters) {
        Optional<String> named = Optional.ofNullable(parameters.get("database"));
        if (named.isEmpty() && acted.topology().databases().size() != 1) {
            return Optional.empty();
        }
        String database = acted.topology().database(named).name();
        return Optional.of(RestorePointCapture.capture(acted, database));
    }

    private Path journalFile() {
        return stateDirectory.resolve("journal.db");
    }

    private void makeDirectories() {
        try {
            Files.createDirectories(stateDirectory.resolve("locks"));
            Files.createDirectories(evidenceDirectory());
        } catch (IOException e) {
            throw new HoldfastException(
                    ErrorCode.JOURNAL_UNWRITABLE, "making the state directory %s: %s".formatted(stateDirectory, e), e);
        }
    }

    @Override
    public void close() {
        if (journal != null) {
            journal.close();
        }
    }
}
