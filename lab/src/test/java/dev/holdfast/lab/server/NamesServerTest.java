package dev.holdfast.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.plan.LabCountry;
import dev.holdfast.lab.plan.LabDnsServer;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.Poll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import tools.jackson.databind.json.JsonMapper;

/** Real DNS servers in front of real load balancers. */
class NamesServerTest {
    private static final NetworkUnderTest NETWORK = new NetworkUnderTest(101);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String USUAL = ServiceRecord.content(NETWORK.plan());

    @AfterAll
    static void nothingIsLeft() {
        NETWORK.close();
    }

    @AfterEach
    void asInGoodTimes() throws Exception {
        for (LabDnsServer server : NETWORK.plan().dnsServers()) {
            assertThat(patch(server, key(server), USUAL)).isEqualTo(204);
        }
    }

    @Test
    void everyCountryIsLedToItsRegion() {
        for (LabDnsServer server : NETWORK.plan().dnsServers()) {
            for (LabCountry country : NETWORK.plan().countries()) {
                assertThat(answer(server, country.client()))
                        .as("%s at %s", country.code(), server.name())
                        .isEqualTo(country.home().balancer());
            }
        }
    }

    @Test
    void anAnswerMayBeKeptForTwoSecondsAndIsForTheNetworkOfTheClient() {
        Message answer = ask(NETWORK.plan().dnsServers().getFirst(), "127.66.5.7");
        assertThat(answer.getSection(Section.ANSWER)).hasSize(1).allMatch(record -> record.getTTL() == 2);
        assertThat(answer.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET))
                .singleElement()
                .isInstanceOfSatisfying(
                        ClientSubnetOption.class,
                        subnet -> assertThat(subnet.getScopePrefixLength()).isGreaterThanOrEqualTo(24));
    }

    @Test
    void clientsOfNoCountryAreSpreadOverTheRegionsAlikeAtBothServers() {
        Map<String, Long> shares = shares(elsewhere().toList());
        assertThat(shares.keySet())
                .containsExactlyInAnyOrderElementsOf(NETWORK.plan().regions().stream()
                        .map(LabRegion::balancer)
                        .toList());
        assertThat(shares.values()).allMatch(share -> share > 40);
        assertThat(elsewhere().toList())
                .allMatch(client -> NETWORK.plan().dnsServers().stream()
                                .map(server -> answer(server, client))
                                .distinct()
                                .count()
                        == 1);
    }

    @Test
    void aRegionKeepsTheShareThatItsWeightSays() throws Exception {
        LabRegion europe = NETWORK.region(2);
        LabCountry germany = NETWORK.plan().countriesOf(europe).getFirst();
        List<String> clients =
                IntStream.rangeClosed(1, 200).mapToObj(germany::client).toList();
        LabDnsServer server = NETWORK.plan().dnsServers().getFirst();
        patch(server, key(server), USUAL.replace(weight(europe, 100), weight(europe, 30)));
        assertThat(shares(clients).get(europe.balancer())).isBetween(30L, 90L);
        patch(server, key(server), USUAL.replace(weight(europe, 100), weight(europe, 0)));
        assertThat(shares(clients)).doesNotContainKey(europe.balancer());
    }

    @Test
    void aRegionWhoseLoadBalancerIsStoppedLeavesTheAnswersUntilItIsBack() {
        LabRegion europe = NETWORK.region(2);
        String client = NETWORK.plan().countriesOf(europe).getFirst().client();
        NETWORK.stop(NETWORK.balancer(2));
        for (LabDnsServer server : NETWORK.plan().dnsServers()) {
            assertThat(Poll.until(PATIENCE, () -> !answer(server, client).equals(europe.balancer())))
                    .isTrue();
        }
        assertThat(shares(elsewhere().toList())).hasSize(2).doesNotContainKey(europe.balancer());
        NETWORK.startWithPrimary(2, "primary");
        for (LabDnsServer server : NETWORK.plan().dnsServers()) {
            assertThat(Poll.until(PATIENCE, () -> answer(server, client).equals(europe.balancer())))
                    .isTrue();
        }
    }

    @Test
    void onlyWhoHasTheKeyChangesAnything() throws Exception {
        LabDnsServer server = NETWORK.plan().dnsServers().getLast();
        Path key = NETWORK.context().directory().dnsKey(server.name());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(key(server)).isNotEqualTo(key(NETWORK.plan().dnsServers().getFirst()));
        assertThat(patch(server, "wrong", USUAL)).isEqualTo(401);
    }

    @Test
    void whatWasChangedIsThereAfterANewStart() throws Exception {
        LabDnsServer server = NETWORK.plan().dnsServers().getLast();
        LabRegion europe = NETWORK.region(2);
        String client = NETWORK.plan().countriesOf(europe).getFirst().client();
        patch(server, key(server), USUAL.replace(weight(europe, 100), weight(europe, 0)));
        DnsServer process = NETWORK.dnsServers().getLast();
        NETWORK.stop(process);
        process.start();
        process.awaitService();
        assertThat(answer(server, client)).isNotEqualTo(europe.balancer());
    }

    /** Addresses that no country of the lab has. */
    private static Stream<String> elsewhere() {
        return IntStream.rangeClosed(1, 200).mapToObj("198.51.100.%d"::formatted);
    }

    private static String weight(LabRegion region, int weight) {
        return "address='%s', weight=%d".formatted(region.balancer(), weight);
    }

    /** How many of the clients the first server leads where. */
    private static Map<String, Long> shares(List<String> clients) {
        LabDnsServer server = NETWORK.plan().dnsServers().getFirst();
        return clients.stream()
                .map(client -> answer(server, client))
                .collect(Collectors.groupingBy(answer -> answer, Collectors.counting()));
    }

    private static String answer(LabDnsServer server, String client) {
        return ask(server, client).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .collect(Collectors.joining(","));
    }

    private static Message ask(LabDnsServer server, String client) {
        SimpleResolver resolver = new SimpleResolver(
                new InetSocketAddress(server.address().host(), server.address().port()));
        resolver.setTimeout(PATIENCE);
        resolver.setEDNS(0, 1232, 0, new ClientSubnetOption(32, InetAddress.ofLiteral(client)));
        try {
            Name name = Name.fromString(NETWORK.plan().serviceName());
            return resolver.send(Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String key(LabDnsServer server) throws IOException {
        return Files.readString(NETWORK.context().directory().dnsKey(server.name()))
                .trim();
    }

    private static int patch(LabDnsServer server, String key, String content) throws Exception {
        String name = NETWORK.plan().serviceName();
        Map<String, Object> record = Map.of("content", content, "disabled", false);
        String body = JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "rrsets",
                        List.of(Map.of(
                                "name",
                                name,
                                "type",
                                "LUA",
                                "ttl",
                                2,
                                "changetype",
                                "REPLACE",
                                "records",
                                List.of(record)))));
        URI zone = URI.create("http://%s/api/v1/servers/localhost/zones/%s"
                .formatted(server.api(), NETWORK.plan().zone()));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(zone)
                                    .header("X-API-Key", key)
                                    .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }
}
