package dev.holdfast.drivers.service;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The requests of one call of the driver. It opens new connections and keeps none: one from before a failover could still lead to
 * a server that was taken out.
 */
final class HttpSession implements AutoCloseable {
    /** More than any answer of the service; one that goes on is broken off. */
    private static final long LONGEST_BODY = 1 << 20;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    Call get(URI uri, Deadline deadline) {
        return start(HttpRequest.newBuilder(uri).GET(), deadline);
    }

    Call post(URI uri, Deadline deadline) {
        return start(HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()), deadline);
    }

    Call put(URI uri, String json, Deadline deadline) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Content-Type", "application/json");
        return start(request.PUT(BodyPublishers.ofString(json)), deadline);
    }

    private Call start(HttpRequest.Builder builder, Deadline deadline) {
        HttpRequest request = builder.header("Accept", "application/json").build();
        return new Call(
                request.uri(),
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_BODY)),
                deadline);
    }

    /** Breaks off what is still under way. */
    @Override
    public void close() {
        client.shutdownNow();
    }

    /** A request that is under way; those that are started one after the other run at the same time. */
    record Call(URI uri, CompletableFuture<HttpResponse<String>> response, Deadline deadline) {

        /** Waits for the whole answer, until the deadline at the longest. */
        Reply reply() {
            try {
                HttpResponse<String> answer = response.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
                return new Reply.Answered(answer.statusCode(), answer.body());
            } catch (TimeoutException e) {
                response.cancel(true);
                return new Reply.Silent("nothing complete within " + deadline.limit());
            } catch (ExecutionException e) {
                return new Reply.Silent(reason(e));
            } catch (InterruptedException e) {
                response.cancel(true);
                Thread.currentThread().interrupt();
                throw new HoldfastException(ErrorCode.INTERRUPTED, "waiting for an answer from " + uri, e);
            }
        }

        /** The client gives a refused connection no message, only a type. */
        private static String reason(ExecutionException e) {
            return Optional.ofNullable(e.getCause())
                    .map(cause -> Optional.ofNullable(cause.getMessage())
                            .orElseGet(() -> cause.getClass().getSimpleName()))
                    .orElse("failed");
        }
    }
}
