package dev.holdfast.app.command;

import dev.holdfast.app.terminal.Durations;
import dev.holdfast.app.terminal.LabProgressView;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.Table;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.ServiceProcess;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabEnd;
import dev.holdfast.lab.LabOptions;
import dev.holdfast.lab.LabStatus;
import dev.holdfast.lab.ServerStatus;
import dev.holdfast.lab.fault.Begun;
import dev.holdfast.lab.kubernetes.StandInProcess;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.server.LabOperators;
import dev.holdfast.lab.service.OrderService;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.operations.database.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/** Commands about the lab. */
final class LabCommands {
    private static final String ONLY = "--only";
    private static final int EXIT_DOES_NOT_HOLD = 1;
    private static final Duration LOOK = Duration.ofSeconds(2);

    private LabCommands() {}

    static CommandNode.Group group() {
        return new CommandNode.Group(
                "lab",
                "Real servers on this machine to practise on: up, status, fault, traffic, operators, reset, down",
                List.of(
                        new CommandNode.Leaf("up", "Bring up what is missing", () -> List.of(only()), LabCommands::up),
                        new CommandNode.Leaf(
                                "status", "Show what every server does now", List::of, LabCommands::status),
                        new CommandNode.Leaf(
                                "fault",
                                "Break something, as a sentence says it; `clear` ends what lasts",
                                () -> List.of(Arguments.sentence(
                                        "SENTENCE", "Such as: crash primary. Without one, all sentences are listed.")),
                                LabCommands::fault),
                        TrafficCommands.traffic(),
                        new CommandNode.Leaf(
                                "operators", "Show how to act as one of its people", List::of, LabCommands::operators),
                        new CommandNode.Leaf(
                                "reset",
                                "Delete the data of the lab, and bring it up as new",
                                () -> List.of(only()),
                                LabCommands::reset),
                        new CommandNode.Leaf(
                                "down",
                                "End every process of the lab",
                                () -> List.of(Arguments.flag("--delete", "Delete its directory as well.")),
                                LabCommands::down)));
    }

    /** What the lab's own processes are started with. */
    static List<CommandNode> entryPoints() {
        return List.of(
                new CommandNode.Leaf(
                        ServiceProcess.COMMAND,
                        "Be an instance of the lab's service",
                        () -> List.of(Arguments.word(0, "FILE", "Its settings.")),
                        LabCommands::serve),
                new CommandNode.Leaf(
                        ServiceProcess.ORCHESTRATOR,
                        "Be the lab's stand-in of Kubernetes",
                        () -> List.of(
                                Arguments.word(0, "DIRECTORY", "The lab's."),
                                Arguments.word(1, "SUBNET", "The first of its subnets."),
                                Arguments.word(2, "PRIMARY", "The database server that is primary now.")),
                        LabCommands::orchestrate),
                TrafficCommands.entryPoint());
    }

    private static ArgSpec only() {
        return Arguments.option(ONLY, "PART", "Only `database`: servers, load balancers and hosts, not the service.");
    }

    private static LabOptions options(Invocation invocation) {
        Optional<String> only = invocation.option(ONLY);
        if (only.isEmpty()) {
            return LabOptions.everything(new ServiceProcess());
        }
        if (!only.get().equals("database")) {
            throw new HoldfastException(ErrorCode.USAGE, "%s takes `database`, not '%s'".formatted(ONLY, only.get()));
        }
        return LabOptions.onlyDatabase();
    }

    private static Lab lab(Invocation invocation) {
        return new Lab(invocation.surroundings().labDirectory());
    }

    private static int up(Invocation invocation) {
        Lab lab = lab(invocation);
        LabOptions options = options(invocation);
        Instant began = Instant.now();
        try (LabProgressView view = view(invocation)) {
            lab.up(options, view::show);
        }
        return sayUp(invocation, lab, Duration.between(began, Instant.now()));
    }

    private static int reset(Invocation invocation) {
        Lab lab = lab(invocation);
        LabOptions options = options(invocation);
        Instant began = Instant.now();
        try (LabProgressView view = view(invocation)) {
            lab.reset(options, view::show);
        }
        return sayUp(invocation, lab, Duration.between(began, Instant.now()));
    }

    /** So that whoever breaks the primary at once can recover it: Holdfast has to have seen it alive. */
    private static void remember(Invocation invocation, Lab lab) {
        try (Installation installation = invocation.installation(lab.directory().topology())) {
            Site site = installation.site();
            installation
                    .topology()
                    .databases()
                    .forEach(database -> Sightings.remember(
                            site,
                            database,
                            site.database(database.name()).cluster().observe(LOOK)));
        }
    }

    private static LabProgressView view(Invocation invocation) {
        return invocation.json() ? LabProgressView.silent() : LabProgressView.on(invocation.terminal());
    }

