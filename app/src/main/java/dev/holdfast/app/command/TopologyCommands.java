package dev.holdfast.app.command;

import dev.holdfast.app.terminal.Table;
import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.model.topology.ChannelSpec;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.Topology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands about the topology file. */
final class TopologyCommands {
    private TopologyCommands() {}

    static CommandNode.Group group() {
        return new CommandNode.Group(
                "topology",
                "The file that says what exists",
                List.of(new CommandNode.Leaf(
                        "check",
                        "Read a topology file and list every problem in it",
                        () -> List.of(Arguments.optionalWord(0, "[FILE]", "The file; else the one that is used.")),
                        TopologyCommands::check)));
    }

    private static int check(Invocation invocation) {
        Optional<String> named = invocation.optionalWord(0).or(() -> invocation.option("--topology"));
        try (Installation installation = invocation.installation(named)) {
            String file = installation.topologyFile().toString();
            Topology topology = installation.topology();
            topology.channels().forEach(installation.channels()::bind);
            if (invocation.json()) {
                invocation.print(document(file, topology));
            } else {
                show(invocation.terminal(), file, topology);
            }
            return 0;
        }
    }

    private static Map<String, Object> document(String file, Topology topology) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", file);
        document.put("name", topology.name());
        document.put(
                "regions", topology.regions().stream().map(RegionSpec::name).toList());
        document.put(
                "databases",
                topology.databases().stream().map(DatabaseSpec::name).toList());
        document.put(
                "deployments",
                topology.deployments().stream().map(DeploymentSpec::name).toList());
        document.put(
                "channels", topology.channels().stream().map(ChannelSpec::name).toList());
        return document;
    }

    private static void show(Terminal terminal, String file, Topology topology) {
        terminal.out().println("%s: %s".formatted(file, terminal.outPalette().green("no problems")));
        Table table = new Table()
                .row("  topology", topology.name())
                .row("  regions", joined(topology.regions().stream().map(RegionSpec::name)));
        topology.databases()
                .forEach(database -> table.row("  database " + database.name(), joined(database.nodeNames().stream())));
        topology.deployments()
                .forEach(deployment -> table.row(
                        "  deployment " + deployment.name(),
                        joined(deployment.instances().stream().map(DeploymentSpec.InstanceSpec::name))));
        topology.channels().forEach(channel -> table.row("  channel " + channel.name(), "driver " + channel.driver()));
        table.lines().forEach(terminal.out()::println);
    }

    private static String joined(Stream<String> names) {
        return names.collect(Collectors.joining(", "));
    }
}
