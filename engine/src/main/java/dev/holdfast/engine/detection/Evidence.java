package dev.holdfast.engine.detection;

import dev.holdfast.model.detection.Look;
import dev.holdfast.model.detection.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that was seen of one primary since the watch began.
 *
 * @param since when the watch began
 * @param tracks what each source saw
 * @param stall the longest time for which Holdfast itself did not run lately: looks of a sleeper mean nothing
 */
record Evidence(Instant since, Map<Source, Track> tracks, Duration stall) {

    Evidence {
        tracks = Map.copyOf(tracks);
    }

    static Evidence none(Instant since) {
        return new Evidence(since, Map.of(), Duration.ZERO);
    }

    Evidence with(Look look) {
        Map<Source, Track> next = new LinkedHashMap<>(tracks);
        Track before = next.get(look.source());
        next.put(look.source(), before == null ? Track.of(look) : before.with(look));
        return new Evidence(since, next, stall);
    }

    Evidence stalled(Duration longest) {
        return new Evidence(since, tracks, longest);
    }

    Stream<Track> of(Source.Kind kind) {
        return tracks.values().stream().filter(track -> track.newest().source().kind() == kind);
    }

    List<Look> votes() {
        return tracks.values().stream()
                .map(Track::newest)
                .sorted(Comparator.comparing((Look look) -> look.source().kind())
                        .thenComparing(look -> look.source().name()))
                .toList();
    }

    /** The newest look of each source, and since when it fails. */
    List<Vote> ballot() {
        return votes().stream()
                .map(look -> new Vote(
                        look, Optional.ofNullable(tracks.get(look.source())).flatMap(Track::failingSince)))
                .toList();
    }

    /** When any source last saw life; the beginning of the watch when none ever did. */
    Instant lastLife() {
        return tracks.values().stream()
                .flatMap(track -> track.lastLife().stream())
                .max(Comparator.naturalOrder())
                .orElse(since);
    }

    Optional<Instant> lastStopping() {
        return tracks.values().stream()
                .flatMap(track -> track.lastStopping().stream())
                .max(Comparator.naturalOrder());
    }
}
