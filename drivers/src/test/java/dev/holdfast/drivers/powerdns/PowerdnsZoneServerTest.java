package dev.holdfast.drivers.powerdns;

import static dev.holdfast.drivers.powerdns.NameServers.EAST;
import static dev.holdfast.drivers.powerdns.NameServers.EUROPE;
import static dev.holdfast.drivers.powerdns.NameServers.LIMIT;
import static dev.holdfast.drivers.powerdns.NameServers.WEST;
import static dev.holdfast.drivers.powerdns.NameServers.answers;
import static dev.holdfast.drivers.powerdns.NameServers.regions;
import static dev.holdfast.drivers.powerdns.NameServers.usual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.engine.spi.DnsDriver;
import dev.holdfast.model.dns.DnsAnswer;
import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.dns.DnsTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver on two real PowerDNS servers, which look whether three entrances live. */
@Timeout(120)
class PowerdnsZoneServerTest {
    private static final Map<String, List<String>> GOOD_TIMES =
            Map.of("US", List.of(EAST), "CA", List.of(EAST), "MX", List.of(WEST), "DE", List.of(EUROPE));

    private NameServers servers;
    private PowerdnsZone zone;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        servers = NameServers.start(directory);
        servers.ns1.createZone("Native", "INCREASE");
        servers.ns2.createZone("Native", "");
        zone = servers.zone();
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void setsWhatIsNotThereYetAndReadsItBack() {
        assertThat(zone.observe(LIMIT))
                .extracting(DnsServerState::targets, DnsServerState::answers)
                .containsOnly(tuple(Optional.of(List.of()), false));

        zone.set("ns1", usual(), LIMIT);
        zone.set("ns2", usual(), LIMIT);

        assertThat(zone.observe(LIMIT))
                .extracting(DnsServerState::server, DnsServerState::targets, DnsServerState::answers)
                .containsExactly(tuple("ns1", Optional.of(usual()), true), tuple("ns2", Optional.of(usual()), true));
    }

    @Test
    void leadsTheClientsOfEachCountryToTheirRegion() {
        zone.set("ns1", usual(), LIMIT);
        zone.set("ns2", usual(), LIMIT);

        assertThat(zone.answers(LIMIT))
                .hasSize(8)
                .allSatisfy(answer -> assertThat(answer.ttl()).isEqualTo(Duration.ofSeconds(2)));
        assertThat(answers(zone, "ns1"))
                .isEqualTo(answers(zone, "ns2"))
                .isEqualTo(
                        Map.of("US", List.of(EAST), "CA", List.of(EAST), "MX", List.of(WEST), "DE", List.of(EUROPE)));
    }

    @Test
    void raisesTheSerialWithAChangeAndOnlyThen() throws IOException, InterruptedException {
        for (PowerdnsProcess server : List.of(servers.ns1, servers.ns2)) {
            String name = server == servers.ns1 ? "ns1" : "ns2";
            long before = serial(server);

            zone.set(name, usual(), LIMIT);
            long changed = serial(server);
            zone.set(name, usual().reversed(), LIMIT);
            long repeated = serial(server);
            zone.set(name, regions(50, Optional.empty()), LIMIT);

            assertThat(changed).as(name).isGreaterThan(before);
            assertThat(repeated).as(name).isEqualTo(changed);
            assertThat(serial(server)).as(name).isGreaterThan(repeated);
        }
    }

    @Test
    void leadsTheClientsOfARegionWithoutWeightToItsSuccessor() {
        zone.set("ns1", regions(0, Optional.of("us-west-2")), LIMIT);

        assertThat(answers(zone, "ns1"))
                .isEqualTo(
                        Map.of("US", List.of(WEST), "CA", List.of(WEST), "MX", List.of(WEST), "DE", List.of(EUROPE)));
    }

