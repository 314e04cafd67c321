package dev.holdfast.drivers.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.spi.SendResult;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.notification.Message;
import dev.holdfast.model.topology.ChannelSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slack's own client against a stand-in for Slack. */
@Timeout(60)
class SlackNotifierTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Message MESSAGE =
            new Message("run-1/notify", Message.Severity.CRITICAL, "<primary> & replicas", "clients are served");

    private SlackStandIn slack = standIn();

    private static SlackStandIn standIn() {
        try {
            return new SlackStandIn();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() {
        slack.close();
        slack = standIn();
    }

    @AfterEach
    void stop() {
        slack.close();
    }

    private static ChannelSpec spec(Map<String, String> settings) {
        return new ChannelSpec("slack", "slack", settings, Optional.of("env:TOKEN"), Optional.empty());
    }

    private SendResult send(String token, String channel, Duration limit) {
        ChannelSpec spec = spec(Map.of("channel", channel, "url", slack.http().url()));
        return new SlackDriver().bind(spec, _ -> token).send(MESSAGE, limit);
    }

    private SendResult send() {
        return send(SlackStandIn.TOKEN, SlackStandIn.CHANNEL, LIMIT);
    }

    @Test
    void posts() {
        assertThat(send()).isEqualTo(new SendResult.Taken("Slack posted it in #incidents as 1795461026.000100"));

        assertThat(slack.posts().getFirst().get("text")).isEqualTo("""
                        *CRITICAL* &lt;primary&gt; &amp; replicas
                        clients are served
                        _message run-1/notify_""");
    }

    @Test
    void aWrongTokenIsRefusedAndNotShown() {
        SendResult result = send("xoxb-hunter2-wrong", SlackStandIn.CHANNEL, LIMIT);

        assertThat(result).isEqualTo(new SendResult.Refused("Slack says: invalid_auth"));
    }

    @Test
    void anUnknownChannelIsRefused() {
        assertThat(send(SlackStandIn.TOKEN, "#nowhere", LIMIT))
                .isEqualTo(new SendResult.Refused("Slack says: channel_not_found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"internal_error", "service_unavailable", "ratelimited"})
    void anErrorThatPassesIsWorthAnotherTry(String error) {
        slack.http().next(200, "{\"ok\":false,\"error\":\"%s\"}".formatted(error), Map.of());

        assertThat(send()).isEqualTo(new SendResult.Unavailable("Slack says: " + error));
        assertThat(send()).isInstanceOf(SendResult.Taken.class);
    }

    @Test
    void aLimitSaysHowLongToWait() {
        slack.http().next(429, "{\"ok\":false,\"error\":\"ratelimited\"}", Map.of("Retry-After", "17"));

        assertThat(send()).isInstanceOfSatisfying(SendResult.Unavailable.class, unavailable -> {
            assertThat(unavailable.after()).contains(Duration.ofSeconds(17));
            assertThat(unavailable.reason()).contains("429");
        });
    }

    @ParameterizedTest
    @CsvSource({"500, true", "503, true", "403, false", "404, false"})
    void aStatusTellsWhetherItIsWorthAnotherTry(int status, boolean worth) {
        slack.http().next(status, "<html>trouble</html>", Map.of());

        assertThat(send() instanceof SendResult.Unavailable).isEqualTo(worth);
    }

    @Test
    void anAnswerThatIsNoneIsNotTakenForOne() {
        slack.http().next(200, "<html>the proxy says hello</html>", Map.of());

        assertThat(send()).isNotInstanceOf(SendResult.Taken.class);
    }

    @Test
    void silenceEndsWithTheLimit() {
        slack.http().nextHangs();

        assertThat(send(SlackStandIn.TOKEN, SlackStandIn.CHANNEL, SHORT)).isInstanceOf(SendResult.Unavailable.class);
    }

    @Test
    void aConnectionThatIsCutOffIsWorthAnotherTry() {
        // The client tries once more by itself when a connection was cut off before the answer.
        slack.http().nextIsCutOff();
        slack.http().nextIsCutOff();

        assertThat(send()).isInstanceOf(SendResult.Unavailable.class);
    }

    @Test
    void nobodyListens() {
        slack.close();

        assertThat(send()).isInstanceOf(SendResult.Unavailable.class);
    }

    @Test
    @DisplayName("no text says the token, whatever Slack answers")
    void plantedToken() {
        slack.http().next(200, "{\"ok\":false,\"error\":\"token %s is bad\"}".formatted(SlackStandIn.TOKEN), Map.of());
        assertThat(send().toString()).doesNotContain("hunter2").contains("***");
        slack.http().next(500, "token=" + SlackStandIn.TOKEN, Map.of());
        assertThat(send().toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "url, http://slack.example, must be an https address",
        "url, slack, must be an https address",
        "chanel, '#x', has no setting [chanel]",
        "channel, '', settings.channel is missing"
    })
    void aMistakeInTheSettingsIsSaid(String name, String value, String text) {
        Map<String, String> settings = new HashMap<>(Map.of("channel", "#incidents"));
        settings.put(name, value);

        HoldfastException problem = catchThrowableOfType(
                HoldfastException.class, () -> new SlackDriver().bind(spec(settings), _ -> SlackStandIn.TOKEN));

        assertThat(problem.code()).isEqualTo(ErrorCode.TOPOLOGY_INVALID);
        assertThat(problem.attempted()).startsWith("notifications.slack: ").contains(text);
    }
}
