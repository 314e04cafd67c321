package dev.holdfast.app.wiring;

import dev.holdfast.drivers.local.LocalPrograms;
import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.notification.Outbox;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.recovery.RecordedIntentions;
import dev.holdfast.engine.recovery.WatchRegister;
import dev.holdfast.engine.run.Governance;
import dev.holdfast.engine.run.RestorePointRecorder;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.run.RunLocks;
import dev.holdfast.engine.secret.Scrubber;
import dev.holdfast.engine.secret.SecretSources;
import dev.holdfast.engine.spi.Programs;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.StepHistory;
import dev.holdfast.engine.why.Blocker;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.topology.Topology;
import dev.holdfast.operations.database.RestorePointCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
    private Optional<CommandRecord> command = Optional.empty();
    private @Nullable LiveSite site;
    private @Nullable RunEngine engine;
    private @Nullable People people;
    private Consumer<Records> onOpening = _ -> {};
    private @Nullable Outbox outbox;

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

    /** Has something looked at as soon as the journal is opened; a command that doesn't need it doesn't pay for that. */
    public Installation whenOpening(Consumer<Records> look) {
        onOpening = look;
        return this;
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
        return hasJournal() ? journal() : StepHistory.NONE;
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
            known = SqliteJournal.open(journalFile(), audit().seal(), new Scrubber(surroundings.environment())::scrub);
            journal = known;
            onOpening.accept(known);
            command.ifPresent(of -> of.opened(journal()));
        }
        return known;
    }

    /** What signs the audit trail. */
    public AuditFiles audit() {
        return new AuditFiles(surroundings, stateDirectory);
    }

    /** Has the command recorded that uses this installation; from then on it is closed at the end of the command. */
    public Installation recordedAs(CommandRecord of) {
        command = Optional.of(of);
        of.uses(this);
        return this;
    }

    /** Who stands watch with this state directory. */
    public WatchRegister watches() {
        return new WatchRegister(stateDirectory.resolve("watches"));
    }

    /** What may keep Holdfast from acting by itself, besides what every installation has. */
    public List<Blocker> blockers() {
        return List.of(() -> people().controls().objection());
    }

    /** Who may do what, and what people have decided. */
    public People people() {
        People known = people;
        if (known == null) {
            known = new People(operatorsFile(), journal(), topology());
            people = known;
        }
        return known;
    }

    /** The file that says who is who; it need not exist. */
    public OperatorsFile operatorsFile() {
        return OperatorsFile.find(surroundings, topologyFile());
    }

    /** Whether some process executes the run now. */
    public boolean isUnderWay(RunId run) {
        return new UnderWay(stateDirectory.resolve("locks")).is(run);
    }

    /** The real systems of the topology. */
    public LiveSite site() {
        LiveSite known = site;
        if (known == null) {
            finder.requireRunningLab();
            known = new LiveSite(
                    topology(),
                    journal(),
                    journal(),
                    outbox(),
                    new RecordedIntentions(journal(), Clock.systemUTC()),
                    new LiveSite.Machine(
                            evidenceDirectory(), programs(), new SecretSources(surroundings.environment())));
            site = known;
        }
        return known;
    }

    /** The messages, and the channels of the topology that take them. */
    public Outbox outbox() {
        Outbox known = outbox;
        if (known == null) {
            known = new Outbox(journal(), topology().channels(), channels()::bind);
            outbox = known;
        }
        return known;
    }

    /** Finds the drivers of channels, and their secrets. */
    public ChannelBinding channels() {
        return new ChannelBinding(surroundings.environment());
    }

    /** A relative path of a program is meant from the home, wherever somebody calls Holdfast from. */
    private Programs programs() {
        return new LocalPrograms(
                surroundings.home(), surroundings.variable("PATH").orElse("/usr/local/bin:/usr/bin:/bin"));
    }

    /** An engine that acts on the real systems. */
    public RunEngine engine() {
        RunEngine known = engine;
        if (known == null) {
            known = engine(site());
            engine = known;
        }
        return known;
    }

    /** An engine that acts on this site. */
    public RunEngine engine(Site acted) {
        RestorePointRecorder recorder = (_, parameters) -> capture(acted, parameters);
        RunLocks locks = RunLocks.in(stateDirectory.resolve("locks"));
        return new RunEngine(catalogue, acted, journal(), locks, recorder, governance());
    }

    /** How the database of a step is. One that names none, in a topology with several, has none whose state could be kept. */
    public static Optional<RestorePoint> capture(Site acted, Map<String, String> parameters) {
        Optional<String> named = Optional.ofNullable(parameters.get("database"));
        if (named.isEmpty() && acted.topology().databases().size() != 1) {
            return Optional.empty();
        }
        String database = acted.topology().database(named).name();
        return Optional.of(RestorePointCapture.capture(acted, database));
    }

    /** What people have to say in runs. */
    public Governance governance() {
        return new Governance(people().orders(), people().rules(), people().permissions(), journal());
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
        if (command.isEmpty()) {
            closeJournal();
        }
    }

    void closeJournal() {
        if (journal != null) {
            journal.close();
        }
    }
}