    private static int sayUp(Invocation invocation, Lab lab, Duration took) {
        remember(invocation, lab);
        if (invocation.json()) {
            invocation.print(document(lab.status()));
            return 0;
        }
        invocation.print(List.of("the lab is up after %s; its topology: %s"
                .formatted(Durations.show(took), lab.directory().topology())));
        return 0;
    }

    private static int status(Invocation invocation) {
        LabStatus status = lab(invocation).status();
        if (invocation.json()) {
            invocation.print(document(status));
        } else {
            invocation.print(page(status, invocation.terminal().outPalette()));
        }
        return status.complete() ? 0 : EXIT_DOES_NOT_HOLD;
    }

    private static List<String> page(LabStatus status, Palette palette) {
        if (!status.running()) {
            return List.of("the lab is down; start it with `holdfast lab up`");
        }
        Table table = new Table().row("SERVER", "KIND", "REGION", "ADDRESS", "STATE", "DETAIL");
        status.servers()
                .forEach(server -> table.row(
                        server.name(),
                        server.kind(),
                        server.region(),
                        server.address(),
                        state(server.state(), palette),
                        server.detail()));
        List<String> lines = new ArrayList<>(table.lines());
        status.faults().forEach(fault -> lines.add(palette.yellow("fault that lasts: ") + fault));
        return lines;
    }

    private static String state(ServerStatus.State state, Palette palette) {
        return switch (state) {
            case UP -> palette.green("up");
            case SILENT -> palette.yellow("silent");
            case DOWN -> palette.red("down");
        };
    }

    private static Map<String, Object> document(LabStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("directory", status.directory());
        document.put("running", status.running());
        document.put("complete", status.complete());
        document.put(
                "servers", status.servers().stream().map(LabCommands::document).toList());
        document.put("faults", status.faults());
        return document;
    }

    private static Map<String, Object> document(ServerStatus server) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", server.name());
        document.put("kind", server.kind());
        document.put("region", server.region());
        document.put("address", server.address());
        document.put("state", server.state().name());
        server.pid().ifPresent(pid -> document.put("pid", pid));
        document.put("detail", server.detail());
        return document;
    }

    private static int fault(Invocation invocation) {
        Lab lab = lab(invocation);
        String sentence = String.join(" ", invocation.sentence());
        if (sentence.isEmpty()) {
            return report(invocation, "sentences", lab.faults().grammar().sentences());
        }
        if (!sentence.equals("clear")) {
            Begun begun = lab.faults().begin(sentence);
            return report(invocation, "begun", List.of(begun.sentence()));
        }
        try (LabProgressView view = view(invocation)) {
            return report(invocation, "ended", lab.clearFaults(view::show));
        }
    }

    private static int report(Invocation invocation, String what, List<String> sentences) {
        if (invocation.json()) {
            invocation.print(Map.of(what, sentences));
        } else {
            invocation.print(
                    sentences.isEmpty()
                            ? List.of(what + ": nothing")
                            : sentences.stream()
                                    .map(sentence -> "%s: %s".formatted(what, sentence))
                                    .toList());
        }
        return 0;
    }

    private static int operators(Invocation invocation) {
        LabDirectory directory = invocation.surroundings().labDirectory();
        if (invocation.json()) {
            invocation.print(Map.of(
                    "operators",
                    LabOperators.people().stream()
                            .map(person -> Map.of(
                                    "name", person.name(),
                                    "role", person.role(),
                                    "key", LabOperators.key(directory, person)))
                            .toList()));
            return 0;
        }
        Table table = new Table().row("OPERATOR", "ROLE", "ACT AS THEM WITH");
        LabOperators.people()
                .forEach(person -> table.row(
                        person.name(),
                        person.role(),
                        "--as %s --key %s".formatted(person.name(), LabOperators.key(directory, person))));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("or for a whole shell: export HOLDFAST_OPERATOR=alice HOLDFAST_KEY=%s"
                .formatted(LabOperators.key(directory, LabOperators.people().getFirst())));
        invocation.print(lines);
        return 0;
    }

    private static int down(Invocation invocation) {
        Lab lab = lab(invocation);
        try (LabProgressView view = view(invocation)) {
            LabEnd end = invocation.flag("--delete") ? lab.delete(view::show) : lab.down(view::show);
            if (invocation.json()) {
                invocation.print(Map.of("ended_processes", end.processes()));
            } else {
                invocation.print(List.of("the lab is down: %d processes ended in %s"
                        .formatted(end.processes(), Durations.show(end.took()))));
            }
        }
        return 0;
    }

    private static int orchestrate(Invocation invocation) {
        StandInProcess.run(
                new LabDirectory(invocation.surroundings().resolve(invocation.word(0))),
                LabPlan.startingAt(Integer.parseInt(invocation.word(1))),
                invocation.word(2));
        return 0;
    }

    private static int serve(Invocation invocation) {
        OrderService.run(invocation.surroundings().resolve(invocation.word(0)));
        return 0;
    }
}
