package dev.holdfast.engine.recovery;

import dev.holdfast.engine.detection.PrimaryExamination;
import dev.holdfast.engine.detection.PrimaryIdentity;
import dev.holdfast.engine.detection.PrimaryWatch;
import dev.holdfast.engine.spi.DatabaseBinding;
import dev.holdfast.engine.spi.PrimaryExaminer;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Watches whichever server is the primary of one database, and answers for it to the operations of this process without
 * another examination.
 */
public final class StandingWatch implements PrimaryExaminer, AutoCloseable {
    private static final Duration OBSERVE = Duration.ofSeconds(1);

    private final Site site;
    private final String database;
    private final PrimaryExaminer examination;
    private final AtomicReference<Optional<Post>> post = new AtomicReference<>(Optional.empty());

    private record Post(PrimaryWatch watch, SightingRecorder recorder) {
        void leave() {
            recorder.close();
            watch.close();
        }
    }

    public StandingWatch(Site site, String database) {
        this.site = site;
        this.database = database;
        this.examination = new PrimaryExamination(site);
    }

    /**
     * Finds the primary and starts to watch it; what was watched before is left.
     *
     * @return the server that is watched
     */
    public String takeUp() {
        DatabaseBinding binding = site.database(database);
        String primary = PrimaryIdentity.of(
                        binding.cluster().observe(OBSERVE), site.memory().lastSighting(database))
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.PRIMARY_MISSING,
                        "no server of %s says that it is primary, and none was seen before".formatted(database)));
        PrimaryWatch watch = PrimaryWatch.start(binding, site.topology().regions(), primary, site.clock());
        SightingRecorder recorder = SightingRecorder.start(binding.cluster(), primary, site.memory(), site.clock());
        post.getAndSet(Optional.of(new Post(watch, recorder))).ifPresent(Post::leave);
        return primary;
    }

    /** Waits until the verdict is as wanted; empty when it did not become so in time. */
    public Optional<Verdict> await(Predicate<Verdict> wanted, Duration limit) throws InterruptedException {
        Optional<Post> current = post.get();
        return current.isEmpty() ? Optional.empty() : current.get().watch().await(wanted, limit);
    }

    /** The server that is watched; it must have been taken up. */
    String primary() {
        return post.get().orElseThrow().watch().primary();
    }

    DatabaseSpec spec() {
        return site.topology().database(Optional.of(database));
    }

    Instant now() {
        return site.clock().instant();
    }

    /** The verdict of this moment, when something is watched. */
    public Optional<Verdict> verdict() {
        return post.get().map(standing -> standing.watch().verdict());
    }

    @Override
    public Verdict examine(String wanted, Duration limit) {
        Optional<Verdict> current = wanted.equals(database) ? verdict() : Optional.empty();
        return current.orElseGet(() -> examination.examine(wanted, limit));
    }

    @Override
    public void close() {
        post.getAndSet(Optional.empty()).ifPresent(Post::leave);
    }
}
