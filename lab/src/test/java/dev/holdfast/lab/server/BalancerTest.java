package dev.holdfast.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.plan.LabPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class BalancerTest {
    private final LabPlan plan = LabPlan.standard();

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
    void instancesOfOtherRegionsAreOnlyBackup() {
        assertThat(backend("app", "primary").stream().filter(line -> line.startsWith("    server")))
                .containsExactly(
                        "    server fastapi-main-usw2-1 127.2.0.31:8000",
                        "    server fastapi-main-usw2-2 127.2.0.32:8000",
                        "    server fastapi-main-use1-1 127.1.0.31:8000 backup",
                        "    server fastapi-main-use1-2 127.1.0.32:8000 backup",
                        "    server fastapi-main-euw1-1 127.3.0.31:8000 backup",
                        "    server fastapi-main-euw1-2 127.3.0.32:8000 backup");
    }

    @Test
    void listensInItsOwnRegionOnly() {
        assertThat(Balancer.render(plan, plan.regions().get(1), "primary")
                        .lines()
                        .filter(line -> line.contains("bind ")))
                .containsExactly("    bind 127.2.0.20:5432", "    bind 127.2.0.20:5433", "    bind 127.2.0.20:8080");
    }

    /** The lines of a backend in the configuration of us-west-2. */
    private List<String> backend(String name, String primary) {
        return Balancer.render(plan, plan.regions().get(1), primary)
                .lines()
                .dropWhile(line -> !line.equals("backend " + name))
                .takeWhile(line -> !line.isBlank())
                .toList();
    }
}
