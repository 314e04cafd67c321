package dev.holdfast.engine.recovery;

import dev.holdfast.engine.detection.PrimaryIdentity;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who goes first when a region is lost that holds the primary of a database: that is one event, and two conditions.
 *
 * <p>The failover of the database goes first, because it is quicker, and because a region to which clients are led serves nobody
 * without it. The run about the region waits until another region has the primary, and finds that part of it done. Should the
 * run about the region be there first, the database waits for that. A region that answers, and does not serve while a database
 * fails over, is not lost: it waits for the primary as everybody does. Nobody waits for longer than a while for another run, which
 * may wait for a person.
 */
public final class RightOfWay {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    /** So long it may take a database's own watch to be sure. */
    private static final Duration TIME_TO_NOTICE = Duration.ofSeconds(5);

    /** So long clients of a region may take to find a new primary. */
    private static final Duration TIME_TO_RETURN = Duration.ofSeconds(5);

    private static final Duration OBSERVE = Duration.ofMillis(500);

    private final Site site;
    /** The servers that failed and are being replaced, by database, and since when. */
    private final Map<String, Instant> databases = new HashMap<>();

    /** When the last failover of a database was over. */
    private final Map<String, Instant> ended = new HashMap<>();

    private final Map<String, Instant> regions = new HashMap<>();
    /** Since when a region's turn is asked for. */
    private final Map<String, Instant> waiting = new HashMap<>();

    public RightOfWay(Site site) {
        this.site = site;
    }

    /** The turn of the failover of a database; its target is the server that failed. */
    public Turn ofDatabase(String database) {
        return new Turn() {
            @Override
            public Optional<String> take(String target, boolean answers) {
                return takeDatabase(database, target);
            }

            @Override
            public void keep(String target) {
                begin(databases, database);
            }

            @Override
            public void giveBack(String target) {
                endFailover(database);
            }
        };
    }

    /** The turn of runs about regions. */
    public Turn ofRegion() {
        return new Turn() {
            @Override
            public Optional<String> take(String target, boolean answers) {
                return takeRegion(target, answers);
            }

            @Override
            public void keep(String target) {
                begin(regions, target);
            }

            @Override
            public void giveBack(String target) {
                endRegion(target);
            }
        };
    }

    private synchronized void begin(Map<String, Instant> taken, String target) {
        taken.put(target, now());
    }

    private synchronized void endFailover(String database) {
        if (databases.remove(database) != null) {
            ended.put(database, now());
        }
    }

    private synchronized void endRegion(String region) {
        regions.remove(region);
        waiting.remove(region);
    }

    private synchronized Optional<String> takeDatabase(String database, String failed) {
        DatabaseSpec spec = site.topology().database(Optional.of(database));
        String region = spec.node(failed).region();
        Optional<String> objection = Optional.ofNullable(regions.get(region))
                .filter(since -> !isOver(since, LONGEST_WAIT))
                .map(_ -> "the run about region %s has begun, which fails its databases over".formatted(region));
        if (objection.isEmpty()) {
            databases.put(database, now());
        }
        return objection;
    }

    private Optional<String> takeRegion(String region, boolean answers) {
        Optional<DatabaseSpec> bereaved = site.topology().databases().stream()
                .filter(database -> isBereaved(database, region))
                .findFirst();
        synchronized (this) {
            Instant asked = waiting.computeIfAbsent(region, _ -> now());
            Optional<String> objection = bereaved.filter(database -> goesFirst(database.name(), asked))
                    .map(database -> "the failover of %s goes first".formatted(database.name()))
                    .or(() -> answers && !isOver(asked, LONGEST_WAIT) ? beingMended() : Optional.empty());
            if (objection.isEmpty()) {
                regions.put(region, now());
                waiting.remove(region);
            }
            return objection;
        }
    }

    /** Regions find the new primary one after the other: the last of them is not lost because the first one serves again. */
    private Optional<String> beingMended() {
        return Stream.concat(
                        databases.keySet().stream(),
                        ended.entrySet().stream()
                                .filter(failover -> !isOver(failover.getValue(), TIME_TO_RETURN))
                                .map(Map.Entry::getKey))
                .findFirst()
                .map("the failover of %s may be why it does not serve"::formatted);
    }

    private boolean goesFirst(String database, Instant asked) {
        return Optional.ofNullable(databases.get(database))
                .map(since -> !isOver(since, LONGEST_WAIT))
                .orElseGet(() -> !isOver(asked, TIME_TO_NOTICE));
    }

    /** Whether the last primary that anybody knows of is in that region. */
    private boolean isBereaved(DatabaseSpec spec, String region) {
        DatabaseCluster cluster = site.database(spec.name()).cluster();
        ClusterState state = cluster.observe(OBSERVE);
        return PrimaryIdentity.of(state, site.memory().lastSighting(spec.name()))
                .map(primary -> spec.node(primary).region().equals(region))
                .orElse(false);
    }

    private boolean isOver(Instant since, Duration time) {
        return Duration.between(since, now()).compareTo(time) >= 0;
    }

    private Instant now() {
        return site.clock().instant();
    }
}
