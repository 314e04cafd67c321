package dev.holdfast.engine.topology;

import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.engine.yaml.Position;
import dev.holdfast.engine.yaml.Problems;
import dev.holdfast.engine.yaml.YamlNode.Entry;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a schema can't say of a topology: that names refer to something, that addresses are free, that times fit together.
 *
 * <p>It runs on files that the schema refuses too, so that all problems are shown in one round; what is missing or of the wrong
 * form is passed over, because the schema has reported it.
 */
final class TopologyChecks {
    private static final String PROCESSES = "processes";

    private final Mapping root;
    private final Problems problems;
    private final List<String> regions;
    private final List<String> hosts;
    private final List<String> balancers;
    private final List<String> databases;
    private final Map<String, Scalar> listeners = new HashMap<>();
    private final Map<String, Scalar> dataDirectories = new HashMap<>();

    TopologyChecks(Mapping root, Problems problems) {
        this.root = root;
        this.problems = problems;
        regions = names("regions");
        hosts = names("hosts");
        balancers = names("load_balancers");
        databases = names("databases");
    }

    private List<String> names(String key) {
        return root.entriesOf(key).stream().map(Entry::name).toList();
    }

    void run() {
        each(root, "regions", this::checkRegion);
        each(root, "hosts", this::checkHost);
        each(root, "databases", this::checkDatabase);
        each(root, "load_balancers", this::checkBalancer);
        each(root, "deployments", this::checkDeployment);
        each(root, "dns", this::checkDns);
        each(root, "regional_data", this::checkRegionalData);
        new ChannelChecks(root, problems).run();
    }

    private static void each(Mapping parent, String key, Consumer<Mapping> check) {
        parent.entriesOf(key).stream().flatMap(Entry::mapping).forEach(check);
    }

    private void checkRegion(Mapping region) {
        region.mapping("detection").ifPresent(this::checkDetection);
        region.scalar("vantage")
                .filter(vantage -> !AddressText.isIpAddress(vantage.text()))
                .ifPresent(vantage -> problems.addUnlessReported(
                        vantage.at(),
                        "vantage is %s; it must be an IP address, because names can't be resolved during an outage"
                                .formatted(vantage.describe())));
    }

    private void checkHost(Mapping host) {
        checkReference(host, "region", "regions", regions);
        checkAddress(host, "address");
    }

    private void checkBalancer(Mapping balancer) {
        checkReference(balancer, "region", "regions", regions);
        checkAddress(balancer, "control");
    }

    private void checkDatabase(Mapping database) {
        database.mapping("detection").ifPresent(this::checkDetection);
        each(database, "nodes", this::checkNode);
        database.itemsOf("endpoints").stream()
                .flatMap(endpoint -> endpoint.asMapping().stream())
                .forEach(this::checkEndpoint);
    }

    private void checkDetection(Mapping detection) {
        Optional<Duration> interval = duration(detection, "interval");
        Optional<Duration> silence = duration(detection, "silence");
        if (interval.isEmpty() || silence.isEmpty()) {
            return;
        }
        Duration shortest = interval.get().multipliedBy(2);
        if (silence.get().compareTo(shortest) <= 0) {
            problems.addUnlessReported(
                    position(detection, "silence"),
                    "silence is %s; it must be longer than two intervals (%s), or one lost probe looks like an outage"
                            .formatted(DurationText.format(silence.get()), DurationText.format(shortest)));
        }
    }

    private static Optional<Duration> duration(Mapping parent, String key) {
        try {
            return parent.scalar(key).map(Scalar::text).map(DurationText::parse);
        } catch (HoldfastException reportedBySchema) {
            return Optional.empty();
        }
    }

    private void checkNode(Mapping node) {
        checkPlacement(node);
        checkAddress(node, "address").ifPresent(this::checkNobodyElseListens);
        Optional<Scalar> directory = node.scalar("data_directory");
        Optional<Scalar> host = node.scalar("host");
        if (directory.isPresent() && host.isPresent()) {
            String place = String.join(":", host.get().text(), directory.get().text());
            Optional.ofNullable(dataDirectories.putIfAbsent(place, directory.get()))
                    .ifPresent(first -> problems.addUnlessReported(
                            directory.get().at(),
                            "data_directory %s on host %s belongs to the database server in line %d already"
                                    .formatted(
                                            directory.get().text(),
                                            host.get().text(),
                                            first.at().line())));
        }
    }

    private void checkEndpoint(Mapping endpoint) {
        checkReference(endpoint, "balancer", "load_balancers", balancers);
        checkAddress(endpoint, "writer");
        checkAddress(endpoint, "reader");
    }

