package dev.holdfast.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabPlan;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TopologyFileTest {
    private final LabDirectory directory = new LabDirectory(Path.of("/state"));

    @Test
    void holdsRealAddressesAndPaths() {
        assertThat(render(true).lines())
                .contains(
                        "  us-west-2: { vantage: 127.2.0.9, detection: { interval: 250ms, silence: 1500ms, cool_down: 1s } }",
                        "  use1: { region: us-east-1, driver: ssh, address: \"127.1.0.10:2222\", user: postgres,"
                                + " identity_file: \"/state/ssh/id_ed25519\", known_hosts: \"/state/ssh/known_hosts\" }",
                        "      replica1:",
                        "        address: \"127.2.0.10:5432\"",
                        "        data_directory: \"/state/pg/replica1/data\"",
                        "      - { balancer: euw1, writer: \"127.3.0.20:5432\", writer_backend: pg_writer,"
                                + " reader: \"127.3.0.20:5433\", reader_backend: pg_reader }",
                        "      eu-west-1: http://127.3.0.20:8080",
                        "    settings: { replicas: \"2\", websocket_backend: app_ws, kubeconfig: \"/state/kubernetes/kubeconfig\" }",
                        "      fastapi-main-usw2-10: { region: us-west-2, host: usw2, balancer: usw2,"
                                + " address: \"127.2.0.40:8000\" }",
                        "      rate-limiter-euw1-1: { region: eu-west-1, host: euw1, address: \"127.3.0.61:8080\" }");
    }

    @Test
    void saysWhereABalancerKeepsWhatIsSet() {
        assertThat(render(false).lines())
                .contains("    settings: { host: usw2, frontend: http, state_file: \"/state/haproxy/usw2.state\","
                        + " knobs_file: \"/state/haproxy/usw2.knobs\" }");
    }

    @Test
    void leadsClientsToTheRegionOfTheirCountry() {
        assertThat(render(true).lines())
                .contains(
                        "      ns2: { region: eu-west-1, address: \"127.3.0.53:5353\", api: \"http://127.3.0.53:8081\","
                                + " secret: \"file:/state/dns/ns2/api.key\" }",
                        "      us-west-2: { address: 127.2.0.20, weight: 100, countries: [MX, JP] }",
                        "    clients: { US: 127.66.1.7, CA: 127.66.2.7, MX: 127.66.3.7, JP: 127.66.4.7,"
                                + " DE: 127.66.5.7, FR: 127.66.6.7 }",
                        "    countries: \"/state/dns/countries.mmdb\"");
    }

    @Test
    void withoutTheServiceThereIsNoDeployment() {
        assertThat(render(true)).contains("deployments:");
        assertThat(render(false)).doesNotContain("deployments:").doesNotContain("dns:");
    }

    private String render(boolean withService) {
        return TopologyFile.render(LabPlan.standard(), directory, "postgres", withService);
    }
}
