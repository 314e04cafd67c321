package dev.holdfast.operations.regionaldata;

import dev.holdfast.engine.spi.ForwardingSite;
import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.topology.Objective;
import dev.holdfast.model.topology.RegionalDataSpec;
import dev.holdfast.model.topology.RegionalDataSpec.Place;
import dev.holdfast.model.topology.Topology;
import dev.holdfast.operations.testkit.FakeSite;
import dev.holdfast.operations.testkit.TestTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Three regions with data of their own: eu-west-1's is in us-east-1, us-west-2's in eu-west-1. */
final class TestSite implements ForwardingSite {
    static final String USE1 = "us-east-1";
    static final String USW2 = "us-west-2";
    static final String EUW1 = "eu-west-1";
    static final Duration RPO = Duration.ofMinutes(5);

    private final FakeSite plain = new FakeSite(Path.of("unused"));
    private final Topology topology;
    private final Map<String, FakeRegionalData> data = new HashMap<>();

    TestSite() {
        Topology regions = TestTopology.threeRegions();
        topology = new Topology(
                regions.name(),
                regions.regions(),
                regions.hosts(),
                regions.databases(),
                regions.balancers(),
                regions.deployments(),
                regions.channels(),
                List.of(),
                List.of(spec("profiles", "postgresql"), spec("files", "files")));
        topology.regionalData().forEach(spec -> data.put(spec.name(), new FakeRegionalData(spec, clock())));
    }

    private static RegionalDataSpec spec(String name, String driver) {
        return new RegionalDataSpec(
                name,
                driver,
                new Objective(Duration.ofMinutes(15), RPO),
                List.of(
                        new Place(USE1, "use1", List.of(), Map.of()),
                        new Place(USW2, "usw2", List.of(EUW1), Map.of()),
                        new Place(EUW1, "euw1", List.of(USE1), Map.of())));
    }

    FakeRegionalData fake(String name) {
        return Optional.ofNullable(data.get(name)).orElseThrow();
    }

    @Override
    public Site site() {
        return plain;
    }

    @Override
    public Topology topology() {
        return topology;
    }

    @Override
    public RegionalData regionalData(String name) {
        return fake(name);
    }
}
