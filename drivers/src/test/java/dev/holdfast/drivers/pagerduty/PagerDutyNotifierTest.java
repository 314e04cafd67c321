package dev.holdfast.drivers.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.SendResult;
import dev.holdfast.model.notification.Message;
import dev.holdfast.model.topology.ChannelSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The Events API against a stand-in for PagerDuty. */
@Timeout(60)
class PagerDutyNotifierTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private PagerDutyStandIn pagerDuty = standIn();

    private static PagerDutyStandIn standIn() {
        try {
            return new PagerDutyStandIn();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() {
        pagerDuty.close();
        pagerDuty = standIn();
    }

    @AfterEach
    void stop() {
        pagerDuty.close();
    }

    private static Message message(String id, Message.Severity severity) {
        return new Message(id, severity, "Primary \"orders\" is down", "replica1 is primary now");
    }

    private SendResult send(String key, Message message, Duration limit) {
        ChannelSpec spec = new ChannelSpec(
                "pagerduty",
                "pagerduty",
                Map.of("url", pagerDuty.http().url() + "/", "source", "lab"),
                Optional.of("env:KEY"),
                Optional.empty());
        return new PagerDutyDriver().bind(spec, _ -> key).send(message, limit);
    }

    private SendResult send() {
        return send(PagerDutyStandIn.ROUTING_KEY, message("m1", Message.Severity.CRITICAL), LIMIT);
    }

    @Test
    void opensAnAlert() {
        assertThat(send()).isEqualTo(new SendResult.Taken("PagerDuty accepted it as m1"));

        JsonNode payload = pagerDuty.payload("m1");
        assertThat(payload.path("summary").asString()).isEqualTo("Primary \"orders\" is down");
        assertThat(payload.path("severity").asString()).isEqualTo("critical");
        assertThat(payload.path("source").asString()).isEqualTo("lab");
        assertThat(payload.path("custom_details").path("text").asString()).isEqualTo("replica1 is primary now");
    }

    @Test
    void tellingTwiceOpensOneAlert() {
        send();
        send();

        assertThat(pagerDuty.alerts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"INFO, info", "WARNING, warning", "CRITICAL, critical"})
    void severityIsInPagerDutysWords(Message.Severity severity, String word) {
        send(PagerDutyStandIn.ROUTING_KEY, message("m1", severity), LIMIT);

        assertThat(pagerDuty.payload("m1").path("severity").asString()).isEqualTo(word);
    }

    @Test
    void whatIsTooLongIsMadeToFit() {
        Message longOne = new Message("m".repeat(300), Message.Severity.INFO, "s".repeat(2000), "text");

        assertThat(send(PagerDutyStandIn.ROUTING_KEY, longOne, LIMIT)).isInstanceOf(SendResult.Taken.class);
    }

    @Test
    void aWrongKeyIsRefused() {
        assertThat(send("another", message("m1", Message.Severity.INFO), LIMIT))
                .isInstanceOfSatisfying(
                        SendResult.Refused.class,
                        refused -> assertThat(refused.reason()).contains("400", "Invalid routing key"));
    }

    @Test
    void aLimitSaysHowLongToWait() {
        pagerDuty.http().next(429, "{\"status\":\"throttle exceeded\"}", Map.of("Retry-After", "17"));

        assertThat(send())
                .isInstanceOfSatisfying(
                        SendResult.Unavailable.class,
                        unavailable -> assertThat(unavailable.after()).contains(Duration.ofSeconds(17)));
        assertThat(send()).isInstanceOf(SendResult.Taken.class);
    }

    @ParameterizedTest
    @CsvSource({"500, true", "503, true", "403, false", "200, false", "302, false"})
    void aStatusTellsWhetherItIsWorthAnotherTry(int status, boolean worth) {
        pagerDuty.http().next(status, "trouble", Map.of());

        SendResult result = send();

        assertThat(result).isNotInstanceOf(SendResult.Taken.class);
        assertThat(result instanceof SendResult.Unavailable).isEqualTo(worth);
    }

    @Test
    void silenceEndsWithTheLimit() {
        pagerDuty.http().nextHangs();

        assertThat(send(PagerDutyStandIn.ROUTING_KEY, message("m1", Message.Severity.INFO), SHORT))
                .isInstanceOf(SendResult.Unavailable.class);
    }

    @Test
    void aConnectionThatIsCutOffIsWorthAnotherTry() {
        pagerDuty.http().nextIsCutOff();

        assertThat(send()).isInstanceOf(SendResult.Unavailable.class);
    }

    @Test
    void nobodyListens() {
        pagerDuty.close();

        assertThat(send()).isInstanceOf(SendResult.Unavailable.class);
    }

    @Test
    @DisplayName("no text says the key, whatever PagerDuty answers")
    void plantedKey() {
        pagerDuty
                .http()
                .next(400, "{\"errors\":[\"no such key %s\"]}".formatted(PagerDutyStandIn.ROUTING_KEY), Map.of());

        assertThat(send().toString()).contains("***").doesNotContain("hunter2");
    }
}
