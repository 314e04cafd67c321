package dev.holdfast.model.topology;

import java.util.List;

/**
 * An application with several instances behind load balancers.
 *
 * @param driver which driver controls its instances, such as {@code processes}
 * @param backend the load balancers' backend whose servers carry the names of the instances
 * @param database the database it uses
 * @param instances in the order of the file
 * @param entrances where clients come in, one entry a region
 */
public record DeploymentSpec(
        String name,
        String driver,
        String backend,
        String database,
        List<InstanceSpec> instances,
        List<Entrance> entrances) {

    public DeploymentSpec {
        instances = List.copyOf(instances);
        entrances = List.copyOf(entrances);
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
     * @param host name of the {@link HostSpec} it runs on
     * @param balancer name of the {@link BalancerSpec} in front of it
     * @param address where it serves HTTP
     * @param configFile absolute path, on the host, of its settings: {@code key=value} lines
     * @param restartCommand command line for the host that stops the instance gracefully and starts it again
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
