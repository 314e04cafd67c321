package dev.holdfast.lab.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the traffic goes just now, per home region of the clients and in all. One line of JSON.
 *
 * @param entrances every entrance that any client ever went to
 */
public record TrafficSnapshot(
        Instant at,
        Duration elapsed,
        List<RegionSnapshot> regions,
        RegionSnapshot total,
        List<EntranceSnapshot> entrances) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public TrafficSnapshot {
        regions = List.copyOf(regions);
        entrances = List.copyOf(entrances);
    }

    /**
     * The traffic of one region.
     *
     * @param silence the time since the last acknowledged write; since the start, when there was none
     */
    public record RegionSnapshot(
            String region, Rates lastSecond, Totals totals, Latency latency, Duration silence, int inFlight) {}

    /**
     * Where clients of any region go.
     *
     * @param address of the entrance
     * @param lastSecond requests that were answered or given up in the last second
     * @param requests since the start
     * @param sockets WebSockets that are open
     */
    public record EntranceSnapshot(String address, long lastSecond, long requests, long sockets) {}

    /** Events of the last second. */
    public record Rates(long acknowledged, long read, long failed) {}

    /**
     * Since the start.
     *
     * @param contradicted reads that returned something else than was acknowledged
     * @param notSent requests that were due while too many waited for an answer; part of {@code failed}
     */
    public record Totals(long acknowledged, long read, long contradicted, long failed, long notSent) {}

    /** Of the requests that were answered in the last second, from when they were due. */
    public record Latency(Duration p50, Duration p95, Duration p99, Duration max) {}

    public String toJson() {
        return JSON.writeValueAsString(this);
    }

    public static TrafficSnapshot parse(String json) {
        return JSON.readValue(json, TrafficSnapshot.class);
    }
}
