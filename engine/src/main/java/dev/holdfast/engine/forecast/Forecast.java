package dev.holdfast.engine.forecast;

import dev.holdfast.model.topology.Objective;
import java.util.List;
import java.util.Optional;

/**
 * What would happen if the primary of a database died now.
 *
 * @param primary which server; empty when none answers, and then this is about what would happen from here on
 * @param runbook what would be executed
 * @param loss empty when no standby could take over
 * @param obstacles what would stand in the way, one sentence each
 */
public record Forecast(
        String database,
        Optional<String> primary,
        Objective objective,
        String runbook,
        RecoveryTime time,
        Optional<Loss> loss,
        List<String> obstacles) {

    public Forecast {
        obstacles = List.copyOf(obstacles);
    }

    /** Whether clients would be served again within the objective, also at worst. */
    public boolean meetsRto() {
        return loss.isPresent() && time.total().worst().compareTo(objective.rto()) <= 0;
    }

    /** Whether no more would be lost than the objective allows. */
    public boolean meetsRpo() {
        return loss.filter(lost -> lost.within(objective.rpo())).isPresent();
    }
}
