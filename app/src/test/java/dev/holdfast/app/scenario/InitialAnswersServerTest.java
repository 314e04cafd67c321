package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.drivers.powerdns.PowerdnsDriver;
import dev.holdfast.engine.secret.SecretSources;
import dev.holdfast.engine.spi.DnsZone;
import dev.holdfast.engine.topology.TopologyParser;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.plan.LabCountry;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.process.Account;
import dev.holdfast.lab.server.Bringing;
import dev.holdfast.lab.server.DnsServer;
import dev.holdfast.lab.server.LabContext;
import dev.holdfast.lab.server.TopologyFile;
import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.topology.DnsSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The DNS servers of a new lab as Holdfast sees them: it finds its own record there, with the answers of good times. */
class InitialAnswersServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final LabPlan PLAN = LabPlan.startingAt(107);
    private static final LabDirectory DIRECTORY = new LabDirectory(
            Path.of("/var/tmp/holdfast-answers-" + ProcessHandle.current().pid()));
    private static final Lab LAB = new Lab(DIRECTORY, PLAN);

    @BeforeAll
    static void startDnsServers() {
        LabContext context = LabContext.of(PLAN, DIRECTORY, Account.forServers());
        context.files().prepare();
        context.files().directory(DIRECTORY.processes());
        DnsServer.prepareCountries(context);
        Bringing bringing = new Bringing(_ -> {});
        PLAN.dnsServers().forEach(server -> bringing.up(new DnsServer(context, server)));
    }

    @AfterAll
    static void nothingIsLeft() {
        LAB.delete(_ -> {});
    }

    private final DnsSpec spec = TopologyParser.parse(
                    TopologyFile.render(PLAN, DIRECTORY, "postgres", true), "topology.yaml")
            .dns(Optional.empty());
    private final DnsZone zone = new PowerdnsDriver().bind(spec, new SecretSources(Map.of()));

    @Test
    void theRecordIsHoldfastsOwnWithTheUsualAnswers() {
        assertThat(zone.observe(LIMIT))
                .hasSize(2)
                .allSatisfy(state -> assertThat(state.targets())
                        .as(state.detail())
                        .hasValueSatisfying(
                                targets -> assertThat(targets).containsExactlyInAnyOrderElementsOf(usual())))
                .allSatisfy(state -> assertThat(state.answers()).isTrue());
    }

    @Test
    void clientsGetTheRegionOfTheirCountryFromTheFirstMoment() {
        Map<String, String> homes = PLAN.countries().stream()
                .collect(Collectors.toMap(
                        LabCountry::code, country -> country.home().balancer()));
        assertThat(zone.answers(LIMIT))
                .hasSize(12)
                .allSatisfy(answer -> assertThat(answer.addresses()).containsExactly(homes.get(answer.country())))
                .allSatisfy(answer -> assertThat(answer.ttl()).isEqualTo(spec.ttl()));
    }

    @Test
    void settingTheUsualAnswersChangesNothing() throws Exception {
        for (DnsSpec.Server server : spec.servers()) {
            String before = wholeZone(server);
            zone.set(server.name(), usual(), LIMIT);
            assertThat(wholeZone(server)).isEqualTo(before);
        }
    }

    private List<DnsTarget> usual() {
        return spec.answers().stream()
                .map(answer -> new DnsTarget(
                        answer.region(), answer.address(), answer.weight(), answer.countries(), Optional.empty()))
                .toList();
    }

    /** Its serial too, which every change raises. */
    private String wholeZone(DnsSpec.Server server) throws IOException, InterruptedException {
        String key = Files.readString(DIRECTORY.dnsKey(server.name())).trim();
        URI uri = URI.create("%s/api/v1/servers/localhost/zones/%s".formatted(server.api(), spec.zone()));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).header("X-API-Key", key).build();
            return JsonMapper.shared()
                    .readTree(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .toString();
        }
    }
}
