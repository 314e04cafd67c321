package dev.holdfast.drivers.kubernetes;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What Holdfast asks of the API for one deployment. Only this and what it calls know the client library. */
final class KubernetesApi {
    /** Which instance of the topology a pod is. */
    private static final String INSTANCE = "holdfast.dev/instance";

    private final KubernetesSettings settings;
    private final ApiCalls calls;

    KubernetesApi(KubernetesSettings settings) {
        this.settings = settings;
        this.calls = new ApiCalls(settings);
    }

    /** How many were asked for, and how many serve. */
    record Replicas(int wanted, int ready) {}

    Replicas replicas(String region, Deadline deadline) {
        Deployment deployment = calls.read(
                named("deployment", region),
                deadline,
                client -> Optional.ofNullable(client.apps()
                        .deployments()
                        .inNamespace(settings.namespaceOf(region))
                        .withName(settings.deployment())
                        .get()));
        int wanted = Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1);
        int ready = Optional.ofNullable(deployment.getStatus())
                .flatMap(status -> Optional.ofNullable(status.getReadyReplicas()))
                .orElse(0);
        return new Replicas(wanted, ready);
    }

    private String named(String kind, String region) {
        return "%s %s in namespace %s".formatted(kind, settings.deployment(), settings.namespaceOf(region));
    }

    /** The pods of a region, by the instances that they are: what state they are in, for people. Those about to end are none. */
    Map<String, String> pods(String region, Deadline deadline) {
        List<Pod> pods = calls.read(
                named("the pods of deployment", region),
                deadline,
                client -> Optional.of(client.pods()
                        .inNamespace(settings.namespaceOf(region))
                        .withLabel(INSTANCE)
                        .list()
                        .getItems()));
        Map<String, String> states = new TreeMap<>();
        pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .forEach(pod -> states.put(pod.getMetadata().getLabels().get(INSTANCE), state(pod)));
        return states;
    }

    private static String state(Pod pod) {
        String waiting = pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getWaiting() != null)
                .map(state -> state.getWaiting().getReason())
                .findFirst()
                .orElseGet(() -> pod.getStatus().getPhase());
        return "pod %s is %s".formatted(pod.getMetadata().getName(), waiting);
    }

    /** Asks for so many. Nothing is changed when that many are asked for already. */
    void scale(String region, int replicas, Deadline deadline) {
        calls.change(named("scaling deployment", region), deadline, client -> {
            var deployment = client.apps()
                    .deployments()
                    .inNamespace(settings.namespaceOf(region))
                    .withName(settings.deployment());
            Optional<Scale> found = Optional.ofNullable(deployment.scale());
            Scale scale = found.orElseThrow(() -> absent(named("deployment", region)));
            if (!Optional.of(replicas)
                    .equals(Optional.ofNullable(scale.getSpec().getReplicas()))) {
                scale.getSpec().setReplicas(replicas);
                deployment.scale(scale);
            }
        });
    }

    private static HoldfastException absent(String what) {
        return new HoldfastException(ErrorCode.COMPONENT_UNKNOWN, "%s: the orchestrator has none".formatted(what));
    }

    /** Ends the pod that an instance is, so that another one takes its place. Fails when there is none. */
    void endPod(String region, String instance, Deadline deadline) {
        calls.change("ending the pod of %s".formatted(instance), deadline, client -> {
            List<Pod> pods = client
                    .pods()
                    .inNamespace(settings.namespaceOf(region))
                    .withLabel(INSTANCE, instance)
                    .list()
                    .getItems()
                    .stream()
                    .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                    .toList();
            if (pods.isEmpty()) {
                throw new HoldfastException(
                        ErrorCode.INSTANCE_NOT_READY,
                        "%s has no pod in namespace %s".formatted(instance, settings.namespaceOf(region)));
            }
            pods.forEach(pod -> client.resource(pod).delete());
        });
    }

    /** Sets some of the settings that pods are started with, and leaves the others. */
    void configure(String region, Map<String, String> wanted, Deadline deadline) {
        calls.change(named("setting what pods are started with, of deployment", region), deadline, client -> {
            var map = client.configMaps()
                    .inNamespace(settings.namespaceOf(region))
                    .withName(settings.configMap());
            ConfigMap found = Optional.ofNullable(map.get())
                    .orElseThrow(() -> absent("config map %s in namespace %s"
                            .formatted(settings.configMap(), settings.namespaceOf(region))));
            Map<String, String> data =
                    new TreeMap<>(Optional.ofNullable(found.getData()).orElse(Map.of()));
            if (!data.entrySet().containsAll(wanted.entrySet())) {
                data.putAll(wanted);
                replace(client, new ConfigMapBuilder(found).withData(data).build());
            }
        });
    }

    /** Only if nobody has changed it since it was read. */
    private static void replace(KubernetesClient client, ConfigMap map) {
        client.resource(map)
                .lockResourceVersion(map.getMetadata().getResourceVersion())
                .update();
    }
}
