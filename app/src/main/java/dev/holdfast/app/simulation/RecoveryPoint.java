package dev.holdfast.app.simulation;

import dev.holdfast.engine.operation.ParameterBinding;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What would be lost of the acknowledged writes.
 *
 * @param figure a duration or {@code unknown}; empty when no step could lose any
 * @param objective the RPO
 */
public record RecoveryPoint(Optional<String> figure, Duration objective) {

    /** The worst of several figures. */
    public static RecoveryPoint worst(List<String> figures, Duration objective) {
        return new RecoveryPoint(figures.stream().max(Comparator.comparing(RecoveryPoint::size)), objective);
    }

    private static Duration size(String figure) {
        return ParameterBinding.duration(figure).orElse(Duration.ofSeconds(Long.MAX_VALUE));
    }

    public boolean met() {
        return figure.map(RecoveryPoint::size)
                .filter(size -> size.compareTo(objective) > 0)
                .isEmpty();
    }
}
