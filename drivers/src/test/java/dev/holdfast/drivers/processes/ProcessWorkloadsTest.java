package dev.holdfast.drivers.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.drivers.service.FakeService;
import dev.holdfast.engine.spi.WorkloadDriver;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.InstanceState.Health;
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
import java.util.ServiceLoader;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver on two instances that keep the service's contract, or break it. */
@Timeout(60)
class ProcessWorkloadsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private Path settings;
    private FakeService first;
    private FakeService second;
    private Workloads workloads;

    @BeforeEach
    void start() throws IOException {
        settings = Files.writeString(directory.resolve("app.properties"), "database.primary=primary\npool.size=8\n");
        first = new FakeService("app-1", new HostPort("127.42.2.31", 0), settings);
        second = new FakeService("app-2", new HostPort("127.42.2.32", 0), settings);
        workloads =
                bind(List.of(instance("app-1", first.address(), "true"), instance("app-2", second.address(), "true")));
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void showsEachInstanceInTheOrderOfTheTopology() {
        second.answer("GET /health/ready", 503, "{\"status\":\"not ready\",\"detail\":\"no database\"}");

        List<InstanceState> states = workloads.instances(LIMIT);

        assertThat(states).extracting(InstanceState::name).containsExactly("app-1", "app-2");
        assertThat(states).extracting(InstanceState::health).containsExactly(Health.READY, Health.NOT_READY);
        assertThat(states.getFirst().incarnation()).isEqualTo("first");
        assertThat(states.getFirst().settings()).containsEntry("database.primary", "primary");
        assertThat(states.getLast().detail()).contains("503", "no database");
    }

    @Test
    void asksAllAtOnce() {
        CyclicBarrier allAsked = new CyclicBarrier(4);
        for (FakeService service : List.of(first, second)) {
            service.answer("GET /info", exchange -> {
                await(allAsked);
                service.info(exchange);
            });
            service.answer("GET /health/ready", exchange -> {
                await(allAsked);
                FakeService.send(exchange, 200, "{\"status\":\"ready\"}");
            });
        }

        assertThat(workloads.instances(LIMIT)).extracting(InstanceState::health).containsOnly(Health.READY);
    }

    @Test
    void tellsAnInstanceThatDoesNotAnswerFromOneThatIsNotReady() {
        first.close();
        second.hang("GET /health/ready");

        List<InstanceState> states = workloads.instances(SHORT);

        assertThat(states.getFirst().health()).isEqualTo(Health.UNREACHABLE);
        assertThat(states.getFirst().incarnation()).isEmpty();
        assertThat(states.getLast().health()).isEqualTo(Health.NOT_READY);
        assertThat(states.getLast().incarnation()).isEqualTo("first");
        assertThat(states.getLast().detail()).contains("nothing complete within");
    }

    @Test
    void aHungInstanceIsUnreachable() {
        first.hang("GET /info");
        first.hang("GET /health/ready");

        assertThat(workloads.instance("app-1", SHORT).health()).isEqualTo(Health.UNREACHABLE);
    }

    @Test
    void doesNotTakeASuccessWithAnotherTextForReady() {
        first.answer("GET /health/ready", 200, "<html>Welcome</html>");
        second.answer("GET /health/ready", 200, "{\"status\":\"not ready\"}");

        assertThat(workloads.instances(LIMIT)).extracting(InstanceState::health).containsOnly(Health.NOT_READY);
    }

    @Test
    void doesNotTakeAnotherInstanceForTheOneAskedFor() {
        Workloads wrong = bind(List.of(instance("app-3", first.address(), "true")));

        InstanceState state = wrong.instance("app-3", LIMIT);

        assertThat(state.health()).isEqualTo(Health.NOT_READY);
        assertThat(state.detail()).contains("is not this instance", "app-1");
    }

    @Test
    void survivesAnInfoOfAnotherShape() {
        first.answer("GET /info", 200, "[1, {\"settings\": 2}]");

        InstanceState state = workloads.instance("app-1", LIMIT);

        assertThat(state.health()).isEqualTo(Health.NOT_READY);
        assertThat(state.incarnation()).isEmpty();
        assertThat(state.settings()).isEmpty();
    }

    @Test
    void restartWaitsUntilAnotherProcessAnswers() {
        AtomicInteger asked = new AtomicInteger();
        first.answer("GET /info", exchange -> {
            // The first question comes before the restart; the old process answers once more while it stops.
            switch (asked.incrementAndGet()) {
                case 1, 2 -> first.incarnation("old");
                case 3 -> first.incarnation("");
                default -> first.incarnation("new");
            }
            first.info(exchange);
        });
        Workloads restartable = bind(List.of(instance("app-1", first.address(), "echo restarted >> calls")));

        restartable.restart("app-1", LIMIT);

        assertThat(asked).hasValue(4);
        assertThat(directory.resolve("calls")).hasContent("restarted");
    }

    @Test
    void restartBringsBackAnInstanceThatWasDead() {
        HostPort address = first.address();
        first.close();
        Workloads restartable = new ProcessWorkloads(deployment(List.of(instance("app-1", address, "true"))), host -> {
            first = new FakeService("app-1", address, settings);
            return new LocalShell(directory);
        });

        restartable.restart("app-1", LIMIT);

        assertThat(restartable.instance("app-1", LIMIT).health()).isEqualTo(Health.READY);
    }

    @Test
    void restartFailsWhenTheOldProcessGoesOn() {
        HoldfastException failure =
                catchThrowableOfType(HoldfastException.class, () -> workloads.restart("app-1", SHORT));

        assertThat(failure.code()).isEqualTo(ErrorCode.INSTANCE_NOT_READY);
        assertThat(failure.attempted()).contains("app-1", "no new process within PT1S", "first");
    }

    @Test
    void restartFailsWhenItsCommandFails() {
        Workloads failing = bind(List.of(instance("app-1", first.address(), "echo no such unit >&2; exit 5")));

        HoldfastException failure =
                catchThrowableOfType(HoldfastException.class, () -> failing.restart("app-1", LIMIT));

        assertThat(failure.code()).isEqualTo(ErrorCode.COMMAND_FAILED);
        assertThat(failure.attempted()).contains("app-1", "host-1", "5", "no such unit");
    }

    @Test
    void configureChangesTheFileAndTheRunningProcess() {
        workloads.configure("app-1", Map.of("database.primary", "replica1"), LIMIT);

        assertThat(settings).hasContent("database.primary=replica1\npool.size=8\n");
        assertThat(workloads.instance("app-1", LIMIT).settings())
                .isEqualTo(Map.of("database.primary", "replica1", "pool.size", "8"));
    }

    @Test
    void configureFailsWhenTheProcessKeepsItsOldSettings() {
        first.answer("POST /admin/reload", 200, "{}");

        HoldfastException failure = catchThrowableOfType(
                HoldfastException.class,
                () -> workloads.configure("app-1", Map.of("database.primary", "replica1"), LIMIT));

        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_PROVEN);
        assertThat(failure.attempted()).contains("replica1", "primary");
    }

    @Test
    void configureFailsWhenTheProcessCannotReload() {
        first.answer("POST /admin/reload", 503, "{\"error\":\"draining\"}");

        HoldfastException failure = catchThrowableOfType(
                HoldfastException.class,
                () -> workloads.configure("app-1", Map.of("database.primary", "replica1"), LIMIT));

        assertThat(failure.code()).isEqualTo(ErrorCode.INSTANCE_NOT_READY);
        assertThat(failure.attempted()).contains("503", "draining");
    }

    @Test
    void configureFailsWhenThereIsNoFile() throws IOException {
        Files.delete(settings);

        HoldfastException failure = catchThrowableOfType(
                HoldfastException.class,
                () -> workloads.configure("app-1", Map.of("database.primary", "replica1"), LIMIT));

        assertThat(failure.code()).isEqualTo(ErrorCode.COMMAND_FAILED);
        assertThat(failure.attempted()).contains("app.properties");
    }

    @Test
    void refusesAnInstanceThatIsNotThere() {
        HoldfastException failure =
                catchThrowableOfType(HoldfastException.class, () -> workloads.restart("app-9", LIMIT));

        assertThat(failure.code()).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
        assertThat(failure.attempted()).contains("app-9", "app-1", "app-2");
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(WorkloadDriver.class))
                .extracting(WorkloadDriver::name)
                .contains("processes");
    }

    private Workloads bind(List<InstanceSpec> instances) {
        return new ProcessesDriver().bind(deployment(instances), host -> new LocalShell(directory));
    }

    private static DeploymentSpec deployment(List<InstanceSpec> instances) {
        return new DeploymentSpec("app", "processes", "app", "orders", instances, List.of());
    }

    private InstanceSpec instance(String name, HostPort address, String restartCommand) {
        return new InstanceSpec(name, "us-east-1", "host-1", "use1", address, settings.toString(), restartCommand);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
