package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.ServiceProcess;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.lab.LabOptions;
import dev.holdfast.lab.ServerStatus;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.InstanceState.Health;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The lab's deployments, through its stand-in of Kubernetes")
class KubernetesServerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String FASTAPI = "deployment/fastapi-main";

    @RegisterExtension
    static final LabUnderTest LAB = new LabUnderTest(111);

    @BeforeEach
    @AfterEach
    void usual() {
        LAB.lab().up(LabOptions.everything(new ServiceProcess()), _ -> {});
        done("scale " + FASTAPI + " --replicas=6");
        done("scale deployment/rate-limiter --replicas=3");
        done("rollout status " + FASTAPI + " --timeout=120s");
        done("rollout status deployment/rate-limiter --timeout=120s");
    }

    private static String done(String words) {
        List<String> command = new ArrayList<>(
                List.of("env", "KUBECONFIG=" + LAB.lab().directory().kubeconfig(), "HOME=" + LAB.state(), "kubectl"));
        command.addAll(List.of(words.split(" ", -1)));
        return Shell.check(command, PATIENCE);
    }

    private static void until(BooleanSupplier condition) {
        assertThat(Poll.until(PATIENCE, condition)).isTrue();
    }

    private static void with(String deployment, Consumer<Workloads> test) {
        try (Installation installation = LAB.installation()) {
            test.accept(installation.site().workloads(deployment));
        }
    }

    private static ServerStatus server(String name) {
        return LAB.lab().status().servers().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static long pid(String name) {
        return server(name).pid().orElseThrow();
    }

    @Test
    @DisplayName("are started through it, and shown as what they are")
    void status() {
        assertThat(LAB.lab().status().complete()).isTrue();
        assertThat(server("kubernetes-stand-in").kind()).isEqualTo("kubernetes stand-in");
        assertThat(LAB.lab().status().servers())
                .extracting(ServerStatus::name)
                .contains("rate-limiter-use1-1", "fastapi-main-euw1-2")
                .doesNotContain("rate-limiter-use1-2", "fastapi-main-euw1-3");
        assertThat(done("get deploy")).containsPattern("fastapi-main +6/6").containsPattern("rate-limiter +3/3");
    }

    @Test
    @DisplayName("are scaled by kubectl as the document writes it, and the processes are really there")
    void scaledByKubectl() {
        done("scale deployment/rate-limiter --replicas=10");
        done("rollout status deployment/rate-limiter --timeout=120s");
        with(
                "rate-limiter",
                limiter -> assertThat(limiter.replicas(LIMIT))
                        .containsExactly(
                                new ReplicaState("us-east-1", 4, 4, 10),
                                new ReplicaState("us-west-2", 3, 3, 10),
                                new ReplicaState("eu-west-1", 3, 3, 10)));
        with(
                "rate-limiter",
                limiter -> assertThat(limiter.instances(LIMIT))
                        .filteredOn(state -> state.health() == Health.READY)
                        .hasSize(10));
        done("scale deployment/rate-limiter --replicas=3");
        until(() -> LAB.lab().status().servers().stream()
                        .filter(each -> each.name().startsWith("rate-limiter"))
                        .count()
                == 3);
    }

    @Test
    @DisplayName("are restarted by kubectl, one process after the other is another one")
    void restartedByKubectl() {
        List<Long> before = List.of(pid("fastapi-main-use1-1"), pid("fastapi-main-use1-2"));
        done("rollout restart " + FASTAPI + " -n us-east-1");
        assertThat(done("rollout status " + FASTAPI + " -n us-east-1 --timeout=120s"))
                .contains("successfully rolled out");
        assertThat(List.of(pid("fastapi-main-use1-1"), pid("fastapi-main-use1-2")))
                .doesNotContainAnyElementsOf(before);
        assertThat(LAB.run("verify-app-connectivity").exitCode()).isZero();
    }

    @Test
    @DisplayName("are scaled, restarted and configured by the driver; what nobody asked for is absent")
    void driven() {
        with("fastapi-main", fastapi -> {
            fastapi.scale("eu-west-1", 3, LIMIT);
            until(() -> fastapi.instance("fastapi-main-euw1-3", LIMIT).health() == Health.READY);
            InstanceState before = fastapi.instance("fastapi-main-euw1-3", LIMIT);
            fastapi.configure("fastapi-main-euw1-3", Map.of("database.primary", "somebody"), LIMIT);
            fastapi.restart("fastapi-main-euw1-3", LIMIT);
            InstanceState after = fastapi.instance("fastapi-main-euw1-3", LIMIT);
            assertThat(after.incarnation()).isNotEqualTo(before.incarnation());
            assertThat(after.settings()).containsEntry("database.primary", "somebody");
            assertThat(fastapi.instances(LIMIT))
                    .filteredOn(state -> state.health() == Health.ABSENT)
                    .hasSize(23);
            fastapi.configure("fastapi-main-euw1-1", Map.of("database.primary", "primary"), LIMIT);
            fastapi.configure("fastapi-main-euw1-3", Map.of("database.primary", "primary"), LIMIT);
            fails(ErrorCode.SCALE_IMPOSSIBLE, () -> fastapi.scale("eu-west-1", 11, LIMIT));
        });
    }

    private static void fails(ErrorCode code, Runnable call) {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(call::run)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    @DisplayName("come back by themselves when a process crashes")
    void crash() {
        long before = pid("fastapi-main-usw2-2");
        Shell.signal("KILL", List.of(ProcessEntry.read(before).orElseThrow()));
        until(() -> server("fastapi-main-usw2-2").pid().orElse(before) != before);
        until(() -> done("get deploy fastapi-main").contains("6/6"));
        assertThat(done("get pods -n us-west-2 -l holdfast.dev/instance=fastapi-main-usw2-2"))
                .containsPattern("Running +1 ");
    }

    @Test
    @DisplayName("go on without it; the driver says that it is away, and it finds them again")
    void away() {
        long standIn = pid("kubernetes-stand-in");
        long instance = pid("fastapi-main-use1-1");
        Shell.signal("KILL", List.of(ProcessEntry.read(standIn).orElseThrow()));
        until(() -> ProcessEntry.read(standIn).filter(entry -> !entry.ended()).isEmpty());
        with("fastapi-main", fastapi -> {
            fails(ErrorCode.ORCHESTRATOR_UNREACHABLE, () -> fastapi.replicas(LIMIT));
            fails(ErrorCode.ORCHESTRATOR_UNREACHABLE, () -> fastapi.scale("us-east-1", 3, LIMIT));
            assertThat(fastapi.instance("fastapi-main-use1-1", LIMIT).health()).isEqualTo(Health.READY);
            assertThat(fastapi.instance("fastapi-main-use1-9", LIMIT).health()).isEqualTo(Health.UNREACHABLE);
        });
        LAB.lab().up(LabOptions.everything(new ServiceProcess()), _ -> {});
        assertThat(pid("kubernetes-stand-in")).isNotEqualTo(standIn);
        assertThat(pid("fastapi-main-use1-1")).isEqualTo(instance);
        assertThat(done("get deploy")).containsPattern("fastapi-main +6/6");
    }

    @Test
    @DisplayName("limit what a client may ask for")
    void limits() {
        String url =
                "http://%s/health/live".formatted(server("rate-limiter-use1-1").address());
        assertThat(codes(url, "127.66.1.9", 10)).containsOnly("200");
        assertThat(codes(url, "127.66.1.10", 1100)).contains("200", "429");
        assertThat(codes(url, "127.66.1.11", 1)).containsOnly("200");
    }

    private static List<String> codes(String url, String client, int times) {
        return Shell.check(
                        List.of(
                                "curl",
                                "-s",
                                "-o",
                                "/dev/null",
                                "--interface",
                                client,
                                "-w",
                                "%{http_code}\\n",
                                url + "?[1-%d]".formatted(times)),
                        PATIENCE)
                .lines()
                .distinct()
                .toList();
    }
}
