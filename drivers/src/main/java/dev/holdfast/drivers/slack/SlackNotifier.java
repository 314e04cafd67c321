package dev.holdfast.drivers.slack;

import com.google.gson.JsonParseException;
import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsConfig;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.request.chat.ChatPostMessageRequest;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.channel.RetryAfter;
import dev.holdfast.drivers.channel.SecretText;
import dev.holdfast.drivers.channel.Shown;
import dev.holdfast.engine.spi.Notifier;
import dev.holdfast.engine.spi.Secrets;
import dev.holdfast.engine.spi.SendResult;
import dev.holdfast.model.notification.Message;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts messages into one channel. */
final class SlackNotifier implements Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(SlackNotifier.class);
    /** Slack cuts longer texts off without a word. */
    private static final int LONGEST = 4_000;
    /** The errors that go away without anybody's doing. */
    private static final Set<String> PASSING = Set.of(
            "ratelimited",
            "rate_limited",
            "message_limit_exceeded",
            "internal_error",
            "fatal_error",
            "service_unavailable",
            "request_timeout");

    private final URI slack;
    private final String channel;
    private final Secrets secrets;
    private final String reference;

    SlackNotifier(URI slack, String channel, Secrets secrets, String reference) {
        this.slack = slack;
        this.channel = channel;
        this.secrets = secrets;
        this.reference = reference;
    }

    @Override
    public SendResult send(Message message, Duration limit) {
        SecretText token = SecretText.find(secrets, reference);
        Slack client = Slack.getInstance(config(limit));
        try {
            return result(client.methods(token.reveal()).chatPostMessage(post(message)), token);
        } catch (SlackApiException e) {
            return failed(e.getResponse(), token);
        } catch (JsonParseException e) {
            // Not Slack answered, but something on the way to it.
            return new SendResult.Unavailable(
                    "Slack at %s: the answer is none of Slack's".formatted(slack.getAuthority()));
        } catch (IOException e) {
            return new SendResult.Unavailable(token.hide("Slack at %s: %s".formatted(slack.getAuthority(), text(e))));
        } finally {
            close(client);
        }
    }

    /** What became of the message is known by then. */
    private static void close(Slack client) {
        try {
            client.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("Slack's client could not be closed: {}", e.getClass().getName());
        }
    }

    /** Without the listeners of the client, which log requests, and without its statistics. */
    private SlackConfig config(Duration limit) {
        int millis = Math.toIntExact(Deadline.in(limit).remaining().toMillis());
        SlackConfig config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(slack + "/api/");
        config.setHttpClientCallTimeoutMillis(millis);
        config.setHttpClientReadTimeoutMillis(millis);
        config.setHttpClientWriteTimeoutMillis(millis);
        config.setHttpClientResponseHandlers(new ArrayList<>());
        MethodsConfig methods = new MethodsConfig();
        methods.setStatsEnabled(false);
        config.setMethodsConfig(methods);
        return config;
    }

    private ChatPostMessageRequest post(Message message) {
        String text = "*%s* %s\n%s".formatted(message.severity(), message.subject(), message.text());
        String footer = "\n_message %s_".formatted(message.id());
        return ChatPostMessageRequest.builder()
                .channel(channel)
                .text(Shown.cut(escaped(text), LONGEST - footer.length()) + escaped(footer))
                .mrkdwn(true)
                .unfurlLinks(false)
                .unfurlMedia(false)
                .build();
    }

    /** The three characters that Slack takes for marks of its own. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private SendResult result(ChatPostMessageResponse response, SecretText token) {
        if (response.isOk()) {
            return new SendResult.Taken("Slack posted it in %s as %s".formatted(channel, response.getTs()));
        }
        String error = Optional.ofNullable(response.getError()).orElse("no reason given");
        String reason = token.hide("Slack says: " + error);
        return PASSING.contains(error) ? new SendResult.Unavailable(reason) : new SendResult.Refused(reason);
    }

    private static SendResult failed(Response response, SecretText token) {
        String reason = token.hide("Slack answers %d %s".formatted(response.code(), response.message()));
        return response.code() == 429 || response.code() >= 500
                ? new SendResult.Unavailable(
                        reason, RetryAfter.parse(Optional.ofNullable(response.header("Retry-After"))))
                : new SendResult.Refused(reason);
    }

    private static String text(IOException e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }
}
