package dev.holdfast.drivers.twin;

import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.Topology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which way traffic takes on the twin: through load balancers to instances, and from those through an endpoint to a database. */
final class TwinTraffic {
    private static final String WRITER = "database.writer";

    private final Topology topology;
    private final Map<String, TwinServers> databases = new LinkedHashMap<>();
    private final Map<String, TwinBalancer> balancers = new LinkedHashMap<>();
    private final Map<String, TwinWorkloads> deployments = new LinkedHashMap<>();
    private final Map<String, TwinZone> zones = new LinkedHashMap<>();
    /** Which deployments have an instance of a name; asked for every server of every backend. */
    private final Map<String, Set<String>> deploymentsOf;
    /** The deployments that clients come in at in each region. */
    private final Map<String, Set<String>> enteredIn;

    private final TwinFlow flow;

    /**
     * @param demand requests a second of the clients that belong to a region
     */
    TwinTraffic(Topology topology, Map<String, Double> demand) {
        this.topology = topology;
        this.deploymentsOf = topology.deployments().stream()
                .flatMap(deployment ->
                        deployment.instances().stream().map(instance -> Map.entry(instance.name(), deployment.name())))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toUnmodifiableSet())));
        this.enteredIn = topology.deployments().stream()
                .flatMap(deployment -> deployment.entrances().stream()
                        .map(entrance -> Map.entry(entrance.region(), deployment.name())))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toUnmodifiableSet())));
        this.flow = new TwinFlow(this, demand);
    }

    Topology topology() {
        return topology;
    }

    Map<String, TwinServers> databases() {
        return databases;
    }

    Map<String, TwinBalancer> balancers() {
        return balancers;
    }

    Map<String, TwinWorkloads> deployments() {
        return deployments;
    }

    Map<String, TwinZone> zones() {
        return zones;
    }

    TwinFlow flow() {
        return flow;
    }

    /** Whether requests that come in at a region meet a load balancer and an instance, whatever the database does. */
    boolean carries(String region) {
        return isEntered(region)
                && enteredIn.getOrDefault(region, Set.of()).stream().allMatch(deployment -> lives(deployment, region));
    }

    /** As {@link #carries(String)}, for the requests to one deployment. */
    boolean carries(String region, String deployment) {
        return isEntered(region) && lives(deployment, region);
    }

    private boolean isEntered(String region) {
        return topology.balancers().stream()
                .filter(balancer -> balancer.region().equals(region))
                .flatMap(balancer -> Optional.ofNullable(balancers.get(balancer.name())).stream())
                .anyMatch(balancer -> balancer.reach() == Reach.ANSWERS);
    }

    private boolean lives(String deployment, String region) {
        return Optional.ofNullable(deployments.get(deployment))
                .filter(found -> found.lives(region))
                .isPresent();
    }

    boolean answersDns(DnsSpec dns, String server) {
        return Optional.ofNullable(zones.get(dns.name())).orElseThrow().answers(server);
    }

    /** Whether a database server or an instance of that name would take a session. */
    boolean works(String server) {
        return databases.values().stream()
                        .flatMap(database -> database.all().stream())
                        .anyMatch(candidate -> candidate.name.equals(server) && candidate.answers())
                || deploymentsOf.getOrDefault(server, Set.of()).stream()
                        .flatMap(name -> Optional.ofNullable(deployments.get(name)).stream())
                        .anyMatch(deployment -> deployment.isReady(server));
    }

    /** The server that a writer endpoint leads to. */
    Optional<TwinServer> writer(DatabaseSpec database, DatabaseEndpoint endpoint) {
        return Optional.ofNullable(balancers.get(endpoint.balancer()))
                .flatMap(balancer ->
                        balancer.sendsTo(endpoint.writerBackend()).stream().findFirst())
                .map(Optional.ofNullable(databases.get(database.name())).orElseThrow()::get);
    }

    /** The server that an instance writes to: by its settings, else through its own load balancer. */
    Optional<TwinServer> writer(DatabaseSpec database, InstanceSpec instance, Map<String, String> settings) {
        List<DatabaseEndpoint> endpoints = database.endpoints();
        return endpoints.stream()
                .filter(endpoint -> endpoint.writer().toString().equals(settings.get(WRITER)))
                .findFirst()
                .or(() -> endpoints.stream()
                        .filter(endpoint -> endpoint.balancer().equals(instance.balancer()))
                        .findFirst())
                .flatMap(endpoint -> writer(database, endpoint));
    }

    /** The instances that a client of the region may be served by. */
    List<String> instances(String region, String backend) {
        return topology.balancers().stream()
                .filter(balancer -> balancer.region().equals(region))
                .map(BalancerSpec::name)
                .flatMap(name -> Optional.ofNullable(balancers.get(name)).stream())
                .flatMap(balancer -> balancer.sendsTo(backend).stream())
                .toList();
    }

    boolean acknowledges(DatabaseSpec database, TwinServer server) {
        return Optional.ofNullable(databases.get(database.name())).orElseThrow().acknowledges(server);
    }
}
