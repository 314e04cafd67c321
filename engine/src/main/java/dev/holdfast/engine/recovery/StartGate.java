package dev.holdfast.engine.recovery;

import dev.holdfast.model.detection.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Waits until the primary is down and a run may be started. While it may not, the verdict is watched all the same. */
final class StartGate {
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final Verdicts verdicts;
    private final StartPermit permit;

    /** Waits until the verdict is as wanted; empty when it did not become so in time. */
    @FunctionalInterface
    interface Verdicts {
        Optional<Verdict> await(Predicate<Verdict> wanted, Duration limit) throws InterruptedException;
    }

    StartGate(Verdicts verdicts, StartPermit permit) {
        this.verdicts = verdicts;
        this.permit = permit;
    }

    /**
     * Returns the failure that a run may be started for.
     *
     * @param barred is told of a failure for which none may be, once, with the reason
     */
    Verdict.Down awaitDown(BiConsumer<Verdict.Down, String> barred) throws InterruptedException {
        boolean told = false;
        while (true) {
            Optional<Verdict> verdict = verdicts.await(Verdict.Down.class::isInstance, LOOK_AGAIN);
            if (!(verdict.orElse(null) instanceof Verdict.Down down)) {
                continue;
            }
            Optional<String> objection = permit.objection();
            if (objection.isEmpty()) {
                return down;
            }
            if (!told) {
                barred.accept(down, objection.get());
            }
            told = lasts();
        }
    }

    /** Waits a moment; whether the failure is still there. */
    private boolean lasts() throws InterruptedException {
        return verdicts.await(verdict -> !(verdict instanceof Verdict.Down), ASK_AGAIN)
                .isEmpty();
    }
}