    private void checkDeployment(Mapping deployment) {
        checkReference(deployment, "database", "databases", databases);
        for (Entry entrance : deployment.entriesOf("entrances")) {
            checkName("entrances", entrance.key(), "regions", regions);
        }
        deployment.itemsOf("depends_on").stream()
                .flatMap(item -> item.asScalar().stream())
                .forEach(name -> checkName("depends_on", name, "deployments and databases", dependable()));
        each(deployment, "instances", this::checkInstance);
        if (deployment
                .scalar("driver")
                .filter(driver -> driver.text().equals(PROCESSES))
                .isPresent()) {
            each(deployment, "instances", this::checkProcess);
        }
        if (deployment.scalar("backend").isPresent()) {
            each(
                    deployment,
                    "instances",
                    instance -> checkPresent(instance, "balancer", "a deployment with a backend"));
        }
    }

    private void checkProcess(Mapping instance) {
        List.of("host", "config_file", "restart_command")
                .forEach(key -> checkPresent(instance, key, "the driver " + PROCESSES));
    }

    private void checkPresent(Mapping instance, String key, String who) {
        if (instance.scalar(key).isEmpty()) {
            problems.addUnlessReported(instance.at(), "%s is missing; %s needs it".formatted(key, who));
        }
    }

    private List<String> dependable() {
        return Stream.of(names("deployments"), databases).flatMap(List::stream).toList();
    }

    private void checkDns(Mapping dns) {
        checkReference(dns, "deployment", "deployments", names("deployments"));
        each(dns, "servers", server -> {
            checkReference(server, "region", "regions", regions);
            checkAddress(server, "address").ifPresent(this::checkNobodyElseListens);
        });
        if (dns.entriesOf("clients").isEmpty()) {
            problems.addUnlessReported(
                    dns.at(),
                    "clients is empty; where clients are led is observed as one of them, so name one a country");
        }
        for (Entry answer : dns.entriesOf("answers")) {
            checkName("answers", answer.key(), "regions", regions);
            answer.mapping().flatMap(found -> found.scalar("address").stream()).forEach(this::checkIpAddress);
        }
    }

    private void checkIpAddress(Scalar address) {
        if (!AddressText.isIpAddress(address.text())) {
            problems.addUnlessReported(
                    address.at(), "address is %s; it must be an IP address".formatted(address.describe()));
        }
    }

    private void checkRegionalData(Mapping data) {
        for (Entry place : data.entriesOf("places")) {
            checkName("places", place.key(), "regions", regions);
            place.mapping().forEach(found -> {
                checkReference(found, "host", "hosts", hosts);
                found.itemsOf("copied_to").stream()
                        .flatMap(copy -> copy.asScalar().stream())
                        .forEach(copy -> checkName("copied_to", copy, "regions", regions));
            });
        }
    }

    private void checkInstance(Mapping instance) {
        checkPlacement(instance);
        checkReference(instance, "balancer", "load_balancers", balancers);
        checkAddress(instance, "address").ifPresent(this::checkNobodyElseListens);
    }

    private void checkPlacement(Mapping placed) {
        checkReference(placed, "region", "regions", regions);
        checkReference(placed, "host", "hosts", hosts);
        Optional<Scalar> region = placed.scalar("region").filter(name -> regions.contains(name.text()));
        Optional<String> host = placed.scalar("host").map(Scalar::text);
        Optional<String> regionOfHost = host.flatMap(
                        name -> root.mapping("hosts").flatMap(all -> all.mapping(name)))
                .flatMap(found -> found.scalar("region"))
                .map(Scalar::text)
                .filter(regions::contains);
        if (region.isPresent()
                && regionOfHost.isPresent()
                && !region.get().text().equals(regionOfHost.get())) {
            problems.addUnlessReported(
                    region.get().at(),
                    "region is '%s', but host '%s' is in '%s'"
                            .formatted(region.get().text(), host.orElse(""), regionOfHost.get()));
        }
    }

    private void checkReference(Mapping from, String key, String kind, List<String> known) {
        from.scalar(key).ifPresent(name -> checkName(key, name, kind, known));
    }

    private void checkName(String key, Scalar name, String kind, List<String> known) {
        if (!known.contains(name.text())) {
            problems.addUnlessReported(
                    name.at(),
                    "%s: there is no '%s' under %s; %s"
                            .formatted(key, name.text(), kind, NearNames.hint(name.text(), known)));
        }
    }

    private Optional<Scalar> checkAddress(Mapping from, String key) {
        Optional<Scalar> address = from.scalar(key).filter(text -> text.text().matches(".*:[0-9]+"));
        address.filter(text -> AddressText.hostPort(text.text()).isEmpty())
                .ifPresent(text -> problems.addUnlessReported(
                        text.at(), "%s is %s; its port must be from 1 to 65535".formatted(key, text.describe())));
        return address;
    }

    private void checkNobodyElseListens(Scalar address) {
        Optional.ofNullable(listeners.putIfAbsent(address.text(), address))
                .ifPresent(first -> problems.addUnlessReported(
                        address.at(),
                        "address %s is taken: it is in line %d already"
                                .formatted(address.text(), first.at().line())));
    }

    private static Position position(Mapping parent, String key) {
        return parent.find(key).map(value -> value.at()).orElse(parent.at());
    }
}
