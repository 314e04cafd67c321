package dev.holdfast.operations.regionaldata;

import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.region.CopyState;
import dev.holdfast.model.region.CopyState.Differences;
import dev.holdfast.model.topology.RegionalDataSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Data that is a map in every region, and copies of it. */
final class FakeRegionalData implements RegionalData {
    private final RegionalDataSpec spec;
    private final Clock clock;
    private final Map<String, Map<String, String>> data = new HashMap<>();
    private final Map<String, Copy> copies = new HashMap<>();
    private final Set<String> unreachable = new HashSet<>();
    private final List<Optional<Long>> limits = new ArrayList<>();
    private boolean losesWrites;

    FakeRegionalData(RegionalDataSpec spec, Clock clock) {
        this.spec = spec;
        this.clock = clock;
        spec.places().forEach(place -> data.put(place.region(), new TreeMap<>(Map.of("a", "1", "b", "2"))));
    }

    private record Copy(Instant at, Map<String, String> recorded, Map<String, String> now) {}

    void write(String region, String name, String value) {
        of(region).put(name, value);
    }

    void writeToCopy(String source, String target, String name, String value) {
        copy(source, target).orElseThrow().now().put(name, value);
    }

    /** What is copied does not arrive. */
    void loseWrites() {
        losesWrites = true;
    }

    void loseRegion(String region) {
        unreachable.add(region);
    }

    void taken(String source, String target, Instant at) {
        copies.put(source + target, new Copy(at, Map.copyOf(of(source)), new TreeMap<>(of(source))));
    }

    /** The limits with which it was copied. */
    List<Optional<Long>> limits() {
        return limits;
    }

    private Map<String, String> of(String region) {
        return Optional.ofNullable(data.get(region)).orElseThrow();
    }

    private Optional<Copy> copy(String source, String target) {
        return Optional.ofNullable(copies.get(source + target));
    }

    @Override
    public RegionalDataSpec spec() {
        return spec;
    }

    @Override
    public CopyState compare(String source, String target, Duration limit) {
        if (unreachable.contains(source) || unreachable.contains(target)) {
            throw new HoldfastException(ErrorCode.HOST_UNREACHABLE, "no host of %s or %s".formatted(source, target));
        }
        Map<String, String> here = of(source);
        Optional<Copy> copy = copy(source, target);
        Set<String> behind = differing(here, copy.map(Copy::recorded).orElse(Map.of()));
        Set<String> altered =
                copy.map(known -> differing(known.recorded(), known.now())).orElse(Set.of());
        return new CopyState(
                spec.name(),
                source,
                target,
                here.size(),
                Differences.of(behind),
                Differences.of(altered),
                2_500L * behind.size(),
                copy.map(Copy::at));
    }

    @Override
    public Optional<Instant> copiedAt(String source, String target, Duration limit) {
        return copy(source, target).map(Copy::at);
    }

    private static Set<String> differing(Map<String, String> one, Map<String, String> other) {
        Set<String> names = new TreeSet<>(one.keySet());
        names.addAll(other.keySet());
        names.removeIf(name -> Optional.ofNullable(one.get(name)).equals(Optional.ofNullable(other.get(name))));
        return names;
    }

    @Override
    public void copy(
            String source, String target, Optional<Long> bytesPerSecond, Consumer<String> progress, Duration limit) {
        limits.add(bytesPerSecond);
        progress.accept("half of it");
        progress.accept("all of it");
        if (!losesWrites) {
            taken(source, target, clock.instant());
        }
    }
}
