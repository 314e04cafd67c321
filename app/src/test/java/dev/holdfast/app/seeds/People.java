package dev.holdfast.app.seeds;

import dev.holdfast.app.seeds.Staff.Person;
import dev.holdfast.engine.order.OrderBook;
import dev.holdfast.engine.run.Hold;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.engine.run.StepStatus;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.Runbook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * People at their terminals. First some of them order whatever comes to their minds, right or wrong; in between and afterwards they
 * give what the run waits for; and when that leads nowhere they end it.
 */
final class People {
    private static final int MOST_ACTS = 60;

    private final Chance chance;
    private final Runbook runbook;
    private final OrderBook book;
    private final Tally tally;
    private final Supplier<Optional<RunState>> run;
    private final int whims;
    private final List<String> digests = new ArrayList<>(List.of("0123456789ab"));

    /** @param run what the journal says of the run, once there is one */
    People(Chance chance, Runbook runbook, OrderBook book, Tally tally, Supplier<Optional<RunState>> run) {
        this.chance = chance;
        this.runbook = runbook;
        this.book = book;
        this.tally = tally;
        this.run = run;
        this.whims = chance.percent(25) ? 0 : chance.below(14);
    }

    private record Act(Person by, Order order) {}

    /** Goes on until the simulation ends. */
    boolean work() throws InterruptedException {
        int acts = 0;
        while (true) {
            Tempo.current().sleep(chance.between(Duration.ofMillis(100), Duration.ofSeconds(6)));
            Optional<RunState> state = run.get().filter(found -> !found.isOver());
            if (state.isEmpty()) {
                continue;
            }
            remember(state.get());
            Optional<Act> act =
                    acts < whims && chance.percent(70) ? Optional.of(whim(state.get())) : sensible(state.get());
            if (acts > MOST_ACTS && state.get().steering().aborted().isEmpty()) {
                act = Optional.of(new Act(Person.DEE, new Order.Abort(chance.percent(50), true, "it leads nowhere")));
            }
            act.ifPresent(given -> place(state.get(), given));
            acts += act.isPresent() ? 1 : 0;
        }
    }

    private void place(RunState state, Act act) {
        String kind = act.order().getClass().getSimpleName();
        Person signer = chance.percent(2) ? chance.pick(Staff.everybody()) : act.by();
        tally.count(signer == act.by() ? "placed " + kind : "forged orders");
        sign(book, state, act.by(), signer, act.order());
        if (chance.percent(2)) {
            tally.count("copied orders");
            PlacedOrder copied = book.after(state.run(), 0).getLast();
            book.place(state.run(), copied.at(), copied.by(), copied.order(), copied.signature());
        }
    }

    /** Places an order that somebody signed, who should be the one who gives it. */
    static void sign(OrderBook book, RunState state, Person by, Person signer, Order order) {
        Instant at = now();
        String signature = signer.signature(state.run(), state.begin().hash(), by.actor(), at, order);
        book.place(state.run(), at, by.actor(), order, Optional.of(signature));
    }

    private static Instant now() {
        return Tempo.current().clock().instant();
    }

    private void remember(RunState state) {
        state.steps().stream()
                .flatMap(step -> step.hold().stream())
                .map(Hold::digest)
                .forEach(digest -> {
                    if (!digests.contains(digest)) {
                        digests.add(digest);
                    }
                });
    }

    /** What the run waits for, from somebody who may give it. */
    private Optional<Act> sensible(RunState state) {
        if (state.steering().paused().isPresent()) {
            return Optional.of(new Act(Person.DEE, new Order.Continue()));
        }
        for (StepState step : state.steps()) {
            Optional<Act> act = sensible(state, step);
            if (act.isPresent()) {
                return act;
            }
        }
        return Optional.empty();
    }

    private Optional<Act> sensible(RunState state, StepState step) {
        return switch (step.status()) {
            case HELD -> step.hold().flatMap(hold -> answer(step, hold));
            case FAILED, REFUSED -> state.isGuided() ? Optional.of(afterFailure(step)) : Optional.empty();
            case PENDING, PLANNED, STARTED, PERFORMED, PROVED, SKIPPED, UNDOING, UNDONE, UNDO_FAILED ->
                Optional.empty();
        };
    }

    private Optional<Act> answer(StepState step, Hold hold) {
        if (hold.missing() > 0) {
            Order approve = new Order.Approve(step.id(), hold.digest(), "looks right", expiry());
            return Optional.of(new Act(chance.pick(List.of(Person.BOB, Person.CID)), approve));
        }
        return hold.checkpoint() && !hold.proceeds()
                ? Optional.of(new Act(Person.DEE, new Order.Proceed(step.id(), hold.digest())))
                : Optional.empty();
    }

    private Instant expiry() {
        return now().plus(chance.percent(20) ? Duration.ofMillis(300) : Duration.ofMinutes(30));
    }

    private Act afterFailure(StepState step) {
        int choice = chance.below(10);
        if (choice == 0) {
            return new Act(Person.DEE, new Order.Abort(chance.percent(50), true, "it fails"));
        }
        return new Act(
                Person.DEE,
                choice < 7 ? new Order.Retry(step.id()) : new Order.Skip(step.id(), "it can be done without"));
    }

    private Act whim(RunState state) {
        return new Act(chance.pick(Staff.everybody()), anything(state));
    }

    private Order anything(RunState state) {
        String step =
                chance.percent(4) ? "nowhere" : chance.pick(runbook.steps()).id();
        List<StepState> held = state.steps().stream()
                .filter(found -> found.status() == StepStatus.HELD)
                .toList();
        if (!held.isEmpty() && chance.percent(60)) {
            step = chance.pick(held).id();
        }
        String digest = chance.percent(60)
                ? state.find(step).flatMap(StepState::hold).map(Hold::digest).orElse(digests.getFirst())
                : chance.pick(digests);
        int kind = chance.below(30);
        if (kind == 0) {
            return new Order.Abort(chance.percent(60), chance.percent(60), "a whim");
        }
        return switch (kind % 7) {
            case 0 -> new Order.Approve(step, digest, "a whim", expiry());
            case 1 -> new Order.Proceed(step, digest);
            case 2 -> new Order.Reject(step, digest, "a whim");
            case 3 -> new Order.Retry(step);
            case 4 -> new Order.Skip(step, "a whim");
            case 5 -> new Order.Pause("a whim");
            default -> new Order.Continue();
        };
    }
}
