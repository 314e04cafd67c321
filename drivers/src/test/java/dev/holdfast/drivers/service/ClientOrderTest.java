package dev.holdfast.drivers.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.Entrance;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client's request to a service that answers well, badly, or not at all. */
@Timeout(60)
class ClientOrderTest {
    private static final String REGION = "us-east-1";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private FakeService service;
    private ServiceInstances instances;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        Path settings = Files.createFile(directory.resolve("app.properties"));
        service = new FakeService("app-1", new HostPort("127.42.3.20", 0), settings);
        Entrance entrance = new Entrance(REGION, "http://" + service.address());
        instances = new ServiceInstances(
                new DeploymentSpec("app", "processes", "app", "orders", List.of(), List.of(entrance)));
    }

    private ClientRequest requestAsClient(String region, Duration limit) {
        return instances.requestAsClient(region, Deadline.in(limit));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void isServedWhenTheOrderIsWrittenAndReadBack() {
        ClientRequest request = requestAsClient(REGION, LIMIT);

        assertThat(request.served()).isTrue();
        assertThat(request.region()).isEqualTo(REGION);
        assertThat(request.detail()).contains("written and read back");
        assertThat(request.took()).isPositive();
    }

    @Test
    void everyRequestIsANewOrder() {
        assertThat(requestAsClient(REGION, LIMIT).detail())
                .isNotEqualTo(requestAsClient(REGION, LIMIT).detail());
    }

    @Test
    void acceptsTheSameMomentWrittenInAnotherWay() {
        change(
                "GET /orders",
                order -> order.put(
                        "client_time", order.get("client_time").asString().replace("Z", "+00:00")));

        assertThat(requestAsClient(REGION, LIMIT).served()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT /orders, 503, '{\"error\":\"read only\"}'",
        "GET /orders, 503, '{\"error\":\"read only\"}'",
        "GET /orders, 404, '{}'",
        "PUT /orders, 201, ''",
        "PUT /orders, 201, 'welcome'",
        "GET /orders, 200, '[]'",
        "GET /orders, 200, '{\"id\":\"0\"}'",
        "PUT /orders, 302, ''",
        "PUT /orders, 500, 'out of order'"
    })
    void isNotServedByAnyOtherAnswer(String request, int status, String body) {
        service.answer(request, status, body);

        ClientRequest seen = requestAsClient(REGION, LIMIT);

        assertThat(seen.served()).isFalse();
        assertThat(seen.detail()).contains(request.substring(0, 3), body);
    }

    @ParameterizedTest
    @CsvSource({"id", "region", "client", "client_time", "item", "quantity"})
    void isNotServedWhenAFieldComesBackChanged(String field) {
        change("GET /orders", order -> order.put(field, "2"));
        assertThat(requestAsClient(REGION, LIMIT).served()).isFalse();

        change("PUT /orders", order -> order.without(field));
        assertThat(requestAsClient(REGION, LIMIT).served()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"PUT /orders", "GET /orders"})
    void isNotServedByAServiceThatHangs(String request) {
        service.hang(request);

        ClientRequest seen = requestAsClient(REGION, SHORT);

        assertThat(seen.served()).isFalse();
        assertThat(seen.detail()).contains(request.substring(0, 3), "no answer");
    }

    @Test
    void isNotServedByAnAnswerWithoutEnd() {
        service.answer("PUT /orders", exchange -> {
            exchange.sendResponseHeaders(201, 0);
            while (true) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
            }
        });

        assertThat(requestAsClient(REGION, SHORT).served()).isFalse();
    }

    @Test
    void isNotServedWhereNobodyListens() {
        service.close();

        ClientRequest seen = requestAsClient(REGION, LIMIT);

        assertThat(seen.served()).isFalse();
        assertThat(seen.detail()).contains("PUT", "no answer: ConnectException");
    }

    @Test
    void refusesARegionWithoutEntrance() {
        HoldfastException failure = catchThrowableOfType(HoldfastException.class, () -> requestAsClient("mars", LIMIT));

        assertThat(failure.code()).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
        assertThat(failure.attempted()).contains("mars", REGION);
    }

    /** Lets the service answer as usual, but for this change. */
    private void change(String request, UnaryOperator<ObjectNode> change) {
        service.change(
                request,
                body -> change.apply((ObjectNode) JsonMapper.shared().readTree(body))
                        .toString());
    }
}
