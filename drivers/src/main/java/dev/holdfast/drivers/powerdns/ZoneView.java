package dev.holdfast.drivers.powerdns;

import dev.holdfast.drivers.channel.Shown;
import dev.holdfast.model.topology.DnsSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A zone by what a server's API says of it.
 *
 * @param kind such as {@code Native}
 * @param counting whether the server itself raises the serial with a change
 */
record ZoneView(String kind, long serial, boolean counting, ServiceRecord record) {
    /** Types whose records lead clients somewhere. */
    private static final Set<String> LEADING = Set.of("A", "AAAA", "ALIAS", "CNAME", "LUA");

    /** Kinds whose content comes from another server, which would undo a change. */
    private static final Set<String> COPIES = Set.of("Slave", "Secondary", "Consumer");

    /** @throws IllegalArgumentException when this isn't a zone in JSON */
    static ZoneView parse(String json, DnsSpec spec) {
        try {
            JsonNode zone = JsonMapper.shared().readTree(json);
            if (!zone.path("rrsets").isArray()) {
                throw new IllegalArgumentException("no zone, but " + Shown.line(json));
            }
            return new ZoneView(
                    zone.path("kind").asString(""),
                    zone.path("serial").asLong(0),
                    !zone.path("soa_edit_api").asString("").isEmpty(),
                    record(zone.path("rrsets"), spec));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no JSON, but " + Shown.line(json), e);
        }
    }

    private static ServiceRecord record(JsonNode sets, DnsSpec spec) {
        List<JsonNode> leading = sets.valueStream()
                .filter(set -> set.path("name").asString("").equalsIgnoreCase(spec.record())
                        && LEADING.contains(set.path("type").asString(""))
                        && !set.path("records").isEmpty())
                .toList();
        if (leading.isEmpty()) {
            return new ServiceRecord.Absent();
        }
        JsonNode set = leading.getFirst();
        JsonNode record = set.path("records").path(0);
        if (leading.size() > 1
                || set.path("records").size() > 1
                || !set.path("type").asString("").equals("LUA")) {
            return foreign(leading);
        }
        String content = record.path("content").asString("");
        return LuaAnswers.parse(content)
                .<ServiceRecord>map(targets -> new ServiceRecord.Ours(
                        targets,
                        LuaAnswers.text(content),
                        Duration.ofSeconds(set.path("ttl").asLong(0)),
                        record.path("disabled").asBoolean(false)))
                .orElseGet(() -> foreign(leading));
    }

    private static ServiceRecord foreign(List<JsonNode> sets) {
        List<String> what = sets.stream()
                .flatMap(set -> set.path("records")
                        .valueStream()
                        .map(record -> set.path("type").asString("") + " "
                                + record.path("content").asString("")))
                .toList();
        return new ServiceRecord.Foreign(Shown.line(String.join("; ", what)));
    }

    /** Whether the zone is a copy of another server's, so that a change here would not last. */
    boolean isCopy() {
        return COPIES.contains(kind);
    }
}
