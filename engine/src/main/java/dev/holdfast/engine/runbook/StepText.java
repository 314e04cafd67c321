package dev.holdfast.engine.runbook;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ProgramCall;
import dev.holdfast.engine.yaml.YamlNode;
import dev.holdfast.engine.yaml.YamlNode.Entry;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A step as the file has it.
 *
 * @param id where its name stands
 * @param body its settings
 */
record StepText(Scalar id, Mapping body) {
    static final String OPERATION = "operation";
    static final String SCRIPT = "script";
    static final String RUN = "run";
    static final String CHANNELS = "channels";
    static final String CHECK = "check";
    static final String ENVIRONMENT = "environment";
    static final String REPEATABLE = "repeatable";
    static final String MESSAGE = "message";
    static final String DURATION = "duration";
    static final String WITH = "with";
    /** The operation that a step with channels stands for. */
    static final String NOTIFY = "notify";
    /** The keys that say what a step does; it has one of them. */
    static final List<String> DEEDS = List.of(OPERATION, SCRIPT, RUN, CHANNELS);

    private static final String SCRIPT_ENDING = ".sh";

    /** The steps of a runbook, in the order of the file; what isn't one step is left out. */
    static List<StepText> all(Mapping runbook) {
        return runbook.itemsOf("steps").stream()
                .flatMap(item -> item.asMapping().stream())
                .filter(item -> item.entries().size() == 1)
                .map(item -> item.entries().getFirst())
                .flatMap(entry -> entry.mapping().map(body -> new StepText(entry.key(), body)))
                .toList();
    }

    String name() {
        return id.text();
    }

    /** Those of the {@link #DEEDS} that it has. */
    List<Entry> deeds() {
        return DEEDS.stream().flatMap(deed -> body.entry(deed).stream()).toList();
    }

    boolean has(String key) {
        return body.entry(key).isPresent();
    }

    /** What the step does, however it is called. */
    Optional<Operation<?>> operation(Catalogue catalogue) {
        return operationName().flatMap(catalogue::find);
    }

    private Optional<String> operationName() {
        return body.scalar(OPERATION)
                .map(Scalar::text)
                .or(() -> body.scalar(SCRIPT).map(script -> withoutEnding(script.text())))
                .or(() -> body.entry(RUN).map(_ -> ProgramCall.OPERATION))
                .or(() -> body.entry(CHANNELS).map(_ -> NOTIFY));
    }

    static String withoutEnding(String script) {
        return script.endsWith(SCRIPT_ENDING) ? script.substring(0, script.length() - SCRIPT_ENDING.length()) : script;
    }

    /** The names of steps under {@code needs}; empty when the file is silent on that. */
    Optional<List<Scalar>> needs() {
        return body.entry("needs").map(needs -> scalars(needs.value()));
    }

    /** The parameters under {@code with}. */
    List<Entry> with() {
        return body.entriesOf(WITH);
    }

    /** All parameters of its operation that the step gives, whichever key they stand under. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>(texts(with()));
        body.scalar(DURATION).ifPresent(duration -> parameters.putIfAbsent(DURATION, duration.text()));
        call().ifPresent(call -> parameters.putAll(call.asParameters()));
        if (has(CHANNELS)) {
            parameters.put(CHANNELS, String.join(",", words(CHANNELS)));
            body.scalar(MESSAGE).ifPresent(message -> parameters.put(MESSAGE, message.text()));
        }
        return Collections.unmodifiableMap(parameters);
    }

    /** The program that it runs, when it does and names one. */
    Optional<ProgramCall> call() {
        List<String> command = words(RUN);
        if (command.isEmpty() || command.getFirst().isBlank()) {
            return Optional.empty();
        }
        boolean repeatable = body.scalar(REPEATABLE)
                .filter(answer -> answer.text().equalsIgnoreCase("true"))
                .isPresent();
        return Optional.of(new ProgramCall(command, texts(body.entriesOf(ENVIRONMENT)), words(CHECK), repeatable));
    }

    /** The words under a key: those of a list, or a single one. */
    private List<String> words(String key) {
        return body.find(key).stream()
                .flatMap(value -> Stream.concat(value.asScalar().stream(), scalars(value).stream()))
                .map(Scalar::text)
                .toList();
    }

    private static List<Scalar> scalars(YamlNode value) {
        List<Scalar> scalars = new ArrayList<>();
        value.asSequence()
                .ifPresent(list -> list.items().forEach(item -> item.asScalar().ifPresent(scalars::add)));
        return scalars;
    }

    private static Map<String, String> texts(List<Entry> entries) {
        Map<String, String> texts = new LinkedHashMap<>();
        entries.forEach(entry -> entry.value().asScalar().ifPresent(value -> texts.put(entry.name(), value.text())));
        return texts;
    }
}