    @Test
    void movesNoClientThatNeedNotMove() {
        zone.set("ns1", usual(), LIMIT);
        List<String> all = servers.answers(1);
        zone.set("ns1", regions(80, Optional.empty()), LIMIT);
        List<String> most = servers.answers(1);
        zone.set("ns1", regions(30, Optional.empty()), LIMIT);
        List<String> some = servers.answers(1);

        assertThat(all).hasSize(250).containsOnly(EAST);
        assertThat(Set.copyOf(most)).containsExactlyInAnyOrder(EAST, WEST, EUROPE);
        assertThat(most.stream().filter(EAST::equals).count()).isBetween(170L, 230L);
        assertThat(some.stream().filter(EAST::equals).count()).isBetween(45L, 105L);
        assertThat(IntStream.range(0, 250).filter(i -> !most.get(i).equals(some.get(i))))
                .as("only clients of the region that takes less are led elsewhere")
                .allSatisfy(i -> assertThat(most.get(i)).isEqualTo(EAST));
    }

    @Test
    void leadsClientsOfNoRegionToAllByTheirWeights() {
        zone.set("ns1", regions(300, Optional.empty()), LIMIT);

        List<String> answers = servers.answers(9);

        assertThat(answers.stream().filter(EAST::equals).count()).isBetween(120L, 180L);
        assertThat(answers.stream().filter(WEST::equals).count()).isBetween(25L, 75L);
    }

    @Test
    void leadsClientsPastADeadRegionAndBack() throws IOException {
        zone.set("ns1", usual(), LIMIT);
        servers.fail(EAST);

        Map<String, List<String>> without = NameServers.await(zone, seen -> !seen.containsValue(List.of(EAST)));
        assertThat(without).doesNotContainValue(List.of(EAST)).containsEntry("DE", List.of(EUROPE));

        servers.open(EAST);
        assertThat(NameServers.await(zone, GOOD_TIMES::equals)).isEqualTo(GOOD_TIMES);
    }

    @Test
    void answersAsInGoodTimesWhenNothingLives() {
        zone.set("ns1", usual(), LIMIT);
        servers.fail(EAST);
        NameServers.await(zone, seen -> !seen.containsValue(List.of(EAST)));
        servers.fail(WEST);
        servers.fail(EUROPE);

        assertThat(NameServers.await(zone, GOOD_TIMES::equals)).isEqualTo(GOOD_TIMES);
    }

    /** What PowerDNS does not know yet it calls down; nobody may be led by that. */
    @Test
    void answersAsInGoodTimesFromTheFirstQueryOn() throws IOException {
        zone.set("ns1", usual(), LIMIT);
        for (int start = 0; start < 3; start++) {
            servers.ns1.restart();
            Deadline deadline = Deadline.in(Duration.ofMillis(2200));
            while (!deadline.isOver()) {
                assertThat(answers(zone, "ns1")).isEqualTo(GOOD_TIMES);
            }
        }
    }

    @Test
    void carriesAsManyRegionsAndCountriesAsSomebodyMayHave() {
        List<String> countries = IntStream.range(0, 120)
                .mapToObj(i -> "" + (char) ('A' + i / 26) + (char) ('A' + i % 26))
                .toList();
        List<DnsTarget> many = IntStream.range(0, 20)
                .mapToObj(i -> new DnsTarget("region-" + (char) ('a' + i), EAST, 100, countries, Optional.empty()))
                .toList();

        zone.set("ns1", many, LIMIT);

        assertThat(zone.observe(LIMIT).getFirst().targets()).contains(many);
        assertThat(answers(zone, "ns1").values()).containsOnly(List.of(EAST));
    }

    @Test
    void saysOfAServerThatIsGoneThatItDoesNotAnswer() {
        zone.set("ns2", usual(), LIMIT);
        servers.ns1.close();

        assertThat(zone.observe(LIMIT))
                .extracting(DnsServerState::controllable, DnsServerState::answers)
                .containsExactly(tuple(false, false), tuple(true, true));
        assertThat(zone.answers(LIMIT))
                .filteredOn(answer -> answer.server().equals("ns1"))
                .hasSize(4)
                .allSatisfy(answer -> {
                    assertThat(answer.addresses()).isEmpty();
                    assertThat(answer.detail()).contains("ns1");
                });
        assertThat(zone.answers(LIMIT))
                .filteredOn(answer -> answer.server().equals("ns2"))
                .extracting(DnsAnswer::addresses)
                .doesNotContain(List.of());
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(DnsDriver.class))
                .extracting(DnsDriver::name)
                .contains("powerdns");
    }

    private long serial(PowerdnsProcess server) throws IOException, InterruptedException {
        return ZoneView.parse(server.tell("GET", "/lab.test.", "").body(), zone.spec())
                .serial();
    }
}
