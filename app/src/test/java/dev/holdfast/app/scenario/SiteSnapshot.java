package dev.holdfast.app.scenario;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.model.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything of a lab that a run would change, and that stays as it is while nobody does anything: roles, timelines, settings, slots
 * and transactions of the database servers, when their processes started, the load balancers' servers, the application's processes and
 * settings, configuration files, and the files of Holdfast itself.
 */
record SiteSnapshot(Map<String, String> facts) {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Transactions that only read take no number, so the next number tells of every write. */
    private static final Map<String, String> QUERIES = Map.of(
            "in recovery", "select pg_is_in_recovery()",
            "timeline", "select timeline_id from pg_control_checkpoint()",
            "started", "select pg_postmaster_start_time()",
            "settings", "select md5(string_agg(name || '=' || setting, ',' order by name)) from pg_settings",
            "slots", "select string_agg(slot_name || active, ',' order by slot_name) from pg_replication_slots",
            "next transaction", "select pg_snapshot_xmax(pg_current_snapshot())",
            "tables", "select md5(string_agg(relname || relfilenode, ',' order by oid)) from pg_class");

    SiteSnapshot {
        facts = Map.copyOf(facts);
    }

    static SiteSnapshot of(LabUnderTest lab) throws IOException {
        Map<String, String> facts = new TreeMap<>();
        try (Installation installation = lab.installation()) {
            Topology topology = installation.topology();
            for (DatabaseSpec database : topology.databases()) {
                database.nodes().forEach(node -> servers(facts, lab, node));
                database.endpoints().forEach(endpoint -> balancers(facts, installation, endpoint, topology));
            }
            for (DeploymentSpec deployment : topology.deployments()) {
                installation
                        .site()
                        .workloads(deployment.name())
                        .instances(LIMIT)
                        .forEach(instance -> facts.put(instance.name(), instance.toString()));
                deployment.instances().stream()
                        .map(InstanceSpec::configFile)
                        .filter(file -> !file.isEmpty())
                        .forEach(file -> content(facts, Path.of(file)));
            }
        }
        files(facts, lab.state());
        return new SiteSnapshot(facts);
    }

    private static void servers(Map<String, String> facts, LabUnderTest lab, NodeSpec node) {
        QUERIES.forEach((name, query) ->
                facts.put(node.name() + " " + name, lab.look(node.name(), query).orElse("no answer")));
        content(facts, Path.of(node.configFile()));
        Path data = Path.of(node.dataDirectory());
        content(facts, data.resolve("postgresql.auto.conf"));
        facts.put(node.name() + " standby.signal", Boolean.toString(Files.exists(data.resolve("standby.signal"))));
        content(facts, data.resolve("postmaster.pid"));
    }

    private static void balancers(
            Map<String, String> facts, Installation installation, DatabaseEndpoint endpoint, Topology topology) {
        LoadBalancer balancer = installation.site().balancer(endpoint.balancer());
        Stream<String> backends = Stream.concat(
                Stream.of(endpoint.writerBackend(), endpoint.readerBackend()),
                topology.deployments().stream().map(DeploymentSpec::backend).filter(name -> !name.isEmpty()));
        backends.forEach(backend -> balancer.servers(backend, LIMIT)
                .forEach(server -> facts.put(
                        "%s %s %s".formatted(endpoint.balancer(), backend, server.name()),
                        "%s %s".formatted(server.admin(), server.up()))));
    }

    private static void content(Map<String, String> facts, Path file) {
        try {
            facts.put(file.toString(), Files.exists(file) ? Files.readString(file) : "missing");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void files(Map<String, String> facts, Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                facts.put(file.toString(), "%d bytes".formatted(Files.size(file)));
            }
        }
    }

    /** What is not the same in another snapshot: before and after. */
    Map<String, String> differences(SiteSnapshot later) {
        Map<String, String> differences = new TreeMap<>();
        Stream.concat(facts.keySet().stream(), later.facts.keySet().stream())
                .distinct()
                .filter(name -> !fact(name).equals(later.fact(name)))
                .forEach(name -> differences.put(name, "%s, then %s".formatted(fact(name), later.fact(name))));
        return differences;
    }

    private String fact(String name) {
        return Optional.ofNullable(facts.get(name)).orElse("nothing");
    }
}
