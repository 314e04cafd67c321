package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Carries out what is asked of the twin. Every call takes its time; a change happens at once, in the middle of that time, one at a
 * time, and the invariants are looked at after each. So whoever dies or runs out of time during a call can't know whether it had
 * its effect, as on a real system.
 *
 * <p>Guards everything that the twin holds. Nobody sleeps with the lock, so it can be used in virtual time.
 */
final class TwinEffects {
    private final TwinTimings timings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Duration> delays = new HashMap<>();
    private final List<Supplier<List<String>>> invariants = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private long changes;

    TwinEffects(TwinTimings timings) {
        this.timings = timings;
    }

    /**
     * A call to a component.
     *
     * @param component whose delay counts
     * @param reach looked at when the call arrives there
     * @param unreachable the failure when it does not
     */
    record Call(TwinCall kind, String component, Supplier<Reach> reach, ErrorCode unreachable) {}

    /** Looks at something under the lock, without taking time. */
    <T> T look(Supplier<T> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }

    /** Changes something from outside, such as a fault does; takes no time. */
    void happen(String what, Runnable change) {
        look(() -> {
            change.run();
            changes++;
            check(what);
            return true;
        });
    }

    /** Reads. What can't be reached is for {@code look} to say; silence takes as long as the limit. */
    <T> T read(Call call, Duration limit, Supplier<T> look) {
        Duration took = shorter(pace(call), limit);
        sleep(took);
        if (look(call.reach()) == Reach.SILENT) {
            sleep(limit.minus(took));
        }
        return look(look);
    }

    /** Reads from something that must be reached. */
    <T> T ask(Call call, String attempted, Duration limit, Supplier<T> look) {
        Duration took = pace(call);
        Duration spent = shorter(took, limit);
        sleep(spent);
        refuseUnlessReached(look(call.reach()), call, attempted, limit.minus(spent));
        refuseIfLate(took, limit, attempted, call);
        return look(look);
    }

    /** Changes something. What {@code change} throws, it throws, and then nothing is changed. */
    void perform(Call call, String effect, Duration limit, Runnable change) {
        Duration took = pace(call);
        Duration until = shorter(took.dividedBy(2), limit);
        sleep(until);
        boolean arrived = took.dividedBy(2).compareTo(limit) <= 0;
        Reach reach = look(() -> {
            Reach found = call.reach().get();
            if (arrived && found == Reach.ANSWERS) {
                change.run();
                changes++;
                log.add(effect);
                check(effect);
            }
            return found;
        });
        refuseUnlessReached(reach, call, effect, limit.minus(until));
        sleep(shorter(took, limit).minus(until));
        refuseIfLate(took, limit, effect, call);
    }

    private Duration pace(Call call) {
        return timings.of(call.kind()).plus(look(() -> delays.getOrDefault(call.component(), Duration.ZERO)));
    }

    private static void refuseUnlessReached(Reach reach, Call call, String attempted, Duration left) {
        switch (reach) {
            case ANSWERS -> {}
            case REFUSES ->
                throw new HoldfastException(
                        call.unreachable(), "%s: %s refuses connections".formatted(attempted, call.component()));
            case SILENT -> {
                sleep(left);
                throw new HoldfastException(
                        call.unreachable(), "%s: %s does not answer".formatted(attempted, call.component()));
            }
        }
    }

    private static void refuseIfLate(Duration took, Duration limit, String attempted, Call call) {
        if (took.compareTo(limit) > 0) {
            throw new HoldfastException(
                    call.unreachable(),
                    "%s: no answer of %s within %d ms".formatted(attempted, call.component(), limit.toMillis()));
        }
    }

    private void check(String what) {
        List<String> broken = invariants.stream()
                .flatMap(invariant -> invariant.get().stream())
                .toList();
        if (!broken.isEmpty()) {
            broken.forEach(violation -> violations.add("after %s: %s".formatted(what, violation)));
            throw new InvariantBrokenException(what, broken);
        }
    }

    void always(Supplier<List<String>> invariant) {
        invariants.add(invariant);
    }

    void delay(String component, Duration extra) {
        look(() -> delays.put(component, extra));
    }

    /** How often anything was changed, by an effect or from outside. */
    long changes() {
        return look(() -> changes);
    }

    /** Every effect so far, in order. */
    List<String> log() {
        return look(() -> List.copyOf(log));
    }

    /** Every time an invariant did not hold. */
    List<String> violations() {
        return look(() -> List.copyOf(violations));
    }

    static void sleep(Duration time) {
        if (!time.isPositive()) {
            return;
        }
        try {
            Tempo.current().sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "waiting for the twin", e);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
