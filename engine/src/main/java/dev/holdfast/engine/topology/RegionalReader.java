package dev.holdfast.engine.topology;

import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.Objective;
import dev.holdfast.model.topology.RegionalDataSpec;

/** Builds what leads clients to regions, and what regions have of their own, from a document without problems. */
final class RegionalReader {
    private RegionalReader() {}

    static DnsSpec dns(String name, Mapping dns) {
        return new DnsSpec(
                name,
                TopologyReader.text(dns, "driver"),
                TopologyReader.text(dns, "zone"),
                TopologyReader.text(dns, "record"),
                TopologyReader.duration(dns, "ttl"),
                TopologyReader.text(dns, "deployment"),
                TopologyReader.each(dns, "servers", RegionalReader::server),
                TopologyReader.each(dns, "answers", RegionalReader::answer),
                TopologyReader.texts(dns, "clients"),
                dns.scalar("countries").map(Scalar::text));
    }

    private static DnsSpec.Server server(String name, Mapping server) {
        return new DnsSpec.Server(
                name,
                TopologyReader.text(server, "region"),
                TopologyReader.address(server, "address"),
                TopologyReader.text(server, "api"),
                server.scalar("secret").map(Scalar::text));
    }

    private static DnsSpec.Answer answer(String region, Mapping answer) {
        return new DnsSpec.Answer(
                region,
                TopologyReader.text(answer, "address"),
                TopologyReader.wholeNumber(answer, "weight"),
                TopologyReader.words(answer, "countries"));
    }

    static RegionalDataSpec data(String name, Mapping data) {
        Mapping objective = TopologyReader.child(data, "objective");
        return new RegionalDataSpec(
                name,
                TopologyReader.text(data, "driver"),
                new Objective(TopologyReader.duration(objective, "rto"), TopologyReader.duration(objective, "rpo")),
                TopologyReader.each(data, "places", RegionalReader::place));
    }

    private static RegionalDataSpec.Place place(String region, Mapping place) {
        return new RegionalDataSpec.Place(
                region,
                TopologyReader.text(place, "host"),
                TopologyReader.words(place, "copied_to"),
                TopologyReader.texts(place, "settings"));
    }
}
