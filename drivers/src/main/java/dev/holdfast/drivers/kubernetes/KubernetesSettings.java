package dev.holdfast.drivers.kubernetes;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a deployment is.
 *
 * @param kubeconfig the file that says how to reach the API, and as whom
 * @param context which of the file's contexts; empty for its current one
 * @param namespace with {@code {region}} in the place of the region's name
 * @param deployment its name there
 * @param configMap the settings that its pods are started with
 */
record KubernetesSettings(
        Path kubeconfig, Optional<String> context, String namespace, String deployment, String configMap) {
    private static final String REGION = "{region}";

    static KubernetesSettings of(DeploymentSpec spec) {
        Map<String, String> settings = spec.settings();
        String kubeconfig = Optional.ofNullable(settings.get("kubeconfig"))
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.TOPOLOGY_INVALID,
                        "deployment %s: the driver kubernetes needs settings.kubeconfig".formatted(spec.name())));
        return new KubernetesSettings(
                Path.of(kubeconfig),
                Optional.ofNullable(settings.get("context")),
                settings.getOrDefault("namespace", REGION),
                settings.getOrDefault("deployment", spec.name()),
                settings.getOrDefault("config_map", spec.name()));
    }

    String namespaceOf(String region) {
        return namespace.replace(REGION, region);
    }
}
