package dev.holdfast.app.command;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.People;
import dev.holdfast.engine.control.BreakGlass;
import dev.holdfast.engine.control.Control;
import dev.holdfast.engine.control.ControlEntry;
import dev.holdfast.engine.spi.Notifications;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.notification.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Doing without approvals for a short time, for a stated reason, in front of everybody. */
final class BreakGlassCommands {
    private static final Duration USUAL = Duration.ofMinutes(15);
    private static final Duration TELL = Duration.ofSeconds(10);

    private BreakGlassCommands() {}

    static CommandNode.Group group() {
        return new CommandNode.Group(
                "break-glass",
                "Do without approvals for a short time: open, close, review",
                List.of(
                        new CommandNode.Leaf(
                                "open",
                                "Let no step need an approval; everybody is told",
                                () -> List.of(
                                        Arguments.requiredOption("--reason", "TEXT", "Why; everybody is shown it."),
                                        Arguments.option("--for", "TIME", "How long (15m when silent, 60m at most).")),
                                BreakGlassCommands::open),
                        new CommandNode.Leaf(
                                "close", "Let steps need their approvals again", List::of, BreakGlassCommands::close),
                        new CommandNode.Leaf(
                                "review",
                                "Say that you have looked at what was done; somebody else than who opened it",
                                () -> List.of(
                                        Arguments.word(0, "ID", "Such as bg-4."),
                                        Arguments.requiredOption("--comment", "TEXT", "What you found.")),
                                BreakGlassCommands::review)));
    }

    private static int open(Invocation invocation) {
        Duration time = invocation.option("--for").map(DurationText::parse).orElse(USUAL);
        if (time.isZero() || time.compareTo(BreakGlass.LONGEST) > 0) {
            throw new HoldfastException(ErrorCode.PARAMETER_INVALID, "--for takes at most 60m");
        }
        try (Installation installation = invocation.installation()) {
            String reason = invocation.option("--reason").orElseThrow();
            Instant until = Instant.now().plus(time);
            ControlEntry entry =
                    installation.people().decide(new Control.BreakGlassOpened(reason, until), invocation.caller());
            String id = "bg-" + entry.number();
            List<String> told = tell(
                    installation,
                    new Message(
                            "%s-%s".formatted(id, entry.at()),
                            Message.Severity.CRITICAL,
                            "Break-glass was opened on %s by %s"
                                    .formatted(installation.topology().name(), entry.by()),
                            "No step needs an approval until %s.\nReason: %s\nReview it afterwards: holdfast break-glass review %s"
                                    .formatted(until, reason, id)));
            if (invocation.json()) {
                invocation.print(Map.of("id", id, "until", until, "told", told));
                return 0;
            }
            List<String> lines = new ArrayList<>();
            lines.add("%s %s: no step needs an approval until %s"
                    .formatted(invocation.terminal().outPalette().red("BREAK-GLASS"), id, until));
            told.forEach(line -> lines.add("told: " + line));
            lines.add("end it: holdfast break-glass close; then somebody else: holdfast break-glass review " + id);
            invocation.print(lines);
            return 0;
        }
    }

    /** Whoever can't be told must not keep somebody from acting. */
    private static List<String> tell(Installation installation, Message message) {
        try {
            Notifications notifications = installation.site().notifications();
            return notifications.tell(message, notifications.channels(), TELL).stream()
                    .map(Object::toString)
                    .toList();
        } catch (HoldfastException | UnsupportedOperationException unable) {
            return List.of("nobody: " + unable.getMessage());
        }
    }

    private static int close(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            People people = installation.people();
            BreakGlass open = people.controls()
                    .recorded()
                    .open(Instant.now())
                    .orElseThrow(() -> new HoldfastException(ErrorCode.PERMISSION_UNKNOWN, "no break-glass is open"));
            people.decide(new Control.BreakGlassClosed(open.id()), invocation.caller());
            return said(invocation, open.id(), "%s is closed; it waits for its review".formatted(open.id()));
        }
    }

    private static int review(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            People people = installation.people();
            String id = invocation.word(0);
            BreakGlass glass = people.controls()
                    .recorded()
                    .breakGlass(id)
                    .orElseThrow(() -> new HoldfastException(ErrorCode.PERMISSION_UNKNOWN, "looking for " + id));
            if (glass.isOpen(Instant.now())) {
                throw new HoldfastException(
                        ErrorCode.ORDER_INVALID,
                        "%s is open until %s".formatted(id, glass.until()),
                        "close it first: `holdfast break-glass close`",
                        null);
            }
            if (glass.opened().by().isSameAs(invocation.caller().actor())) {
                throw new HoldfastException(
                        ErrorCode.NOT_PERMITTED,
                        "%s opened %s; somebody else reviews it"
                                .formatted(glass.opened().by(), id));
            }
            people.decide(
                    new Control.BreakGlassReviewed(
                            id, invocation.option("--comment").orElseThrow()),
                    invocation.caller());
            return said(invocation, id, "%s is reviewed".formatted(id));
        }
    }

    private static int said(Invocation invocation, String id, String line) {
        if (invocation.json()) {
            invocation.print(Map.of("id", id));
        } else {
            invocation.print(List.of(line));
        }
        return 0;
    }
}
