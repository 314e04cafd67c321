package dev.holdfast.app.wiring;

import dev.holdfast.app.output.Json;
import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.secret.Scrubber;
import dev.holdfast.engine.spi.Records.Entry;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operator.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the audit trail says of one command: who typed what, when, and how it ended.
 *
 * <p>Of a command that records anything, the beginning is recorded before that. Of one that only reads there is one record, at its
 * end. Where nothing was ever recorded, a command that only reads leaves nothing behind.
 */
public final class CommandRecord {
    /** The stream of all commands. */
    public static final String STREAM = "commands";

    private static final Logger LOG = LoggerFactory.getLogger(CommandRecord.class);

    private final Supplier<Actor> caller;
    private final String line;
    private final Instant began = Instant.now();
    private final List<Installation> installations = new ArrayList<>();

    /**
     * A record of a command that begins now.
     *
     * @param words as they were typed; secrets among them are not kept
     */
    public CommandRecord(Supplier<Actor> caller, Surroundings surroundings, List<String> words) {
        this.caller = caller;
        this.line = new Scrubber(surroundings.environment()).scrub("holdfast " + String.join(" ", words));
    }

    /** A record of a command that nobody proved to have typed. */
    public static CommandRecord ofAccount(Surroundings surroundings, List<String> words) {
        return new CommandRecord(() -> Account.of(surroundings), surroundings, words);
    }

    /** The command uses this installation; its journal is closed at the end of the command. */
    void uses(Installation installation) {
        installations.add(installation);
    }

    /** The command opened this journal. */
    void opened(SqliteJournal journal) {
        journal.introduce(STREAM, began, new Entry("command-started", Json.write(document())));
    }

    /** The command is over. Whatever goes wrong here changes nothing about how it ended. */
    public void end(int exitCode) {
        try {
            installations.stream()
                    .filter(Installation::hasJournal)
                    .reduce((_, last) -> last)
                    .ifPresent(last -> record(last.journal(), exitCode));
        } catch (HoldfastException e) {
            LOG.warn("The end of the command could not be recorded", e);
        } finally {
            installations.forEach(Installation::closeJournal);
        }
    }

    private void record(SqliteJournal journal, int exitCode) {
        Map<String, Object> document = document();
        document.put("began", began);
        document.put("exit", exitCode);
        journal.append(STREAM, Instant.now(), new Entry("command-ended", Json.write(document)));
    }

    private Map<String, Object> document() {
        Actor by = caller.get();
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("kind", by.kind().name());
        person.put("name", by.name());
        person.put("from", by.from());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("by", person);
        document.put("process", ProcessHandle.current().pid());
        document.put("line", line);
        return document;
    }
}
