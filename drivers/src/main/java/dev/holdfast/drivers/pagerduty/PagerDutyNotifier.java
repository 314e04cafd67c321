package dev.holdfast.drivers.pagerduty;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.channel.RetryAfter;
import dev.holdfast.drivers.channel.SecretText;
import dev.holdfast.engine.spi.Notifier;
import dev.holdfast.engine.spi.Secrets;
import dev.holdfast.engine.spi.SendResult;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.notification.Message;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Triggers an alert for each message. The message's id is the alert's, so that PagerDuty opens it once however often it is told. */
final class PagerDutyNotifier implements Notifier {
    private static final int ACCEPTED = 202;
    private static final int TOO_MANY = 429;
    private static final int LONGEST_ANSWER = 1 << 16;

    private final URI enqueue;
    private final String source;
    private final Secrets secrets;
    private final String reference;

    PagerDutyNotifier(URI base, String source, Secrets secrets, String reference) {
        this.enqueue = URI.create(base + "/v2/enqueue");
        this.source = source;
        this.secrets = secrets;
        this.reference = reference;
    }

    @Override
    public SendResult send(Message message, Duration limit) {
        SecretText key = SecretText.find(secrets, reference);
        HttpRequest request = HttpRequest.newBuilder(enqueue)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(TriggerEvent.json(message, source, key)))
                .build();
        try {
            return result(exchange(request, Deadline.in(limit)), message, key);
        } catch (TimeoutException e) {
            return new SendResult.Unavailable(
                    "PagerDuty at %s: no answer within %d ms".formatted(enqueue.getAuthority(), limit.toMillis()));
        } catch (ExecutionException e) {
            return new SendResult.Unavailable(
                    key.hide("PagerDuty at %s: %s".formatted(enqueue.getAuthority(), reason(e))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "telling PagerDuty", e);
        }
    }

    private static HttpResponse<String> exchange(HttpRequest request, Deadline deadline)
            throws ExecutionException, TimeoutException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        try {
            return client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_ANSWER))
                    .get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            client.shutdownNow();
        }
    }

    private static SendResult result(HttpResponse<String> response, Message message, SecretText key) {
        int status = response.statusCode();
        if (status == ACCEPTED) {
            return new SendResult.Taken("PagerDuty accepted it as " + TriggerEvent.dedupKey(message));
        }
        String reason = key.hide("PagerDuty answers %d: %s".formatted(status, response.body()));
        return status == TOO_MANY || status >= 500
                ? new SendResult.Unavailable(
                        reason, RetryAfter.parse(response.headers().firstValue("Retry-After")))
                : new SendResult.Refused(reason);
    }

    /** A refused connection has no message, only a type. */
    private static String reason(ExecutionException e) {
        return Optional.ofNullable(e.getCause())
                .map(cause -> Optional.ofNullable(cause.getMessage())
                        .orElseGet(() -> cause.getClass().getSimpleName()))
                .orElse("failed");
    }
}
