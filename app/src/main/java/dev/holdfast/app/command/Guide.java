package dev.holdfast.app.command;

import dev.holdfast.app.terminal.LiveLine;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.engine.run.OpenQuestion;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.runbook.Runbook;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Asks whoever guides a run at this terminal. The answers are orders like those of any other terminal; while a question is open
 * here, somebody else may answer it there.
 */
final class Guide implements AutoCloseable {
    private final Runbook runbook;
    private final LiveLine line;
    private final Palette palette;
    private final Consumer<Order> orders;
    private final List<Recorded> events;
    private final Thread asking;
    private Optional<OpenQuestion> open = Optional.empty();
    /** Its order is on the way to the process that executes the run. */
    private Optional<OpenQuestion> answered = Optional.empty();

    /**
     * A guide for one run.
     *
     * @param events so far
     * @param orders where an answer goes
     */
    Guide(Runbook runbook, List<Recorded> events, LiveLine line, Palette palette, Consumer<Order> orders) {
        this.runbook = runbook;
        this.events = new ArrayList<>(events);
        this.line = line;
        this.palette = palette;
        this.orders = orders;
        this.asking = Thread.ofVirtual().name("guide").start(this::ask);
        look();
    }

    synchronized void recorded(Recorded event) {
        events.add(event);
        if (event.event() instanceof Event.OrderDeclined) {
            answered = Optional.empty();
        }
        look();
    }

    private synchronized void look() {
        open = OpenQuestion.of(runbook, RunState.fold(runbook, events)).stream()
                .filter(Guide::isForMe)
                .findFirst();
        notifyAll();
    }

    /** An approval is given with a command of its own, by somebody else. */
    private static boolean isForMe(OpenQuestion question) {
        return switch (question) {
            case OpenQuestion.Held held -> held.wantsProceed();
            case OpenQuestion.Failed _, OpenQuestion.Paused _ -> true;
        };
    }

    private void ask() {
        try {
            while (true) {
                OpenQuestion question = next();
                switch (answer(question)) {
                    case Answer.Given given -> give(question, given.order());
                    case Answer.Unclear _ -> {
                        // Asked again.
                    }
                    case Answer.Gone _ -> {
                        line.print(palette.yellow("nobody answers here any more; steer the run with `holdfast run`"));
                        return;
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized OpenQuestion next() throws InterruptedException {
        while (open.isEmpty() || open.equals(answered)) {
            wait();
        }
        return open.get();
    }

    private synchronized boolean isOpen(OpenQuestion question) {
        return open.filter(question::equals).isPresent();
    }

    private synchronized void answered(OpenQuestion question) {
        answered = Optional.of(question);
    }

    private void give(OpenQuestion question, Order order) {
        if (!isOpen(question)) {
            line.print(palette.yellow("that was answered from another terminal meanwhile; nothing was ordered"));
            return;
        }
        answered(question);
        try {
            orders.accept(order);
        } catch (HoldfastException refused) {
            line.print(palette.red(refused.attempted()));
        }
    }

    /** What somebody typed. */
    private sealed interface Answer {
        record Given(Order order) implements Answer {}

        /** None of those offered, or without the reason that it needs. */
        record Unclear() implements Answer {}

        /** Nobody is there any more. */
        record Gone() implements Answer {}
    }

    private Answer answer(OpenQuestion question) {
        return switch (question) {
            case OpenQuestion.Held held ->
                choose(
                        palette.bold(held.step()) + ": do this?",
                        Map.of(
                                'r', new Choice("run", () -> proceed(held)),
                                's', new Choice("skip", () -> skip(held.step())),
                                'p', new Choice("pause", () -> Optional.of(new Order.Pause("paused by the guide"))),
                                'a', abort(),
                                'u', undo()));
            case OpenQuestion.Failed failed ->
                choose(
                        "%s did not succeed (%s). What now?"
                                .formatted(
                                        palette.bold(failed.step()),
                                        failed.problem().code().id()),
                        Map.of(
                                'r',
                                new Choice("retry", () -> Optional.of(new Order.Retry(failed.step()))),
                                's',
                                new Choice("skip", () -> skip(failed.step())),
                                'a',
                                abort(),
                                'u',
                                undo()));
            case OpenQuestion.Paused paused ->
                choose(
                        "paused by %s. What now?".formatted(paused.by()),
                        Map.of(
                                'c', new Choice("continue", () -> Optional.of(new Order.Continue())),
                                'a', abort(),
                                'u', undo()));
        };
    }

    /**
     * A possible answer.
     *
     * @param word begins with the letter that is typed for it
     */
    private record Choice(String word, Supplier<Optional<Order>> order) {}

    private Answer choose(String question, Map<Character, Choice> choices) {
        String offered = "rcspau"
                .chars()
                .mapToObj(letter -> choices.get((char) letter))
                .filter(Objects::nonNull)
                .map(choice -> "[%s]%s"
                        .formatted(choice.word().charAt(0), choice.word().substring(1)))
                .collect(Collectors.joining("  "));
        Optional<String> typed = line.ask("%s  %s > ".formatted(question, offered));
        if (typed.isEmpty()) {
            return new Answer.Gone();
        }
        char letter = typed.get().isEmpty()
                ? ' '
                : typed.get().toLowerCase(Locale.ROOT).charAt(0);
        return Optional.ofNullable(choices.get(letter))
                .flatMap(choice -> choice.order().get())
                .<Answer>map(Answer.Given::new)
                .orElseGet(Answer.Unclear::new);
    }

    private static Optional<Order> proceed(OpenQuestion.Held held) {
        return Optional.of(new Order.Proceed(held.step(), held.hold().digest()));
    }

    private Optional<Order> skip(String step) {
        return reason("why skip it? ").map(reason -> new Order.Skip(step, reason));
    }

    private Choice abort() {
        return new Choice("abort", () -> reason("why? ").map(reason -> new Order.Abort(false, false, reason)));
    }

    private Choice undo() {
        return new Choice(
                "undo all",
                () -> reason("why? ")
                        .map(reason -> new Order.Abort(
                                true, agreed("also when that takes something from service? [y/N] "), reason)));
    }

    /** Without a reason nothing is skipped or ended. */
    private Optional<String> reason(String question) {
        return line.ask(question).filter(typed -> !typed.isEmpty());
    }

    private boolean agreed(String question) {
        return line.ask(question).filter(typed -> typed.matches("(?i)y|yes")).isPresent();
    }

    @Override
    public void close() {
        asking.interrupt();
    }
}
