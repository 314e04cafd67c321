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
                        "  us-west-2: { vantage: 127.2.0.9 }",
                        "  use1: { region: us-east-1, driver: ssh, address: \"127.1.0.10:2222\", user: postgres,"
                                + " identity_file: \"/state/ssh/id_ed25519\", known_hosts: \"/state/ssh/known_hosts\" }",
                        "      replica1:",
                        "        address: \"127.2.0.10:5432\"",
                        "        data_directory: \"/state/pg/replica1/data\"",
                        "      - { balancer: euw1, writer: \"127.3.0.20:5432\", writer_backend: pg_writer,"
                                + " reader: \"127.3.0.20:5433\", reader_backend: pg_reader }",
                        "      eu-west-1: http://127.3.0.20:8080",
                        "      fastapi-main-usw2-2:",
                        "        restart_command: \"/state/app/fastapi-main-usw2-2/restart\"");
    }

    @Test
    void withoutTheServiceThereIsNoDeployment() {
        assertThat(render(true)).contains("deployments:");
        assertThat(render(false)).doesNotContain("deployments:");
    }

    private String render(boolean withService) {
        return TopologyFile.render(LabPlan.standard(), directory, "postgres", withService);
    }
}
