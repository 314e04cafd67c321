package dev.holdfast.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabPlan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BalancerConfigTest {
    private final LabPlan plan = LabPlan.standard();
    private final LabDirectory directory = new LabDirectory(Path.of("/state"));

    @Test
    void theWriterLeadsToThePrimaryAndTheReaderToTheOthers() {
        assertThat(backend("pg_writer", "replica1"))
                .contains(
                        "    server primary 127.1.0.10:5432 disabled",
                        "    server replica1 127.2.0.10:5432",
                        "    server replica2 127.3.0.10:5432 disabled");
        assertThat(backend("pg_reader", "replica1"))
                .contains(
                        "    server primary 127.1.0.10:5432",
                        "    server replica1 127.2.0.10:5432 disabled",
                        "    server replica2 127.3.0.10:5432");
    }

    @Test
    void theSlotsOfOtherRegionsAreOnlyBackup() {
        List<String> servers = servers("app");

        assertThat(servers).hasSize(30);
        assertThat(servers.subList(0, 10))
                .startsWith("    server fastapi-main-usw2-1 127.2.0.31:8000")
                .endsWith("    server fastapi-main-usw2-10 127.2.0.40:8000")
                .noneMatch(line -> line.contains("backup"));
        assertThat(servers.subList(10, 30))
                .startsWith("    server fastapi-main-use1-1 127.1.0.31:8000 backup")
                .endsWith("    server fastapi-main-euw1-10 127.3.0.40:8000 backup")
                .allMatch(line -> line.endsWith(" backup"));
    }

    @Test
    void webSocketsGoWhereHttpDoes() {
        assertThat(servers("app_ws"))
                .hasSize(30)
                .startsWith("    server fastapi-main-usw2-1 127.2.0.31:8001 track app/fastapi-main-usw2-1")
                .endsWith("    server fastapi-main-euw1-10 127.3.0.40:8001 track app/fastapi-main-euw1-10 backup");
    }

    @Test
    void looksAtTheHealthOfTheServiceAreCountedApart() {
        assertThat(servers("app_health"))
                .hasSize(30)
                .startsWith("    server fastapi-main-usw2-1 127.2.0.31:8000 track app/fastapi-main-usw2-1");
    }

    @Test
    void whatIsKeptIsReadFromTheFilesOfTheRegion() {
        assertThat(BalancerConfig.render(plan, directory, plan.regions().get(1), "primary"))
                .contains("    server-state-file /state/haproxy/usw2.state\n")
                .contains("map_str_int(/state/haproxy/usw2.knobs,0)");
    }

    @Test
    void listensInItsOwnRegionOnly() {
        assertThat(BalancerConfig.render(plan, directory, plan.regions().get(1), "primary")
                        .lines()
                        .filter(line -> line.contains("bind ")))
                .containsExactly("    bind 127.2.0.20:5432", "    bind 127.2.0.20:5433", "    bind 127.2.0.20:8080");
    }

    private List<String> servers(String backend) {
        return backend(backend, "primary").stream()
                .filter(line -> line.startsWith("    server"))
                .toList();
    }

    /** The lines of a backend in the configuration of us-west-2. */
    private List<String> backend(String name, String primary) {
        return BalancerConfig.render(plan, directory, plan.regions().get(1), primary)
                .lines()
                .dropWhile(line -> !line.equals("backend " + name))
                .takeWhile(line -> !line.isBlank())
                .toList();
    }
}
