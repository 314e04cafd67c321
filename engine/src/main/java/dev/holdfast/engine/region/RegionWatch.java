package dev.holdfast.engine.region;

import dev.holdfast.engine.region.RegionLook.Kind;
import dev.holdfast.engine.spi.RegionExaminer;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.RegionDetection;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Watches all regions in rounds, and keeps what may be said of each current. While clients come in everywhere, only the entrances
 * are looked at, and now and then everything; when one of them fails, everything is.
 */
public final class RegionWatch implements RegionExaminer, AutoCloseable {
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);
    private static final int EVERYTHING_EVERY = 20;
    /** A round may take its limit; a gap of several rounds is no gap of the regions' making. */
    private static final int ROUNDS_OF_GAP = 3;

    private final Site site;
    private final RegionRound round;
    private final RegionExaminer examination;
    private final Duration interval;
    private final Duration look;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, RegionTrack> tracks = new LinkedHashMap<>();
    private final Thread thread;
    private boolean closed;
    /** Only for the thread that looks. */
    private List<RegionLook> behind = List.of();

    private boolean wellBefore;

    private RegionWatch(Site site) {
        this.site = site;
        this.round = new RegionRound(site);
        this.examination = new RegionExamination(site);
        this.interval = shortest(RegionDetection::interval);
        Duration third = shortest(RegionDetection::silence).dividedBy(3);
        this.look = third.compareTo(LONGEST_LOOK) < 0 ? third : LONGEST_LOOK;
        this.thread = Thread.ofVirtual().name("region-watch").unstarted(this::watch);
    }

    public static RegionWatch start(Site site) {
        RegionWatch watch = new RegionWatch(site);
        watch.thread.start();
        return watch;
    }

    /** Whether there is something to watch: regions with an entrance, and more than one region to compare with. */
    public static boolean isPossible(Topology topology) {
        return topology.regions().size() > 1
                && topology.deployments().stream()
                        .anyMatch(deployment -> !deployment.entrances().isEmpty());
    }

    private Duration shortest(Function<RegionDetection, Duration> time) {
        return site.topology().regions().stream()
                .map(RegionSpec::detection)
                .map(time)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void watch() {
        try {
            for (long turn = 0; !isClosed(); turn++) {
                Instant began = site.clock().instant();
                note(looks(turn), began, site.clock().instant());
                Thread.sleep(interval);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (HoldfastException failure) {
            if (failure.code() != ErrorCode.INTERRUPTED) {
                throw failure;
            }
        }
    }

    /** As long as clients come in everywhere, what lies behind the entrances is taken as it was lately. */
    private List<RegionLook> looks(long turn) {
        if (turn % EVERYTHING_EVERY == 0 || !wellBefore) {
            return everything();
        }
        List<RegionLook> entrances = round.entrances(look);
        if (!isWell(entrances)) {
            return everything();
        }
        return Stream.concat(entrances.stream(), behind.stream()).toList();
    }

    private List<RegionLook> everything() {
        List<RegionLook> looks = round.everything(look);
        behind = looks.stream().filter(seen -> seen.kind() != Kind.ENTRANCE).toList();
        wellBefore = isWell(looks);
        return looks;
    }

    private static boolean isWell(List<RegionLook> looks) {
        return looks.stream()
                .filter(seen -> seen.kind() == Kind.ENTRANCE)
                .allMatch(seen -> seen.status() == Status.HEALTHY);
    }

    private void note(List<RegionLook> looks, Instant began, Instant ended) {
        Duration longest = interval.plus(look).multipliedBy(ROUNDS_OF_GAP);
        boolean sleptThrough = Duration.between(began, ended).compareTo(longest) > 0;
        lock.lock();
        try {
            for (RegionSpec region : site.topology().regions()) {
                RegionVerdict verdict = RegionVoting.judge(region.name(), looks);
                RegionTrack next = Optional.ofNullable(tracks.get(region.name()))
                        .filter(_ -> !sleptThrough)
                        .map(track -> track.then(verdict, began, ended, longest))
                        .orElseGet(() -> RegionTrack.of(verdict, ended, ended));
                tracks.put(region.name(), next);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** What may be said of every region that was looked at. */
    public List<RegionVerdict> verdicts() {
        lock.lock();
        try {
            return site.topology().regions().stream()
                    .flatMap(region -> standing(region).stream())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** The time that the watch goes by. */
    public Instant now() {
        return site.clock().instant();
    }

    private Optional<RegionVerdict> standing(RegionSpec region) {
        return Optional.ofNullable(tracks.get(region.name()))
                .map(track -> track.standing(region.detection(), site.clock().instant()));
    }

    /** Waits until a region is lost that is wanted; empty when none was within the limit. */
    public Optional<RegionVerdict> awaitLost(Predicate<String> wanted, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed) {
                Optional<RegionVerdict> lost = verdicts().stream()
                        .filter(verdict -> verdict.isDown() && wanted.test(verdict.region()))
                        .findFirst();
                if (lost.isPresent() || left <= 0) {
                    return lost;
                }
                left = changed.awaitNanos(left);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** A loss that the watch is sure of is known at once; anything else is looked at anew, in every component. */
    @Override
    public List<RegionVerdict> examine(List<String> regions, Duration limit) {
        List<RegionVerdict> lost =
                verdicts().stream().filter(RegionVerdict::isDown).toList();
        List<String> others = regions.stream()
                .filter(region ->
                        lost.stream().noneMatch(verdict -> verdict.region().equals(region)))
                .toList();
        List<RegionVerdict> anew = others.isEmpty() ? List.of() : examination.examine(others, limit);
        return regions.stream()
                .map(region -> Stream.concat(lost.stream(), anew.stream())
                        .filter(verdict -> verdict.region().equals(region))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }
}
