package dev.holdfast.model.topology;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An application with several instances behind load balancers.
 *
 * @param driver which driver controls its instances, such as {@code processes}
 * @param backend the load balancers' backend whose servers carry the names of the instances; empty when none leads to them
 * @param database the database it uses, if any
 * @param instances those that can run, in the order of the file; how many of them do is the driver's to tell
 * @param entrances where clients come in, one entry a region
 * @param capacity requests a second that one instance can serve; empty when nobody has measured it
 * @param dependsOn names of the deployments, databases and other components that it can't serve without
 * @param settings of the driver; never a secret
 */
public record DeploymentSpec(
        String name,
        String driver,
        String backend,
        Optional<String> database,
        List<InstanceSpec> instances,
        List<Entrance> entrances,
        Optional<Integer> capacity,
        List<String> dependsOn,
        Map<String, String> settings) {

    public DeploymentSpec {
        instances = List.copyOf(instances);
        entrances = List.copyOf(entrances);
        dependsOn = List.copyOf(dependsOn);
        settings = Map.copyOf(settings);
    }

    /** One of a given number of instances, of unknown capacity. */
    public DeploymentSpec(
            String name,
            String driver,
            String backend,
            String database,
            List<InstanceSpec> instances,
            List<Entrance> entrances) {
        this(name, driver, backend, Optional.of(database), instances, entrances, Optional.empty(), List.of(), Map.of());
    }

    /**
     * Where the clients of a region come in.
     *
     * @param url base of the service, such as {@code http://127.1.0.20:8080}
     */
    public record Entrance(String region, String url) {}

    /**
     * One process of a deployment.
     *
     * @param host name of the {@link HostSpec} it runs on; empty when the driver needs none
     * @param balancer name of the {@link BalancerSpec} in front of it; empty when the deployment has no backend
     * @param address where it serves HTTP
     * @param configFile absolute path, on the host, of its settings: {@code key=value} lines; empty when the driver needs none
     * @param restartCommand command line for the host that stops the instance gracefully and starts it again; empty when
     *     the driver needs none
     */
    public record InstanceSpec(
            String name,
            String region,
            String host,
            String balancer,
            HostPort address,
            String configFile,
            String restartCommand) {}
}
