package dev.holdfast.drivers.powerdns;

import static dev.holdfast.drivers.powerdns.NameServers.EAST;
import static dev.holdfast.drivers.powerdns.NameServers.LIMIT;
import static dev.holdfast.drivers.powerdns.NameServers.SHORT;
import static dev.holdfast.drivers.powerdns.NameServers.regions;
import static dev.holdfast.drivers.powerdns.NameServers.usual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the driver says when a real PowerDNS can't be told something, or was told by somebody else. */
@Timeout(120)
class PowerdnsTroubleServerTest {
    private NameServers servers;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        servers = NameServers.start(directory);
        servers.ns1.createZone("Native", "INCREASE");
        servers.ns2.createZone("Native", "INCREASE");
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void leavesRecordsOfOthersAlone() throws IOException, InterruptedException {
        servers.ns1.put("A", "127.133.0.99");
        servers.ns2.put("LUA", "A \\\"ifportup(80, {'127.133.0.99'})\\\"");
        PowerdnsZone zone = servers.zone();

        for (String server : List.of("ns1", "ns2")) {
            HoldfastException failure = failure(zone, server);

            assertThat(failure.code()).isEqualTo(ErrorCode.DNS_RECORD_FOREIGN);
            assertThat(failure.attempted()).contains(server, "127.133.0.99");
        }
        assertThat(zone.observe(LIMIT)).allSatisfy(state -> {
            assertThat(state.controllable()).isFalse();
            assertThat(state.answers()).isTrue();
            assertThat(state.detail()).contains("127.133.0.99");
        });
    }

    @Test
    void saysWhereAWrongKeyCameFrom() {
        servers.zone().set("ns1", usual(), LIMIT);
        PowerdnsZone zone = NameServers.zone("lab.test.", "another-key", servers.ns1.server("ns1"));

        HoldfastException failure = failure(zone, "ns1");

        assertThat(failure.code()).isEqualTo(ErrorCode.DNS_UNREACHABLE);
        assertThat(failure.attempted()).contains("401", "env:KEY").doesNotContain("another-key");
        assertThat(failure.nextMove()).contains("api-key");
        assertThat(zone.observe(LIMIT))
                .extracting(DnsServerState::controllable, DnsServerState::answers)
                .containsExactly(tuple(false, true));
    }

    @Test
    void neverShowsAKeyThatIsNone() {
        PowerdnsZone zone = NameServers.zone("lab.test.", "a-key\nand-more", servers.ns1.server("ns1"));

        HoldfastException failure = failure(zone, "ns1");

        assertThat(failure.code()).isEqualTo(ErrorCode.SECRET_MISSING);
        assertThat(failure.attempted()).doesNotContain("a-key");
    }

    @Test
    void saysThatAZoneIsUnknownOrACopy() throws IOException, InterruptedException {
        assertThat(failure(NameServers.zone("other.test.", PowerdnsProcess.KEY, servers.ns1.server("ns1")), "ns1")
                        .attempted())
                .contains("does not know zone other.test.");
        servers.ns2.tell("PUT", "/lab.test.", "{\"kind\": \"Slave\", \"masters\": [\"127.131.0.53\"]}");

        HoldfastException failure = failure(servers.zone(), "ns2");

        assertThat(failure.code()).isEqualTo(ErrorCode.DNS_UNREACHABLE);
        assertThat(failure.attempted()).contains("Slave");
    }

    @Test
    void tellsAServerWhoseApiIsDownFromOneThatDoesNotAnswer() {
        servers.zone().set("ns1", usual(), LIMIT);
        PowerdnsZone zone = NameServers.zone(at("http://127.131.0.53:8082", servers.ns1.address()));

        assertThat(failure(zone, "ns1").code()).isEqualTo(ErrorCode.DNS_UNREACHABLE);
        assertThat(zone.observe(LIMIT))
                .extracting(DnsServerState::controllable, DnsServerState::answers)
                .containsExactly(tuple(false, true));
    }

    @Test
    void waitsForAnApiThatHangsNoLongerThanItMay() throws IOException {
        servers.zone().set("ns1", usual(), LIMIT);
        try (ServerSocket silent = new ServerSocket(8081, 5, InetAddress.getByName("127.136.0.53"))) {
            assertThat(silent.isBound()).isTrue();
            PowerdnsZone zone = NameServers.zone(at("http://127.136.0.53:8081", servers.ns1.address()));

            HoldfastException failure = failure(zone, "ns1");

            assertThat(failure.code()).isEqualTo(ErrorCode.DNS_UNREACHABLE);
            assertThat(failure.attempted()).contains("700 ms");
            DnsServerState state = zone.observe(SHORT).getFirst();
            assertThat(state.controllable()).isFalse();
            assertThat(state.answers()).as(state.detail()).isTrue();
        }
    }

    @Test
    void findsAChangeWhoseAnswerWasLost() throws IOException {
        try (CuttingProxy proxy = new CuttingProxy("127.136.0.53", servers.ns1, true)) {
            NameServers.zone(at(proxy.api(), servers.ns1.address())).set("ns1", usual(), LIMIT);
        }

        assertThat(servers.zone().observe(LIMIT).getFirst().targets()).contains(usual());
    }

    @Test
    void saysThatAChangeWasCutOff() throws IOException {
        servers.zone().set("ns1", usual(), LIMIT);
        try (CuttingProxy proxy = new CuttingProxy("127.136.0.53", servers.ns1, false)) {
            PowerdnsZone zone = NameServers.zone(at(proxy.api(), servers.ns1.address()));

            HoldfastException failure = catchThrowableOfType(
                    HoldfastException.class, () -> zone.set("ns1", regions(0, Optional.empty()), LIMIT));

            assertThat(failure.code()).isEqualTo(ErrorCode.DNS_UNREACHABLE);
        }
        assertThat(servers.zone().observe(LIMIT).getFirst().targets()).contains(usual());
    }

    @Test
    void believesAnswersMoreThanTheApi() {
        PowerdnsZone both = servers.zone();
        both.set("ns2", usual(), LIMIT);
        PowerdnsZone crossed = NameServers.zone(at(servers.ns1.api(), servers.ns2.address()));

        HoldfastException failure = catchThrowableOfType(
                HoldfastException.class, () -> crossed.set("ns1", regions(0, Optional.empty()), SHORT));

        assertThat(failure.code()).isEqualTo(ErrorCode.DNS_ANSWER_WRONG);
        assertThat(failure.attempted()).contains(EAST);
    }

    @Test
    void knowsItsServers() {
        HoldfastException failure = failure(servers.zone(), "ns3");

        assertThat(failure.code()).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
        assertThat(failure.attempted()).contains("ns3", "ns1", "ns2");
    }

    private static DnsSpec.Server at(String api, HostPort address) {
        return new DnsSpec.Server("ns1", "us-east-1", address, api, Optional.of("env:KEY"));
    }

    private static HoldfastException failure(PowerdnsZone zone, String server) {
        return catchThrowableOfType(HoldfastException.class, () -> zone.set(server, usual(), SHORT));
    }
}
