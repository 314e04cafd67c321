package dev.holdfast.model.topology;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The name under which clients find a service, and who answers for it.
 *
 * @param name what people call it, such as {@code service}
 * @param driver which driver speaks to the servers, such as {@code powerdns}
 * @param zone such as {@code lab.test.}, with the dot at the end
 * @param record the service's name in the zone, such as {@code www.lab.test.}
 * @param ttl how long clients may keep an answer
 * @param deployment what clients find under the name
 * @param servers the authoritative servers, all of which must say the same
 * @param answers the regions in good times, with their usual weights
 * @param clients for each country an address of a client there, which stands for it when answers are observed
 * @param countries path of a country database of GeoLite2's shape, where the servers and Holdfast can read it
 */
public record DnsSpec(
        String name,
        String driver,
        String zone,
        String record,
        Duration ttl,
        String deployment,
        List<Server> servers,
        List<Answer> answers,
        Map<String, String> clients,
        Optional<String> countries) {
    public DnsSpec {
        servers = List.copyOf(servers);
        answers = List.copyOf(answers);
        clients = Map.copyOf(clients);
    }

    /**
     * An authoritative server.
     *
     * @param address where it answers queries
     * @param api base of its HTTP API, such as {@code http://127.1.0.53:8081}
     * @param secret where the key of the API is found, such as {@code file:/run/secrets/pdns}; never the key
     */
    public record Server(String name, String region, HostPort address, String api, Optional<String> secret) {}

    /**
     * A region that the service is answered with.
     *
     * @param address an IP address of the region's load balancer
     * @param weight the usual one
     * @param countries ISO 3166-1 codes of the countries whose clients belong to the region
     */
    public record Answer(String region, String address, int weight, List<String> countries) {
        public Answer {
            countries = List.copyOf(countries);
        }
    }

    public Answer answer(String region) {
        return answers.stream()
                .filter(answer -> answer.region().equals(region))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "region '%s' among the answers of %s, which are %s"
                                .formatted(
                                        region,
                                        name,
                                        answers.stream().map(Answer::region).toList())));
    }
}
