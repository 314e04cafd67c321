package dev.holdfast.app.command;

import dev.holdfast.app.terminal.Durations;
import dev.holdfast.app.terminal.Table;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.notification.Outbox;
import dev.holdfast.engine.notification.WaitingMessage;
import dev.holdfast.engine.spi.SendResult;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.notification.Message;
import dev.holdfast.model.topology.ChannelSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Model.ArgSpec;

/** Commands about messages: what waits, trying again, and trying a channel out. The word {@code notify} alone tells people. */
final class NotifyCommands {
    private static final String NAME = "notify";
    private static final String CHANNEL = "--channel";
    private static final String TIMEOUT = "--timeout";
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private NotifyCommands() {}

    /** Puts the commands behind the operation of the same name, when the section has it. */
    static Section grouped(Section section) {
        return new Section(
                section.title(),
                section.commands().stream()
                        .map(command -> command instanceof CommandNode.Leaf leaf
                                        && leaf.name().equals(NAME)
                                ? group(leaf)
                                : command)
                        .toList());
    }

    private static CommandNode group(CommandNode.Leaf operation) {
        CommandNode send = new CommandNode.Leaf("send", operation.summary(), operation.arguments(), operation.action());
        return new CommandNode.Group(
                NAME,
                operation.summary(),
                List.of(
                        send,
                        new CommandNode.Leaf(
                                "list",
                                "List the messages that wait, since when and why",
                                List::of,
                                NotifyCommands::list),
                        new CommandNode.Leaf(
                                "retry", "Send what waits", () -> List.of(timeout()), NotifyCommands::retry),
                        new CommandNode.Leaf(
                                "test",
                                "Send a test message over a channel, once, and say what came of it",
                                () -> List.of(
                                        Arguments.requiredOption(CHANNEL, "NAME", "Which channel of the topology."),
                                        timeout()),
                                NotifyCommands::test)),
                Optional.of(operation));
    }

    private static ArgSpec timeout() {
        return Arguments.option(TIMEOUT, "DURATION", "How long it may take (30s when silent).");
    }

    private static Duration limit(Invocation invocation) {
        return invocation.option(TIMEOUT).map(DurationText::parse).orElse(DEFAULT_TIMEOUT);
    }

    private static int list(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            show(invocation, installation.hasJournal() ? installation.outbox().waiting() : List.of());
            return 0;
        }
    }

    private static int retry(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            Outbox outbox = installation.outbox();
            int sent = outbox.retry(limit(invocation));
            List<WaitingMessage> left = outbox.waiting();
            if (!invocation.json()) {
                invocation.print(List.of("%d sent, %d still waiting".formatted(sent, left.size())));
            }
            if (invocation.json() || !left.isEmpty()) {
                show(invocation, left);
            }
            return left.isEmpty()
                    ? 0
                    : ErrorCode.NOTIFICATION_FAILED.errorClass().exitCode();
        }
    }

    private static void show(Invocation invocation, List<WaitingMessage> waiting) {
        if (invocation.json()) {
            invocation.print(Map.of(
                    "waiting", waiting.stream().map(NotifyCommands::document).toList()));
            return;
        }
        if (waiting.isEmpty()) {
            invocation.print(List.of("no message waits"));
            return;
        }
        Instant now = Instant.now();
        Table table = new Table().row("CHANNEL", "WAITS", "ATTEMPTS", "MESSAGE", "WHY");
        waiting.forEach(one -> table.row(
                one.channel(),
                Durations.show(Duration.between(one.since(), now)),
                Integer.toString(one.attempts()),
                one.message().subject(),
                one.reason()));
        invocation.print(table.lines());
    }

    private static Map<String, Object> document(WaitingMessage waiting) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("message", waiting.message().id());
        document.put("subject", waiting.message().subject());
        document.put("channel", waiting.channel());
        document.put("since", waiting.since());
        document.put("attempts", waiting.attempts());
        document.put("reason", waiting.reason());
        return document;
    }

    /** Not through the outbox: who tries a channel out wants to see what it answers, and no other one to stand in. */
    private static int test(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            ChannelSpec spec = channel(installation, invocation.option(CHANNEL).orElseThrow());
            Message message = new Message(
                    "test-" + UUID.randomUUID(),
                    Message.Severity.INFO,
                    "%s: test of the channel %s"
                            .formatted(installation.topology().name(), spec.name()),
                    "Somebody tries out whether Holdfast can tell you something. Nothing has happened.");
            SendResult result = installation.channels().bind(spec).send(message, limit(invocation));
            String receipt = receipt(result, spec);
            if (invocation.json()) {
                invocation.print(Map.of("channel", spec.name(), "receipt", receipt));
            } else {
                invocation.print(List.of("%s took the test message: %s".formatted(spec.name(), receipt)));
            }
            return 0;
        }
    }

    private static ChannelSpec channel(Installation installation, String name) {
        List<ChannelSpec> channels = installation.topology().channels();
        return channels.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.CHANNEL_UNKNOWN,
                        "channel '%s'; the topology has %s"
                                .formatted(
                                        name,
                                        channels.stream().map(ChannelSpec::name).toList())));
    }

    private static String receipt(SendResult result, ChannelSpec spec) {
        return switch (result) {
            case SendResult.Taken taken -> taken.receipt();
            case SendResult.Refused refused -> throw failed(spec, refused.reason());
            case SendResult.Unavailable unavailable -> throw failed(spec, unavailable.reason());
        };
    }

    private static HoldfastException failed(ChannelSpec spec, String reason) {
        return new HoldfastException(
                ErrorCode.NOTIFICATION_FAILED,
                "the test message over %s: %s".formatted(spec.name(), reason),
                "correct what it says, then test again; a test message is not kept",
                null);
    }
}
