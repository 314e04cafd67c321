package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DnsSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Leads clients elsewhere in steps, paced by what becomes of each: see {@link Pace} and {@link Comfort}.
 *
 * <pre>
 * for each step:  1. every DNS server says the new weights
 *                 2. wait until no client may keep the old answer
 *                 3. two looks at the traffic: clients that keep connections are asked to leave when it does not follow
 *                 4. how the receivers bear it decides about the next step
 * </pre>
 *
 * <p>When it is given up, the weights are those of the start again before it says so. When it is cut off, they are a step's, which is
 * recorded; begun again, it goes on from there.
 */
final class Shift {
    /** What may still come in at a giver when clients follow: they are few, and counted for a moment only. */
    private static final double TOLERANCE = 1.3;

    private static final double NOISE = 2;

    private final Execution execution;
    private final Names names;
    private final Way way;
    private boolean asked;

    /**
     * Which way clients are led.
     *
     * @param names what each DNS name said at the start
     * @param table what a name says when so many percent were led elsewhere
     * @param before what a name says when it is given up
     * @param receivers the regions that get more clients
     * @param givers the regions that clients are led away from
     * @param forGood whether the givers are to keep nobody: who asks their clients to leave need not stop asking
     */
    record Way(
            List<NameState> names,
            BiFunction<NameState, Integer, DnsTable> table,
            Function<DnsSpec, DnsTable> before,
            List<String> receivers,
            List<String> givers,
            boolean forGood) {
        Way {
            names = List.copyOf(names);
            receivers = List.copyOf(receivers);
            givers = List.copyOf(givers);
        }

        private List<DnsSpec> specs() {
            return names.stream().map(NameState::spec).toList();
        }

        /** What a name says when so many percent were led elsewhere. */
        private DnsTable at(NameState now, int moved) {
            return table.apply(started(now), moved);
        }

        private NameState started(NameState now) {
            return names.stream()
                    .filter(name -> name.spec().equals(now.spec()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    Shift(Execution execution, Way way) {
        this.execution = execution;
        this.names = new Names(execution);
        this.way = way;
    }

    /** The time until no client may keep an old answer. */
    static Duration ttl(List<NameState> names) {
        return names.stream()
                .map(name -> name.spec().ttl())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /**
     * Leads everybody elsewhere who is not yet.
     *
     * @param moved percent that are led elsewhere already
     */
    void run(int moved) {
        Watch watch = Watch.begin(execution, Views.deployments(execution.site().topology(), way.specs()));
        Pace pace = Pace.firstFrom(moved);
        lead(pace);
        while (true) {
            Comfort.Sign sign = look(watch, pace);
            switch (pace.next(sign.feedback())) {
                case Pace.Move.Go go -> {
                    tellIfBack(pace, go.pace(), sign);
                    pace = go.pace();
                    lead(pace);
                }
                case Pace.Move.Stay stay -> {
                    execution.note("stays at %d%%: %s".formatted(pace.moved(), sign.reason()));
                    pace = stay.pace();
                }
                case Pace.Move.Arrived _ -> {
                    return;
                }
                case Pace.Move.GiveUp _ -> throw givenUp(sign);
            }
        }
    }

    private void tellIfBack(Pace from, Pace to, Comfort.Sign sign) {
        if (to.moved() < from.moved()) {
            execution.note("back from %d%% to %d%%: %s".formatted(from.moved(), to.moved(), sign.reason()));
        }
    }

    private void lead(Pace pace) {
        names.tell(names.look(way.specs()), name -> way.at(name, pace.moved()));
        execution.note("%d%% are led %s".formatted(pace.moved(), way.forGood() ? "elsewhere" : "back"));
        if (!way.forGood()) {
            ask(true);
        }
        waitForAnswers();
        if (!way.forGood()) {
            ask(false);
        }
    }

    private void waitForAnswers() {
        TailLook.sleep(execution.limit(ttl(way.names())));
    }

    private void ask(boolean leave) {
        for (String region : way.givers()) {
            new RegionEntrance(execution, region).askToLeave(leave).forEach(execution::note);
        }
        asked = leave;
    }

    private Comfort.Sign look(Watch watch, Pace pace) {
        Watch.Seen seen = watch.look(way.receivers(), way.givers());
        if (!way.forGood() || asked || follows(watch, seen, pace)) {
            return seen.sign();
        }
        execution.note(String.format(
                Locale.ROOT,
                "%.1f requests a second still come in at %s: clients that keep connections are asked to leave",
                seen.requests(),
                way.givers()));
        ask(true);
        waitForAnswers();
        return watch.look(way.receivers(), way.givers()).sign();
    }

    private boolean follows(Watch watch, Watch.Seen seen, Pace pace) {
        double keeps = (Pace.ALL - pace.moved()) / (double) Math.max(1, Pace.ALL - pace.start());
        return seen.requests() <= watch.requestsBefore(way.givers()) * Math.min(1, keeps) * TOLERANCE + NOISE;
    }

    private HoldfastException givenUp(Comfort.Sign sign) {
        names.tell(names.look(way.specs()), name -> way.before().apply(name.spec()));
        ask(false);
        return new HoldfastException(
                ErrorCode.UNSTABLE,
                "clients were worse off at the smallest step, so the weights are as before: " + sign.reason(),
                "find out why with `holdfast monitor-cascade`, or give the regions more with `holdfast scale-region`",
                null);
    }
}
