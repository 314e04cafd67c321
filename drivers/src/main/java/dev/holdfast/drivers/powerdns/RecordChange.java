package dev.holdfast.drivers.powerdns;

import dev.holdfast.model.topology.DnsSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The body of a request that changes records. */
final class RecordChange {
    private static final long SERIALS = 1L << 32;

    /** Where the serial is among the words of a SOA record. */
    private static final int SERIAL = 2;

    private final List<Map<String, Object>> sets = new ArrayList<>();

    /** Puts a LUA record where the service is. */
    RecordChange service(DnsSpec spec, String content) {
        sets.add(replace(spec.record(), "LUA", spec.ttl(), content));
        return this;
    }

    /** Raises the serial, for a server that does not do so itself. */
    RecordChange serial(DnsSpec spec, String top) {
        JsonNode rrsets = JsonMapper.shared().readTree(top).path("rrsets");
        StreamSupport.stream(rrsets.spliterator(), false)
                .filter(set -> set.path("type").asString("").equals("SOA"))
                .forEach(soa -> sets.add(replace(
                        spec.zone(),
                        "SOA",
                        Duration.ofSeconds(soa.path("ttl").asLong(0)),
                        raised(soa.path("records").path(0).path("content").asString("")))));
        return this;
    }

    /** Serials go around: after the highest comes 1. */
    private static String raised(String soa) {
        String[] words = soa.strip().split("\\s+", -1);
        long next = (Long.parseLong(words[SERIAL]) + 1) % SERIALS;
        words[SERIAL] = String.valueOf(Math.max(1, next));
        return String.join(" ", Arrays.asList(words));
    }

    private static Map<String, Object> replace(String name, String type, Duration ttl, String content) {
        return Map.of(
                "name",
                name,
                "type",
                type,
                "ttl",
                ttl.toSeconds(),
                "changetype",
                "REPLACE",
                "records",
                List.of(Map.of("content", content, "disabled", false)));
    }

    String json() {
        return JsonMapper.shared().writeValueAsString(Map.of("rrsets", sets));
    }
}
