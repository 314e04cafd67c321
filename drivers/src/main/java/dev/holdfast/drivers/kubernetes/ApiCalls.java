package dev.holdfast.drivers.kubernetes;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Calls of the API, each within its time. The client's own repetitions are switched off: what can be repeated is repeated here,
 * where the time that is left is known.
 */
final class ApiCalls {
    /** How often a change is tried that somebody else came before. */
    private static final int TRIES = 5;

    private static final int UNPROCESSABLE = 422;
    private static final int LONGEST_MILLIS = 60_000;

    private final KubernetesSettings settings;
    /** Made by the first call: loading the library takes longer than most commands. */
    private Optional<KubernetesClient> connected = Optional.empty();

    ApiCalls(KubernetesSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads something.
     *
     * @param what is read, for people
     * @param work returns empty when there is no such thing
     */
    <T> T read(String what, Deadline deadline, Function<KubernetesClient, Optional<T>> work) {
        try {
            return within(what, deadline, work)
                    .orElseThrow(() -> new HoldfastException(
                            ErrorCode.COMPONENT_UNKNOWN, "%s: the orchestrator has none".formatted(what)));
        } catch (KubernetesClientException e) {
            throw failure(what, e);
        }
    }

    /**
     * Changes something.
     *
     * @param work reads what it changes, and is done again when somebody else has changed that in between
     */
    void change(String what, Deadline deadline, Consumer<KubernetesClient> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                within(what, deadline, client -> {
                    work.accept(client);
                    return what;
                });
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == TRIES) {
                    throw failure(what, e);
                }
            }
        }
    }

    private <T> T within(String what, Deadline deadline, Function<KubernetesClient, T> work) {
        FutureTask<T> task = new FutureTask<>(() -> work.apply(client()));
        Thread.startVirtualThread(task);
        try {
            return task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new HoldfastException(
                    ErrorCode.ORCHESTRATOR_UNREACHABLE,
                    "%s: no answer from Kubernetes within %s".formatted(what, deadline.limit()),
                    e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, what, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException unchecked
                    ? unchecked
                    : new HoldfastException(ErrorCode.INTERNAL_ERROR, what, e);
        }
    }

    private static HoldfastException failure(String what, KubernetesClientException e) {
        String said = Optional.ofNullable(e.getStatus())
                .map(status -> status.getMessage())
                .orElseGet(() -> reason(e));
        return new HoldfastException(code(e.getCode()), "%s: %s".formatted(what, said), e);
    }

    private static ErrorCode code(int status) {
        return switch (status) {
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                ErrorCode.ORCHESTRATOR_FORBIDS;
            case HttpURLConnection.HTTP_NOT_FOUND -> ErrorCode.COMPONENT_UNKNOWN;
            case HttpURLConnection.HTTP_CONFLICT -> ErrorCode.ORCHESTRATOR_CONFLICT;
            case UNPROCESSABLE -> ErrorCode.SCALE_IMPOSSIBLE;
            default -> ErrorCode.ORCHESTRATOR_UNREACHABLE;
        };
    }

    /** The innermost of a chain says most. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getMessage() == null ? innermost.getClass().getSimpleName() : innermost.getMessage();
    }

    private synchronized KubernetesClient client() {
        KubernetesClient client = connected.orElseGet(this::connect);
        connected = Optional.of(client);
        return client;
    }

    /** Nothing is taken from the environment: during an outage it is another one than in peace. */
    private KubernetesClient connect() {
        if (!Files.isReadable(settings.kubeconfig())) {
            throw new HoldfastException(
                    ErrorCode.ORCHESTRATOR_UNREACHABLE,
                    "%s can't be read".formatted(settings.kubeconfig()),
                    "correct settings.kubeconfig in the topology, or make the file readable",
                    null);
        }
        Config read = Config.fromKubeconfig(
                settings.context().orElse(null), settings.kubeconfig().toFile());
        Config config = new ConfigBuilder(read)
                .withRequestRetryBackoffLimit(0)
                .withConnectionTimeout(LONGEST_MILLIS)
                .withRequestTimeout(LONGEST_MILLIS)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
