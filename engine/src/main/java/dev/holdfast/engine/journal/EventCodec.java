package dev.holdfast.engine.journal;

import dev.holdfast.engine.order.OrderCodec;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Events as JSON.
 *
 * <p>Journals are read for ever, so a type name and the name of a field never change. What a later version wrote is read like
 * this: a field that isn't known here is left out; an error that isn't known here is an internal one, with the reason that was
 * written; an event of a type that isn't known here becomes a note, so that no index is missing. A type that changes what may be done next therefore comes with a new version of the file's schema, which this
 * version refuses to open.
 */
final class EventCodec {
    static final String RUN_STARTED = "run-started";
    static final String RUN_FINISHED = "run-finished";

    private static final List<Kind> KINDS = List.of(
            new Kind(RUN_STARTED, Event.RunStarted.class),
            new Kind("run-resumed", Event.RunResumed.class),
            new Kind(RUN_FINISHED, Event.RunFinished.class),
            new Kind("run-reopened", Event.RunReopened.class),
            new Kind("order-taken", Event.OrderTaken.class),
            new Kind("order-declined", Event.OrderDeclined.class),
            new Kind("step-held", Event.StepHeld.class),
            new Kind("step-permitted", Event.StepPermitted.class),
            new Kind("step-slow", Event.StepSlow.class),
            new Kind("step-planned", Event.StepPlanned.class),
            new Kind("restore-point-recorded", Event.RestorePointRecorded.class),
            new Kind("step-started", Event.StepStarted.class),
            new Kind("step-performed", Event.StepPerformed.class),
            new Kind("step-noted", Event.StepNoted.class),
            new Kind("step-proved", Event.StepProved.class),
            new Kind("step-refused", Event.StepRefused.class),
            new Kind("step-failed", Event.StepFailed.class),
            new Kind("undo-started", Event.UndoStarted.class),
            new Kind("undo-proved", Event.UndoProved.class),
            new Kind("undo-failed", Event.UndoFailed.class));

    private static final Map<String, Class<? extends Event>> CLASSES =
            KINDS.stream().collect(Collectors.toMap(Kind::type, Kind::event));
    private static final Map<Class<? extends Event>, String> TYPES =
            KINDS.stream().collect(Collectors.toMap(Kind::event, Kind::type));

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(OrderCodec.module())
            .addModule(new SimpleModule()
                    .addSerializer(Lsn.class, new LsnWriter())
                    .addDeserializer(Lsn.class, new LsnReader())
                    .addDeserializer(ErrorCode.class, new ErrorCodeReader()))
            .build();

    private EventCodec() {}

    private record Kind(String type, Class<? extends Event> event) {}

    /** An event as it is stored. */
    record Encoded(String type, String body) {}

    static String type(Class<? extends Event> event) {
        String type = TYPES.get(event);
        if (type == null) {
            throw new IllegalArgumentException("no type name for " + event);
        }
        return type;
    }

    static Encoded encode(Event event) {
        return new Encoded(type(event.getClass()), JSON.writeValueAsString(event));
    }

    /** @throws JacksonException when the text is not what this type of event is made of */
    static Event decode(Encoded encoded) {
        Class<? extends Event> event = CLASSES.get(encoded.type());
        return event == null ? unknown(encoded) : JSON.readValue(encoded.body(), event);
    }

    private static Event unknown(Encoded encoded) {
        JsonNode body = JSON.readTree(encoded.body());
        return new Event.StepNoted(
                body.path("step").asString(""),
                "an event of type '%s', which a later version wrote".formatted(encoded.type()));
    }

    /** Encodes events of the usual kinds for nothing, since the first time takes much longer than those that follow. */
    static void prepare() {
        Plan plan = Plan.harmless("", List.of(""), Map.of("", ""));
        ErrorCode code = ErrorCode.NOT_PROVEN;
        List<Event> samples = List.of(
                new Event.RunStarted("", "", "", Mode.AUTO, "", Map.of("", ""), Actor.UNKNOWN),
                new Event.RunResumed(""),
                new Event.RunFinished(RunOutcome.SUCCEEDED, ""),
                new Event.StepPlanned("", plan),
                new Event.StepStarted("", 1, ""),
                new Event.StepPerformed("", 1),
                new Event.StepNoted("", ""),
                new Event.StepProved("", true, "", Map.of()),
                new Event.StepRefused("", code, "", ""),
                new Event.StepFailed("", 1, code, "", "", true));
        samples.forEach(EventCodec::encode);
    }

    static String encode(PrimarySighting sighting) {
        return JSON.writeValueAsString(sighting);
    }

    /** @throws JacksonException when the text is no sighting */
    static PrimarySighting decodeSighting(String body) {
        return JSON.readValue(body, PrimarySighting.class);
    }

    private static final class LsnWriter extends ValueSerializer<Lsn> {
        @Override
        public void serialize(Lsn value, JsonGenerator out, SerializationContext context) {
            out.writeString(value.toString());
        }
    }

    private static final class ErrorCodeReader extends ValueDeserializer<ErrorCode> {
        private static final Map<String, ErrorCode> KNOWN =
                Stream.of(ErrorCode.values()).collect(Collectors.toMap(ErrorCode::name, Function.identity()));

        @Override
        public ErrorCode deserialize(JsonParser in, DeserializationContext context) {
            return KNOWN.getOrDefault(in.getString(), ErrorCode.INTERNAL_ERROR);
        }
    }

    private static final class LsnReader extends ValueDeserializer<Lsn> {
        @Override
        public Lsn deserialize(JsonParser in, DeserializationContext context) {
            return Lsn.parse(in.getString());
        }
    }
}
