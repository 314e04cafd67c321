package dev.holdfast.app.command;

import dev.holdfast.lab.traffic.Entrance;
import dev.holdfast.lab.traffic.TrafficRegion;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.Topology;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who the clients of a service are, by its topology. */
final class LabClients {
    private static final int MOST_CLIENTS = 250;

    private LabClients() {}

    /** Clients of every region that go straight to its entrance. */
    static List<TrafficRegion> straight(Topology topology) {
        List<DeploymentSpec.Entrance> entrances =
                topology.deployment(Optional.empty()).entrances();
        return IntStream.range(0, entrances.size())
                .mapToObj(index -> TrafficRegion.of(
                        entrances.get(index).region(),
                        index + 1,
                        new Entrance.Direct(URI.create(entrances.get(index).url()))))
                .toList();
    }

    /**
     * Clients in every country that has an address of a client, which go where DNS leads them. Their home is the region that their
     * country belongs to in good times.
     *
     * @param each how many of each country
     */
    static List<TrafficRegion> roaming(Topology topology, int each) {
        if (each < 1 || each > MOST_CLIENTS) {
            throw new HoldfastException(
                    ErrorCode.PARAMETER_INVALID, "--clients takes 1 to %d, not %d".formatted(MOST_CLIENTS, each));
        }
        DnsSpec dns = topology.dns(Optional.empty());
        var entrance = new Entrance.Named(
                dns.record(),
                port(topology.deployment(Optional.of(dns.deployment()))),
                dns.servers().stream().map(DnsSpec.Server::address).toList());
        return dns.answers().stream()
                .map(answer -> new TrafficRegion(answer.region(), entrance, clients(dns, answer, each)))
                .filter(region -> !region.clients().isEmpty())
                .toList();
    }

    private static List<TrafficRegion.Client> clients(DnsSpec dns, DnsSpec.Answer answer, int each) {
        return answer.countries().stream()
                .flatMap(country -> Optional.ofNullable(dns.clients().get(country)).stream()
                        .flatMap(address -> clients(address, each, country)))
                .toList();
    }

    private static Stream<TrafficRegion.Client> clients(String example, int each, String country) {
        String subnet = example.substring(0, example.lastIndexOf('.'));
        return TrafficRegion.clients(subnet, each, country).stream();
    }

    private static int port(DeploymentSpec deployment) {
        return URI.create(deployment.entrances().getFirst().url()).getPort();
    }
}
