package dev.holdfast.drivers.powerdns;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.channel.SecretText;
import dev.holdfast.engine.spi.Secrets;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DnsSpec;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The HTTP API of one PowerDNS. */
final class PowerdnsApi {
    private static final int LONGEST_ANSWER = 1 << 22;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final HttpClient client;
    private final DnsSpec spec;
    private final DnsSpec.Server server;
    private final Secrets secrets;

    PowerdnsApi(HttpClient client, DnsSpec spec, DnsSpec.Server server, Secrets secrets) {
        this.client = client;
        this.spec = spec;
        this.server = server;
        this.secrets = secrets;
    }

    /** The zone, with what is under the service's name. */
    ZoneView read(Deadline deadline) {
        return ZoneView.parse(get(spec.record(), deadline), spec);
    }

    /** The records at the top of the zone, as JSON. */
    String top(Deadline deadline) {
        return get(spec.zone(), deadline);
    }

    private String get(String name, Deadline deadline) {
        String query = "?rrset_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        HttpResponse<String> response =
                exchange(HttpRequest.newBuilder(zone(query)).GET(), OK, deadline);
        try {
            ZoneView.parse(response.body(), spec);
            return response.body();
        } catch (IllegalArgumentException e) {
            throw failure("answers with " + e.getMessage(), ErrorCode.DNS_UNREACHABLE.nextMove(), e);
        }
    }

    /**
     * Changes records, all of them or none.
     *
     * @throws HoldfastException {@code DNS_UNREACHABLE}; when no answer came, the change may be there all the same
     */
    void change(String json, Deadline deadline) {
        exchange(
                HttpRequest.newBuilder(zone(""))
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString(json)),
                NO_CONTENT,
                deadline);
    }

    private URI zone(String query) {
        String base = server.api().replaceAll("/+$", "");
        return URI.create(base + "/api/v1/servers/localhost/zones/" + zoneId(spec.zone()) + query);
    }

    /** PowerDNS writes what is unusual in the name of a zone as {@code =XX}. */
    private static String zoneId(String zone) {
        return Pattern.compile("[^A-Za-z0-9.-]")
                .matcher(zone)
                .replaceAll(unusual -> "=%02X".formatted((int) unusual.group().charAt(0)));
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request, int expected, Deadline deadline) {
        SecretText key = key();
        HttpResponse<String> response = send(withKey(request, key), deadline);
        if (response.statusCode() != expected) {
            throw refusal(response, key);
        }
        return response;
    }

    private SecretText key() {
        return SecretText.find(
                secrets,
                server.secret()
                        .orElseThrow(() -> new HoldfastException(
                                ErrorCode.SECRET_MISSING,
                                "dns.%s.servers.%s names no secret, where the key of its API is found"
                                        .formatted(spec.name(), server.name()))));
    }

    private HttpRequest withKey(HttpRequest.Builder request, SecretText key) {
        String value = key.reveal();
        // The client would refuse it too, but with the key in its message.
        if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new HoldfastException(
                    ErrorCode.SECRET_MISSING,
                    "the secret of %s holds characters that no key of an API has".formatted(server.name()));
        }
        return request.header("X-API-Key", value).build();
    }

    private HttpResponse<String> send(HttpRequest request, Deadline deadline) {
        CompletableFuture<HttpResponse<String>> response =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_ANSWER));
        try {
            return response.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw failure(
                    "does not answer within %d ms".formatted(deadline.limit().toMillis()),
                    ErrorCode.DNS_UNREACHABLE.nextMove(),
                    e);
        } catch (ExecutionException e) {
            throw failure("does not answer: " + reason(e), ErrorCode.DNS_UNREACHABLE.nextMove(), e);
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "asking the API of " + server.name(), e);
        }
    }

    private HoldfastException refusal(HttpResponse<String> response, SecretText key) {
        String answer = key.hide("answers %d: %s".formatted(response.statusCode(), response.body()));
        return switch (response.statusCode()) {
            case 401, 403 ->
                failure(
                        "does not accept the key from %s (%s)"
                                .formatted(server.secret().orElse("nowhere"), answer),
                        "put the server's api-key there",
                        null);
            case 404 ->
                failure(
                        "does not know zone %s (%s)".formatted(spec.zone(), answer),
                        "create the zone there, or correct the topology",
                        null);
            default -> failure(answer, ErrorCode.DNS_UNREACHABLE.nextMove(), null);
        };
    }

    private HoldfastException failure(String what, String nextMove, @Nullable Throwable cause) {
        return new HoldfastException(
                ErrorCode.DNS_UNREACHABLE,
                "the API of DNS server %s at %s %s".formatted(server.name(), server.api(), what),
                nextMove,
                cause);
    }

    /** A refused connection has no message, only a type. */
    private static String reason(ExecutionException e) {
        return Optional.ofNullable(e.getCause())
                .map(cause -> Optional.ofNullable(cause.getMessage())
                        .orElseGet(() -> cause.getClass().getSimpleName()))
                .orElse("failed");
    }
}
