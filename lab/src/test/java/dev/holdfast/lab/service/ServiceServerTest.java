package dev.holdfast.lab.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceServerTest {
    private static final PostgresNode DATABASE = PostgresNode.create();

    private final RunningService service;

    ServiceServerTest(@TempDir Path directory) {
        service = new RunningService(DATABASE, directory);
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @AfterAll
    static void stopDatabase() {
        DATABASE.close();
    }

    @Test
    void keepsAnOrderOnceHoweverOftenItIsSent() throws Exception {
        Order order = order("lantern");

        assertThat(service.put(order).statusCode()).isEqualTo(201);
        var again = service.put(order);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(OrderJson.read(order.id(), again.body())).isEqualTo(order);
        assertThat(OrderJson.read(
                        order.id(), service.get("/orders/" + order.id()).body()))
                .isEqualTo(order);
        assertThat(DATABASE.query("select count(*) from orders where id = '%s'".formatted(order.id())))
                .isEqualTo(1);
    }

    @Test
    void refusesAnotherOrderUnderAnIdThatIsTaken() throws Exception {
        Order order = order("lantern");
        service.put(order);
        var other = new Order(order.id(), order.region(), order.client(), order.clientTime(), "rope", 2);

        assertThat(service.put(other).statusCode()).isEqualTo(409);
        assertThat(service.get("/orders/" + order.id()).body()).contains("lantern");
    }

    @Test
    void namesEveryProblemOfABadOrder() throws Exception {
        var answer = service.put(
                "/orders/" + UUID.randomUUID(), "{\"region\":\"us-east-1\",\"client_time\":\"noon\",\"quantity\":-1}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("client is missing", "item is missing", "client_time", "quantity");
        assertThat(service.put("/orders/seven", "{}").statusCode()).isEqualTo(400);
        assertThat(service.put("/orders/" + UUID.randomUUID(), "[1]").statusCode())
                .isEqualTo(400);
        assertThat(service.get("/orders/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
    }

    @Test
    void readinessFollowsTheDatabase() throws Exception {
        var ready = service.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"server\":\"" + DATABASE.address() + "\"", "\"in_recovery\":false");

        DATABASE.stop();
        var down = service.get("/health/ready");
        DATABASE.start();

        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body()).contains("\"connected\":false");
        assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
        Eventually.holds("ready again", () -> service.get("/health/ready").statusCode() == 200);
    }

    @Test
    void answers503WhileTheDatabaseIsGone() throws Exception {
        DATABASE.stop();
        Order order = order("rope");
        var write = service.put(order);
        var read = service.get("/orders/" + order.id());
        DATABASE.start();

        assertThat(write.statusCode()).isEqualTo(503);
        assertThat(read.statusCode()).isEqualTo(503);
        assertThat(service.log()).contains("request_failed", order.id().toString());
    }

    @Test
    void everyWriteThatWasAcknowledgedDuringARestartIsInTheTable() throws Exception {
        Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
        var running = new AtomicBoolean(true);
        CompletableFuture<?>[] clients = IntStream.range(0, 4)
                .mapToObj(_ ->
                        CompletableFuture.runAsync(() -> writeWhile(running, acknowledged), Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new);
        try {
            Eventually.holds("writes before the restart", () -> acknowledged.size() > 50);
            DATABASE.stop();
            int before = acknowledged.size();
            DATABASE.start();
            Eventually.holds("writes after the restart", () -> acknowledged.size() > before + 50);
        } finally {
            running.set(false);
        }
        CompletableFuture.allOf(clients).get();

        String ids =
                String.join("','", acknowledged.stream().map(UUID::toString).toList());
        assertThat(DATABASE.query("select count(*) from orders where id in ('%s')".formatted(ids)))
                .isEqualTo(acknowledged.size());
    }

    @Test
    void aWriteWhoseReplicationWaitIsCancelledIsNotAcknowledged() throws Exception {
        DATABASE.execute("alter system set synchronous_standby_names = 'nobody'");
        DATABASE.execute("select pg_reload_conf()");
        try {
            Order order = order("sextant");
            var write = CompletableFuture.supplyAsync(() -> status(order));
            String cancel = "select count(pg_cancel_backend(pid)) from pg_stat_activity where wait_event = 'SyncRep'";
            Eventually.holds("a commit waited and was cancelled", () -> DATABASE.query(cancel) > 0);

            assertThat(write.get()).isEqualTo(503);
            assertThat(DATABASE.query("select count(*) from orders where id = '%s'".formatted(order.id())))
                    .as("it was committed on the primary alone")
                    .isEqualTo(1);
        } finally {
            DATABASE.execute("alter system reset synchronous_standby_names");
            DATABASE.execute("select pg_reload_conf()");
        }
    }

    @Test
    void aGracefulStopLetsTheRequestInFlightFinish() throws Exception {
        Order order = order("tarpaulin");
        try (Connection blocker = DATABASE.connect();
                var statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("lock table orders in exclusive mode");
            var write = CompletableFuture.supplyAsync(() -> status(order));
            Eventually.holds("the write waits", () -> DATABASE.query("""
                    select count(*) from pg_stat_activity where wait_event_type = 'Lock'
                    """) > 0);
            var stopped = CompletableFuture.runAsync(service::stop);
            Eventually.holds("it says that it drains", () -> service.log().contains("\"draining\""));
            blocker.commit();

            assertThat(write.get()).isEqualTo(201);
            stopped.get();
        }
        assertThat(service.log()).contains("\"event\":\"stopped\",\"in_flight\":\"0\"");
        assertThatThrownBy(() -> service.get("/health/live")).isInstanceOf(IOException.class);
    }

    @Test
    void aReloadTakesOverTheSettings() throws Exception {
        service.put(order("rope"));
        service.configure("replica1");

        assertThat(service.get("/info").body()).contains("\"database.primary\":\"primary\"");
        assertThat(service.post("/admin/reload").body()).contains("\"database.primary\":\"replica1\"");
        assertThat(service.get("/info").body()).contains("\"database.primary\":\"replica1\"");
        assertThat(service.put(order("rope")).statusCode()).isEqualTo(201);
        assertThat(service.get("/metrics").body())
                .contains("orders_requests_seconds_count{operation=\"keep\",outcome=\"created\"} 2")
                .contains("hikaricp_connections{pool=\"writer\"}");
    }

    private void writeWhile(AtomicBoolean running, Set<UUID> acknowledged) {
        while (running.get()) {
            Order order = order("anvil");
            if (status(order) == 201) {
                acknowledged.add(order.id());
            }
        }
    }

    private int status(Order order) {
        try {
            return service.put(order).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Order order(String item) {
        return new Order(UUID.randomUUID(), "us-east-1", "127.66.1.1", Instant.now(), item, 1);
    }
}
