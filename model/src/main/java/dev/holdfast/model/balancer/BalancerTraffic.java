package dev.holdfast.model.balancer;

import java.time.Duration;
import java.util.List;

/**
 * What goes through a load balancer, by its own counters. Totals only grow while the process lives; differences of two looks tell
 * what happened between them.
 *
 * @param incarnation changes when the process starts anew, so that totals begin again
 */
public record BalancerTraffic(String balancer, String incarnation, List<Frontend> frontends, List<Backend> backends) {
    public BalancerTraffic {
        frontends = List.copyOf(frontends);
        backends = List.copyOf(backends);
    }

    /**
     * Where clients come in.
     *
     * @param sessions open now
     * @param requestsPerSecond over the last second
     * @param requests in all
     * @param failures requests answered with 5xx, in all
     * @param denied requests refused by a rule, in all
     */
    public record Frontend(
            String name, int sessions, int requestsPerSecond, long requests, long failures, long denied) {}

    /**
     * Where requests go.
     *
     * @param sessions open now
     * @param queued requests that wait for a server now
     * @param requests in all
     * @param failures requests answered with 5xx, in all
     * @param retries connections that had to be tried again, in all
     * @param connectFailures connections that could not be made, in all
     * @param response mean time to an answer over the last requests
     * @param up how many of its servers take traffic
     * @param servers each of them
     */
    public record Backend(
            String name,
            int sessions,
            int queued,
            long requests,
            long failures,
            long retries,
            long connectFailures,
            Duration response,
            int up,
            List<ServerState> servers) {
        public Backend {
            servers = List.copyOf(servers);
        }
    }
}
