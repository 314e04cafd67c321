package dev.holdfast.app.command;

import dev.holdfast.app.output.Json;
import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.app.wiring.Caller;
import dev.holdfast.app.wiring.CommandRecord;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.Surroundings;
import dev.holdfast.engine.control.ControlBook;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** A command as somebody typed it, and what it has at hand. */
public final class Invocation {
    private final ParseResult parsed;
    private final Surroundings surroundings;
    private final Catalogue catalogue;
    private final List<String> typed;
    private final CommandRecord record;
    private boolean warned;

    Invocation(ParseResult parsed, Surroundings surroundings, Catalogue catalogue, List<String> typed) {
        this.parsed = parsed;
        this.surroundings = surroundings;
        this.catalogue = catalogue;
        this.typed = List.copyOf(typed);
        this.record = CommandRecord.ofAccount(surroundings, typed);
    }

    /** The value of an option, such as {@code --state}. */
    public Optional<String> option(String name) {
        return Optional.ofNullable(parsed.<String>matchedOptionValue(name, null));
    }

    /** The values of an option that may be given several times. */
    public List<String> options(String name) {
        return List.copyOf(parsed.matchedOptionValue(name, List.<String>of()));
    }

    /** The {@code key=value} pairs of an option that may be given several times. */
    public Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : options(name)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new HoldfastException(ErrorCode.USAGE, "%s takes KEY=VALUE, not '%s'".formatted(name, pair));
            }
            pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return pairs;
    }

    /** Whether an option without a value is there. */
    public boolean flag(String name) {
        return parsed.hasMatchedOption(name);
    }

    /** A word that must follow the command, and was checked to be there. */
    public String word(int index) {
        return optionalWord(index).orElseThrow();
    }

    /** A word that may follow the command. */
    public Optional<String> optionalWord(int index) {
        return Optional.ofNullable(parsed.<String>matchedPositionalValue(index, null));
    }

    /** Every word that follows the command. */
    public List<String> sentence() {
        return parsed.matchedPositionals().stream()
                .map(PositionalParamSpec::<List<String>>getValue)
                .findFirst()
                .map(List::copyOf)
                .orElse(List.of());
    }

    /** Whether a program reads the output. */
    public boolean json() {
        return parsed.matchedOptionValue("--output", OutputFormat.text) == OutputFormat.json;
    }

    public Terminal terminal() {
        return surroundings.terminal();
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    /** The topology, the journal and the engine that this command works with; nothing is opened before it is asked for. */
    public Installation installation() {
        return installation(option("--topology"));
    }

    /** As the other one, with this topology. */
    public Installation installation(Path topology) {
        return installation(Optional.of(topology.toString()));
    }

    Installation installation(Optional<String> topology) {
        return new Installation(surroundings, catalogue, option("--state"), topology)
                .whenOpening(this::warn)
                .recordedAs(record);
    }

    /** Nobody must overlook that Holdfast is disarmed, or that break-glass is open. */
    private void warn(Records records) {
        if (!warned) {
            warned = true;
            ControlBook.alarms(records, Instant.now())
                    .forEach(line ->
                            terminal().err().println(terminal().errPalette().red(line)));
        }
    }

    /** Whoever typed the command. */
    public Caller caller() {
        return Caller.of(surroundings, option("--as"), option("--key"));
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    /** What the audit trail says of this command. */
    CommandRecord record() {
        return record;
    }

    /** Prints one JSON document. */
    public void print(Map<String, ?> document) {
        terminal().out().println(Json.write(document));
    }

    /** Prints lines for people. */
    public void print(List<String> lines) {
        lines.forEach(terminal().out()::println);
    }

    /** The command line as it was typed, with another word at its end, ready to be pasted into a shell. */
    String lineWith(String another) {
        List<String> words = new ArrayList<>(List.of("holdfast"));
        words.addAll(typed);
        words.add(another);
        return words.stream().map(Invocation::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
