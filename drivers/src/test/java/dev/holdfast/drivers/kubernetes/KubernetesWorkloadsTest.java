package dev.holdfast.drivers.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.drivers.service.FakeService;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.InstanceState.Health;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A deployment of Kubernetes")
class KubernetesWorkloadsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String REGION = "us-east-1";

    @TempDir
    private Path directory;

    private FakeApi api;
    private FakeService service;
    private Path settings;
    private Workloads workloads;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
        api.replicas(REGION, 1);
        api.replicas("us-west-2", 2);
        settings = Files.writeString(directory.resolve("settings"), "database.primary=primary\n");
        service = new FakeService("app-1", new HostPort("127.42.5.31", 0), settings);
        int port = service.address().port();
        workloads = new KubernetesDriver().bind(spec(port, api.kubeconfig(directory.resolve("kubeconfig"))), _ -> {
            throw new AssertionError("the driver needs no host");
        });
    }

    private static DeploymentSpec spec(int port, Path kubeconfig) {
        List<InstanceSpec> instances = List.of(
                instance("app-1", REGION, "127.42.5.31", port),
                instance("app-2", REGION, "127.42.5.32", port),
                instance("app-3", REGION, "127.42.5.33", port),
                instance("app-4", "us-west-2", "127.42.5.34", port));
        return new DeploymentSpec(
                "app",
                "kubernetes",
                "app",
                Optional.empty(),
                instances,
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of("kubeconfig", kubeconfig.toString()));
    }

    private static InstanceSpec instance(String name, String region, String host, int port) {
        return new InstanceSpec(name, region, "", "", new HostPort(host, port), "", "");
    }

    @AfterEach
    void end() {
        service.close();
        api.close();
    }

    private static void fails(ErrorCode code, String text, ThrowingCallable call) {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code))
                .satisfies(failure -> assertThat(failure.attempted()).contains(text));
    }

    @Test
    @DisplayName("says how many were asked for and serve, and how many there is room for")
    void replicas() {
        assertThat(workloads.replicas(LIMIT))
                .containsExactly(new ReplicaState(REGION, 1, 1, 3), new ReplicaState("us-west-2", 2, 1, 1));
    }

    @Test
    @DisplayName("tells an instance that nobody asked for from one that does not answer")
    void instances() {
        api.pod("app-1");
        api.pod("app-2");
        assertThat(workloads.instances(LIMIT))
                .extracting(InstanceState::health)
                .containsExactly(Health.READY, Health.UNREACHABLE, Health.ABSENT, Health.ABSENT);
        assertThat(workloads.instance("app-2", LIMIT).detail()).contains("pod app-2-xyz is CrashLoopBackOff");
        assertThat(workloads.instance("app-3", LIMIT).health()).isEqualTo(Health.ABSENT);
    }

    @Test
    @DisplayName("does not take an instance for absent when Kubernetes can't say so")
    void instancesWithoutApi() {
        api.refuse(503);
        List<InstanceState> states = workloads.instances(LIMIT);
        assertThat(states)
                .extracting(InstanceState::health)
                .containsExactly(Health.READY, Health.UNREACHABLE, Health.UNREACHABLE, Health.UNREACHABLE);
        assertThat(states.getLast().detail()).contains("whether it was to run is not known");
    }

    @Test
    @DisplayName("is scaled in one region, once")
    void scale() {
        workloads.scale(REGION, 3, LIMIT);
        workloads.scale(REGION, 3, LIMIT);
        assertThat(api.replicas(REGION)).isEqualTo(3);
        assertThat(api.replicas("us-west-2")).isEqualTo(2);
        assertThat(api.requests())
                .filteredOn(request -> request.startsWith("PUT"))
                .hasSize(1);
    }

    @Test
    @DisplayName("is scaled although somebody else came before, unless that goes on and on")
    void conflict() {
        api.conflicts(2);
        workloads.scale(REGION, 2, LIMIT);
        assertThat(api.replicas(REGION)).isEqualTo(2);
        api.conflicts(100);
        fails(ErrorCode.ORCHESTRATOR_CONFLICT, "has been modified", () -> workloads.scale(REGION, 3, LIMIT));
        assertThat(api.replicas(REGION)).isEqualTo(2);
    }

    @Test
    @DisplayName("is not scaled beyond the places that the topology has, and Kubernetes is not asked")
    void impossible() {
        fails(ErrorCode.SCALE_IMPOSSIBLE, "places for 3", () -> workloads.scale(REGION, 4, LIMIT));
        fails(ErrorCode.SCALE_IMPOSSIBLE, "-1", () -> workloads.scale(REGION, -1, LIMIT));
        assertThat(api.requests()).isEmpty();
        api.refuse(422);
        fails(ErrorCode.SCALE_IMPOSSIBLE, "cannot", () -> workloads.scale(REGION, 2, LIMIT));
    }

    @Test
    @DisplayName("says that Kubernetes forbids it, does not know it, or does not work")
    void refusals() {
        api.refuse(403);
        fails(ErrorCode.ORCHESTRATOR_FORBIDS, "User \"test\" cannot", () -> workloads.scale(REGION, 2, LIMIT));
        api.refuse(401);
        fails(ErrorCode.ORCHESTRATOR_FORBIDS, "", () -> workloads.replicas(LIMIT));
        api.refuse(404);
        fails(ErrorCode.COMPONENT_UNKNOWN, "deployment app in namespace", () -> workloads.replicas(LIMIT));
        api.refuse(500);
        fails(ErrorCode.ORCHESTRATOR_UNREACHABLE, "", () -> workloads.scale(REGION, 2, LIMIT));
        api.refuse(0);
        assertThat(workloads.replicas(LIMIT)).hasSize(2);
    }

    @Test
    @DisplayName("says that Kubernetes does not answer, within the time that it was given")
    void unreachable() {
        api.silent();
        Duration brief = Duration.ofMillis(300);
        fails(ErrorCode.ORCHESTRATOR_UNREACHABLE, "within PT0.3S", () -> workloads.scale(REGION, 2, brief));
        api.close();
        fails(ErrorCode.ORCHESTRATOR_UNREACHABLE, "", () -> workloads.scale(REGION, 2, LIMIT));
        fails(ErrorCode.ORCHESTRATOR_UNREACHABLE, "", () -> workloads.replicas(LIMIT));
    }

    @Test
    @DisplayName("has an instance restarted by ending its pod")
    void restart() {
        api.pod("app-1");
        api.onDelete(instance -> service.incarnation("another"));
        workloads.restart("app-1", LIMIT);
        assertThat(workloads.instance("app-1", LIMIT).incarnation()).isEqualTo("another");
        assertThat(api.requests()).contains("DELETE /api/v1/namespaces/us-east-1/pods/app-1-xyz");
        fails(ErrorCode.INSTANCE_NOT_READY, "app-3 has no pod", () -> workloads.restart("app-3", LIMIT));
    }

    @Test
    @DisplayName(
            "has its settings in a config map, which a running instance takes over and one that starts later finds")
    void configure() throws IOException {
        api.pod("app-1");
        Files.writeString(settings, "database.primary=replica1\n");
        workloads.configure("app-1", Map.of("database.primary", "replica1"), LIMIT);
        assertThat(api.settings(REGION)).containsEntry("database.primary", "replica1");
        assertThat(workloads.instance("app-1", LIMIT).settings()).containsEntry("database.primary", "replica1");
        workloads.configure("app-4", Map.of("database.primary", "replica1"), LIMIT);
        assertThat(api.settings("us-west-2")).containsEntry("database.primary", "replica1");
    }

    @Test
    @DisplayName("does not call an instance configured that goes on with the old settings")
    void configureInVain() {
        api.pod("app-1");
        fails(
                ErrorCode.NOT_PROVEN,
                "app-1",
                () -> workloads.configure("app-1", Map.of("database.primary", "replica2"), Duration.ofSeconds(3)));
    }

    @Test
    @DisplayName("without a file that leads to Kubernetes says so")
    void noKubeconfig() {
        Workloads lost = new KubernetesDriver().bind(spec(1, directory.resolve("none")), _ -> {
            throw new AssertionError();
        });
        fails(ErrorCode.ORCHESTRATOR_UNREACHABLE, "none can't be read", () -> lost.replicas(LIMIT));
    }
}
