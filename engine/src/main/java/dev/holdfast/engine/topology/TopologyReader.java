package dev.holdfast.engine.topology;

import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.engine.yaml.YamlNode;
import dev.holdfast.engine.yaml.YamlNode.Entry;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.ChannelSpec;
import dev.holdfast.model.topology.DatabaseAccess;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.Entrance;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.model.topology.DetectionPolicy;
import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.HostSpec;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.model.topology.Objective;
import dev.holdfast.model.topology.RegionDetection;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.Topology;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Builds the records of a topology from a document without problems. */
final class TopologyReader {

    private TopologyReader() {}

    static Topology topology(Mapping root) {
        return new Topology(
                text(root, "name"),
                each(root, "regions", TopologyReader::region),
                each(root, "hosts", TopologyReader::host),
                each(root, "databases", TopologyReader::database),
                each(root, "load_balancers", TopologyReader::balancer),
                each(root, "deployments", TopologyReader::deployment),
                each(root, "notifications", TopologyReader::channel),
                each(root, "dns", RegionalReader::dns),
                each(root, "regional_data", RegionalReader::data));
    }

    static <T> List<T> each(Mapping parent, String key, BiFunction<String, Mapping, T> read) {
        return parent.entriesOf(key).stream()
                .map(entry -> read.apply(
                        entry.name(), expect(entry.name(), entry.value().asMapping())))
                .toList();
    }

    private static RegionSpec region(String name, Mapping region) {
        RegionDetection usual = RegionDetection.USUAL;
        return new RegionSpec(
                name,
                text(region, "vantage"),
                region.mapping("detection")
                        .map(detection -> new RegionDetection(
                                optionalDuration(detection, "interval").orElse(usual.interval()),
                                optionalDuration(detection, "silence").orElse(usual.silence()),
                                optionalDuration(detection, "cool_down").orElse(usual.coolDown())))
                        .orElse(usual));
    }

    private static HostSpec host(String name, Mapping host) {
        return new HostSpec(
                name,
                text(host, "region"),
                text(host, "driver"),
                address(host, "address"),
                text(host, "user"),
                text(host, "identity_file"),
                text(host, "known_hosts"));
    }

    private static DatabaseSpec database(String name, Mapping database) {
        Mapping objective = child(database, "objective");
        Mapping access = child(database, "access");
        Mapping detection = child(database, "detection");
        return new DatabaseSpec(
                name,
                text(database, "driver"),
                new Objective(duration(objective, "rto"), duration(objective, "rpo")),
                new DatabaseAccess(
                        text(access, "database"),
                        text(access, "user"),
                        text(access, "replication_user"),
                        text(access, "binaries")),
                each(database, "nodes", TopologyReader::node),
                database.itemsOf("endpoints").stream()
                        .map(item -> endpoint(expect("endpoint", item.asMapping())))
                        .toList(),
                new DetectionPolicy(
                        duration(detection, "interval"),
                        duration(detection, "silence"),
                        duration(detection, "restart_grace"),
                        optionalDuration(detection, "cool_down").orElse(DetectionPolicy.USUAL_COOL_DOWN)));
    }

    private static NodeSpec node(String name, Mapping node) {
        return new NodeSpec(
                name,
                text(node, "region"),
                text(node, "host"),
                address(node, "address"),
                wholeNumber(node, "priority"),
                text(node, "data_directory"),
                text(node, "config_file"),
                text(node, "log_file"));
    }

    private static DatabaseEndpoint endpoint(Mapping endpoint) {
        return new DatabaseEndpoint(
                text(endpoint, "balancer"),
                address(endpoint, "writer"),
                text(endpoint, "writer_backend"),
                address(endpoint, "reader"),
                text(endpoint, "reader_backend"));
    }

    private static BalancerSpec balancer(String name, Mapping balancer) {
        return new BalancerSpec(
                name,
                text(balancer, "region"),
                text(balancer, "driver"),
                address(balancer, "control"),
                texts(balancer, "settings"));
    }

    private static DeploymentSpec deployment(String name, Mapping deployment) {
        return new DeploymentSpec(
                name,
                text(deployment, "driver"),
                textOrNone(deployment, "backend"),
                deployment.scalar("database").map(Scalar::text),
                each(deployment, "instances", TopologyReader::instance),
                deployment.entriesOf("entrances").stream()
                        .map(TopologyReader::entrance)
                        .toList(),
                deployment.scalar("capacity").flatMap(Scalar::number).map(BigDecimal::intValueExact),
                words(deployment, "depends_on"),
                texts(deployment, "settings"));
    }

    private static Entrance entrance(Entry entry) {
        return new Entrance(
                entry.name(), expect(entry.name(), entry.value().asScalar()).text());
    }

    private static InstanceSpec instance(String name, Mapping instance) {
        return new InstanceSpec(
                name,
                text(instance, "region"),
                textOrNone(instance, "host"),
                textOrNone(instance, "balancer"),
                address(instance, "address"),
                textOrNone(instance, "config_file"),
                textOrNone(instance, "restart_command"));
    }

    private static ChannelSpec channel(String name, Mapping channel) {
        return new ChannelSpec(
                name,
                text(channel, "driver"),
                texts(channel, "settings"),
                channel.scalar("secret").map(Scalar::text),
                channel.scalar("otherwise").map(Scalar::text));
    }

    /** The texts under a key, by name. */
    static Map<String, String> texts(Mapping parent, String key) {
        return parent.entriesOf(key).stream()
                .collect(Collectors.toMap(
                        Entry::name,
                        entry -> expect(entry.name(), entry.value().asScalar()).text()));
    }

    /** The words in a list. */
    static List<String> words(Mapping parent, String key) {
        return parent.itemsOf(key).stream()
                .map(item -> expect(key, item.asScalar()).text())
                .toList();
    }

    static Mapping child(Mapping parent, String key) {
        return expect(key, parent.find(key).flatMap(YamlNode::asMapping));
    }

    /** The text under a key; empty when there is none. */
    private static String textOrNone(Mapping parent, String key) {
        return parent.scalar(key).map(Scalar::text).orElse("");
    }

    static String text(Mapping parent, String key) {
        return expect(key, parent.scalar(key)).text();
    }

    static Duration duration(Mapping parent, String key) {
        return DurationText.parse(text(parent, key));
    }

    private static Optional<Duration> optionalDuration(Mapping parent, String key) {
        return parent.scalar(key).map(Scalar::text).map(DurationText::parse);
    }

    static HostPort address(Mapping parent, String key) {
        return expect(key, AddressText.hostPort(text(parent, key)));
    }

    static int wholeNumber(Mapping parent, String key) {
        return expect(key, parent.scalar(key).flatMap(Scalar::number).map(BigDecimal::intValueExact));
    }

    private static <T> T expect(String key, Optional<T> value) {
        return value.orElseThrow(() -> new IllegalStateException("the checks accepted a topology without " + key));
    }
}
