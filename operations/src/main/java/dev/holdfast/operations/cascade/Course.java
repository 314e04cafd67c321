package dev.holdfast.operations.cascade;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How one region goes on, look by look. A spike that heals is no trouble: what is wrong must be seen in several looks in a row, and
 * be gone as long before it counts as over.
 */
final class Course {
    /** Looks in a row that make a change real. */
    static final int SUSTAINED = 3;
    /** Looks in a row after which nobody can say what goes on there. */
    static final int BLIND = 5;

    private final String region;
    private List<String> symptoms = List.of();
    private Duration firstIll = Duration.ZERO;
    private int ill;
    private int well;
    private int blind;
    private Optional<Duration> since = Optional.empty();
    private Optional<Duration> over = Optional.empty();
    private Optional<Duration> firstBlind = Optional.empty();
    private boolean seen;
    private Duration best = Duration.ofDays(1);

    Course(String region) {
        this.region = region;
    }

    /** Takes a look, and says what changed by it: a sentence, or nothing. */
    Optional<String> look(Duration at, Reading reading) {
        if (reading.isBlind()) {
            return cannotSee(at);
        }
        boolean wasBlind = blind >= BLIND;
        blind = 0;
        seen = true;
        reading.rate()
                .filter(rate -> rate.requests() > 0 && rate.response().compareTo(best) < 0)
                .ifPresent(rate -> best = rate.response());
        List<String> found = Symptoms.of(reading, best);
        Optional<String> change = found.isEmpty() ? healthy(at) : unhealthy(at, reading, found);
        return change.or(() -> wasBlind ? Optional.of(region + " can be seen again") : Optional.empty());
    }

    private Optional<String> cannotSee(Duration at) {
        blind++;
        if (blind != BLIND) {
            return Optional.empty();
        }
        firstBlind = firstBlind.or(() -> Optional.of(at));
        return Optional.of("what goes through %s can't be seen any more".formatted(region));
    }

    private Optional<String> healthy(Duration at) {
        ill = 0;
        well++;
        if (since.isEmpty() || well != SUSTAINED) {
            return Optional.empty();
        }
        since = Optional.empty();
        over = Optional.of(at);
        return Optional.of("%s is well again".formatted(region));
    }

    /** What is proven needs no second look. */
    private Optional<String> unhealthy(Duration at, Reading reading, List<String> found) {
        if (ill == 0) {
            firstIll = at;
        }
        well = 0;
        ill++;
        symptoms = found;
        if (since.isPresent() || (ill < SUSTAINED && !reading.lost())) {
            return Optional.empty();
        }
        since = Optional.of(firstIll);
        return Optional.of("%s is in trouble: %s".formatted(region, String.join(", ", found)));
    }

    String region() {
        return region;
    }

    /** When the trouble that it is in began; empty when it is in none. */
    Optional<Duration> troubledSince() {
        return since;
    }

    /** Whether it is in trouble, or was until then at most so long ago. */
    boolean wasTroubled(Duration now, Duration memory) {
        return since.isPresent()
                || over.filter(end -> now.minus(end).compareTo(memory) <= 0).isPresent();
    }

    /** Looks in a row at which something was wrong. */
    int illLooks() {
        return ill;
    }

    /** What was wrong last. */
    String symptoms() {
        return String.join(", ", symptoms);
    }

    /** When it could first not be seen for longer; empty when it always could. */
    Optional<Duration> firstBlind() {
        return firstBlind;
    }

    boolean wasEverSeen() {
        return seen;
    }
}
