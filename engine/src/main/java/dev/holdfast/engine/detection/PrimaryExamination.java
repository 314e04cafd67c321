package dev.holdfast.engine.detection;

import dev.holdfast.engine.spi.DatabaseBinding;
import dev.holdfast.engine.spi.PrimaryExaminer;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.util.List;

/**
 * Examines a primary from scratch: watches it until the verdict is clear or the time is over.
 *
 * <p>Which server to examine is the one that says it is primary; when none does, the one that was primary when last seen.
 */
public final class PrimaryExamination implements PrimaryExaminer {
    private static final Duration OBSERVE = Duration.ofMillis(500);

    private final Site site;

    public PrimaryExamination(Site site) {
        this.site = site;
    }

    /**
     * What an examination brought.
     *
     * @param primary the server that was examined
     * @param votes what each source said in the end
     */
    public record Examined(String primary, Verdict verdict, List<Vote> votes) {
        public Examined {
            votes = List.copyOf(votes);
        }
    }

    @Override
    public Verdict examine(String database, Duration limit) {
        return inDetail(database, limit).verdict();
    }

    /** As {@link #examine}, and says which server it was about and what each source saw. */
    public Examined inDetail(String database, Duration limit) {
        DatabaseBinding binding = site.database(database);
        String primary = PrimaryIdentity.of(
                        binding.cluster().observe(OBSERVE), site.memory().lastSighting(database))
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.PRIMARY_MISSING,
                        "no server of %s says that it is primary, and none was seen before".formatted(database)));
        try (PrimaryWatch watch = PrimaryWatch.start(binding, site.topology().regions(), primary, site.clock())) {
            Verdict verdict =
                    watch.await(clear -> isClear(clear, watch.sources()), limit).orElseGet(watch::verdict);
            return new Examined(primary, verdict, watch.votes());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Examined(primary, new Verdict.Blind(List.of(), "the examination was interrupted"), List.of());
        }
    }

    /** A primary that lives is known at once, but whoever asks wants to hear from every source. */
    private static boolean isClear(Verdict verdict, int sources) {
        return verdict instanceof Verdict.Down
                || (verdict instanceof Verdict.Alive && verdict.votes().size() == sources);
    }
}
