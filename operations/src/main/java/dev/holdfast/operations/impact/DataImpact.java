package dev.holdfast.operations.impact;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.model.topology.RegionalDataSpec;
import dev.holdfast.model.topology.RegionalDataSpec.Place;
import dev.holdfast.operations.concurrent.Attempt;
import dev.holdfast.operations.concurrent.Fanout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of the data that only this region has: how old its newest copy elsewhere is. */
final class DataImpact {
    private static final Duration READ = Duration.ofSeconds(5);

    private final Execution execution;
    private final String region;

    DataImpact(Execution execution, String region) {
        this.execution = execution;
        this.region = region;
    }

    Part read() {
        List<String> sentences = new ArrayList<>();
        List<String> late = new ArrayList<>();
        for (RegionalDataSpec data : execution.site().topology().regionalData()) {
            data.places().stream()
                    .filter(place -> place.region().equals(region))
                    .findFirst()
                    .map(place -> of(data, place))
                    .ifPresent(copy -> {
                        sentences.add(copy.sentence());
                        if (!copy.inTime()) {
                            late.add(data.name());
                        }
                    });
        }
        Map<String, String> outputs = new HashMap<>();
        if (!sentences.isEmpty()) {
            outputs.put("data", String.join("; ", sentences));
            outputs.put("data-over-rpo", String.join(",", late));
        }
        return new Part(sentences, outputs);
    }

    private record Newest(String sentence, boolean inTime) {}

    private Newest of(RegionalDataSpec data, Place place) {
        if (place.copiedTo().isEmpty()) {
            return new Newest("%s of %s is copied nowhere".formatted(data.name(), region), false);
        }
        List<String> unread = new ArrayList<>();
        Map<String, Instant> copies = new HashMap<>();
        for (Attempt<String, Optional<Instant>> attempt : Fanout.attempt(place.copiedTo(), to -> copiedAt(data, to))) {
            switch (attempt) {
                case Attempt.Done<String, Optional<Instant>> done ->
                    done.result().ifPresent(at -> copies.put(done.target(), at));
                case Attempt.Failed<String, Optional<Instant>> failed ->
                    unread.add(
                            "%s (%s)".formatted(failed.target(), failed.cause().attempted()));
            }
        }
        return copies.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(newest -> aged(data, newest.getKey(), newest.getValue()))
                .orElseGet(() -> new Newest(
                        "%s of %s has no copy that can be seen in %s%s"
                                .formatted(
                                        data.name(),
                                        region,
                                        place.copiedTo(),
                                        unread.isEmpty() ? "" : "; can't be read: " + unread),
                        false));
    }

    private Optional<Instant> copiedAt(RegionalDataSpec data, String target) {
        RegionalData store = execution.site().regionalData(data.name());
        return store.copiedAt(region, target, execution.limit(READ));
    }

    private Newest aged(RegionalDataSpec data, String target, Instant at) {
        Duration age = Duration.between(at, Tempo.current().clock().instant());
        boolean inTime = age.compareTo(data.objective().rpo()) <= 0;
        return new Newest(
                "the newest copy of %s of %s is in %s and %s old (RPO %s%s)"
                        .formatted(
                                data.name(),
                                region,
                                target,
                                DurationText.format(age.isNegative() ? Duration.ZERO : age),
                                DurationText.format(data.objective().rpo()),
                                inTime ? "" : ", exceeded"),
                inTime);
    }
}
