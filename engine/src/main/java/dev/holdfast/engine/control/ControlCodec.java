package dev.holdfast.engine.control;

import dev.holdfast.engine.spi.Records.Entry;
import dev.holdfast.engine.spi.Records.Kept;
import dev.holdfast.model.operator.Actor;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Controls as JSON. The name of a kind and the name of a field never change. */
final class ControlCodec {
    static final String DISARMED = "disarmed";
    static final String ARMED = "armed";
    static final String BREAK_GLASS_OPENED = "break-glass-opened";

    private static final Map<String, Class<? extends Control>> KINDS = Map.of(
            DISARMED,
            Control.Disarmed.class,
            ARMED,
            Control.Armed.class,
            "standing-order-proposed",
            Control.StandingOrderProposed.class,
            "standing-order-confirmed",
            Control.StandingOrderConfirmed.class,
            "standing-order-revoked",
            Control.StandingOrderRevoked.class,
            BREAK_GLASS_OPENED,
            Control.BreakGlassOpened.class,
            "break-glass-closed",
            Control.BreakGlassClosed.class,
            "break-glass-reviewed",
            Control.BreakGlassReviewed.class);

    /** Only what is beside the control. */
    private record Envelope(Actor by, JsonNode control, Optional<String> signature) {}

    private static final class Mapper {
        private static final JsonMapper JSON = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    private ControlCodec() {}

    static Entry encode(Actor by, Control control, Optional<String> signature) {
        String kind = KINDS.entrySet().stream()
                .filter(known -> known.getValue() == control.getClass())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        Envelope envelope = new Envelope(by, Mapper.JSON.valueToTree(control), signature);
        return new Entry(kind, Mapper.JSON.writeValueAsString(envelope));
    }

    /** Empty for a kind that only a later version knows. */
    static Optional<ControlEntry> decode(Kept kept) {
        return Optional.ofNullable(KINDS.get(kept.entry().type())).map(kind -> {
            Envelope envelope = Mapper.JSON.readValue(kept.entry().body(), Envelope.class);
            Control control = Mapper.JSON.treeToValue(envelope.control(), kind);
            return new ControlEntry(kept.index(), kept.at(), envelope.by(), control, envelope.signature());
        });
    }
}
