package dev.holdfast.drivers.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API of Kubernetes as far as the driver asks: one deployment, its scale, its pods and its config map in each namespace. It
 * conflicts, refuses and is silent when a test says so.
 */
final class FakeApi implements AutoCloseable {
    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Integer> replicas = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> settings = new ConcurrentHashMap<>();
    private final List<String> pods = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger version = new AtomicInteger(1);
    private final AtomicInteger conflicts = new AtomicInteger();
    private volatile int refusal;
    private volatile boolean silent;
    private volatile Consumer<String> onDelete = _ -> {};

    FakeApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** Writes the file that leads clients here. */
    Path kubeconfig(Path file) throws IOException {
        return Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: test
                clusters:
                - name: test
                  cluster: { server: "http://127.0.0.1:%d" }
                contexts:
                - name: test
                  context: { cluster: test, user: test }
                users:
                - name: test
                  user: { token: abc }
                """.formatted(server.getAddress().getPort()));
    }

    void replicas(String namespace, int number) {
        replicas.put(namespace, number);
    }

    int replicas(String namespace) {
        return replicas.getOrDefault(namespace, 0);
    }

    Map<String, String> settings(String namespace) {
        return settings.getOrDefault(namespace, Map.of());
    }

    /** A pod, by the instance that it is. */
    void pod(String instance) {
        pods.add(instance);
    }

    void onDelete(Consumer<String> effect) {
        onDelete = effect;
    }

    /** Somebody else comes before so many changes. */
    void conflicts(int times) {
        conflicts.set(times);
    }

    /** Answers every request with this status from now on; 0 to end that. */
    void refuse(int status) {
        refusal = status;
    }

    void silent() {
        silent = true;
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + path);
            if (silent) {
                closed.await();
                return;
            }
            if (refusal != 0) {
                send(exchange, refusal, status(refusal, "no: User \"test\" cannot do that"));
                return;
            }
            answer(exchange, path);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String path) throws IOException {
        String namespace = path.replaceFirst(".*/namespaces/([^/]+)/.*", "$1");
        boolean changes = exchange.getRequestMethod().equals("PUT");
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (changes && outdated(body)) {
            send(exchange, 409, status(409, "the object has been modified"));
        } else if (path.endsWith("/scale")) {
            if (changes) {
                replicas.put(namespace, json(body).path("spec").path("replicas").asInt(0));
                version.incrementAndGet();
            }
            send(exchange, 200, scale(namespace));
        } else if (path.contains("/configmaps/")) {
            if (changes) {
                settings.put(namespace, texts(json(body).path("data")));
                version.incrementAndGet();
            }
            send(exchange, 200, configMap(namespace));
        } else if (path.contains("/deployments/")) {
            send(exchange, 200, deployment(namespace));
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            String instance = path.replaceFirst(".*/(.+)-xyz", "$1");
            onDelete.accept(instance);
            send(exchange, 200, pod(namespace, instance));
        } else {
            send(
                    exchange,
                    200,
                    podList(namespace, String.valueOf(exchange.getRequestURI().getQuery())));
        }
    }

    /** When somebody else was faster, the version is another one than the client read. */
    private boolean outdated(String body) {
        if (conflicts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            version.incrementAndGet();
        }
        String sent = json(body).path("metadata").path("resourceVersion").asString("");
        return !sent.equals(Integer.toString(version.get()));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new ConcurrentHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
        return texts;
    }

    private String metadata(String name, String namespace) {
        return "{\"name\": \"%s\", \"namespace\": \"%s\", \"resourceVersion\": \"%d\"}"
                .formatted(name, namespace, version.get());
    }

    private String deployment(String namespace) {
        return """
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": %s, "spec": {"replicas": %d},
                 "status": {"readyReplicas": 1}}""".formatted(metadata("app", namespace), replicas(namespace));
    }

    private String scale(String namespace) {
        return """
                {"apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": %s, "spec": {"replicas": %d},
                 "status": {"replicas": 1}}""".formatted(metadata("app", namespace), replicas(namespace));
    }

    private String configMap(String namespace) {
        ObjectNode map = (ObjectNode) json("{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": %s}"
                .formatted(metadata("app", namespace)));
        settings(namespace).forEach(map.withObjectProperty("data")::put);
        return map.toString();
    }

    /** Those of one instance when the query says so. */
    private String podList(String namespace, String query) {
        List<String> items = new ArrayList<>();
        pods.stream()
                .filter(instance -> !query.contains("instance=") || query.contains("instance=" + instance))
                .forEach(instance -> items.add(pod(namespace, instance)));
        return "{\"apiVersion\": \"v1\", \"kind\": \"PodList\", \"metadata\": {}, \"items\": [%s]}"
                .formatted(String.join(",", items));
    }

    private static String pod(String namespace, String instance) {
        return """
                {"apiVersion": "v1", "kind": "Pod",
                 "metadata": {"name": "%1$s-xyz", "namespace": "%2$s", "labels": {"holdfast.dev/instance": "%1$s"}},
                 "status": {"phase": "Running", "containerStatuses":
                     [{"name": "app", "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}}""".formatted(instance, namespace);
    }

    private static String status(int code, String message) {
        ObjectNode status = JsonMapper.shared().createObjectNode();
        return status.put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("message", message)
                .put("code", code)
                .toString();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
