package dev.holdfast.lab.server;

import dev.holdfast.lab.install.DebianPackages;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabNode;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.plan.LabRegion;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The topology of the lab, as Holdfast reads it. */
public final class TopologyFile {
    private TopologyFile() {}

    /**
     * The text of the file.
     *
     * @param account who the hosts let in
     * @param withService whether the service runs, and not only the database
     */
    public static String render(LabPlan plan, LabDirectory directory, String account, boolean withService) {
        return """
                # Written by `holdfast lab up`.
                version: 1
                name: lab
                regions:
                %s
                hosts:
                %s
                databases:
                  %s:
                    driver: postgresql
                    objective: { rto: 5m, rpo: 1m }
                    access: { database: %s, user: %s, replication_user: repl, binaries: %s }
                    # A lab is there to be broken again and again, so Holdfast hardly rests between two recoveries.
                    detection: { interval: 50ms, silence: 1200ms, restart_grace: 15s, cool_down: 1s }
                    nodes:
                %s
                    endpoints:
                %s
                load_balancers:
                %s
                %s%s%s""".formatted(
                        regions(plan),
                        each(plan, region -> host(region, directory, account)),
                        PostgresCluster.DATABASE,
                        PostgresCluster.DATABASE,
                        PostgresNode.SUPERUSER,
                        DebianPackages.POSTGRESQL,
                        plan.nodes().stream().map(node -> node(node, directory)).collect(Collectors.joining("\n")),
                        each(plan, TopologyFile::endpoint),
                        each(plan, region -> balancer(region, directory)),
                        withService ? TopologyDeployments.render(plan, directory) : "",
                        withService ? TopologyDns.render(plan, directory) : "",
                        withService ? TopologyRegionalData.render(plan, directory, account) : "");
    }

    private static String regions(LabPlan plan) {
        return each(
                plan,
                region -> "  %s: { vantage: %s, detection: { interval: 250ms, silence: 1500ms, cool_down: 1s } }"
                        .formatted(region.name(), region.vantage()));
    }

    private static String each(LabPlan plan, Function<LabRegion, String> line) {
        return plan.regions().stream().map(line).collect(Collectors.joining("\n"));
    }

    private static String host(LabRegion region, LabDirectory directory, String account) {
        return "  %s: { region: %s, driver: ssh, address: \"%s\", user: %s, identity_file: \"%s\", known_hosts: \"%s\" }"
                .formatted(
                        region.shortName(),
                        region.name(),
                        SshKeys.address(region),
                        account,
                        SshKeys.identity(directory),
                        SshKeys.knownHosts(directory));
    }

    private static String node(LabNode node, LabDirectory directory) {
        return """
                      %s:
                        region: %s
                        host: %s
                        address: "%s"
                        priority: %d
                        data_directory: "%s"
                        config_file: "%s"
                        log_file: "%s\"""".formatted(
                        node.name(),
                        node.region().name(),
                        node.region().shortName(),
                        node.address(),
                        node.priority(),
                        directory.dataDirectory(node.name()),
                        directory.configFile(node.name()),
                        directory.nodeLog(node.name()))
                .indent(6)
                .stripTrailing();
    }

    private static String endpoint(LabRegion region) {
        return "      - { balancer: %s, writer: \"%s\", writer_backend: pg_writer, reader: \"%s\", reader_backend: pg_reader }"
                .formatted(region.shortName(), Balancer.writer(region), Balancer.reader(region));
    }

    private static String balancer(LabRegion region, LabDirectory directory) {
        return """
                %s:
                  region: %s
                  driver: haproxy
                  control: "%s"
                  settings: { host: %s, frontend: http, state_file: "%s", knobs_file: "%s" }""".formatted(
                        region.shortName(),
                        region.name(),
                        Balancer.control(region),
                        region.shortName(),
                        directory.balancerState(region),
                        directory.balancerKnobs(region))
                .indent(2)
                .stripTrailing();
    }
}
