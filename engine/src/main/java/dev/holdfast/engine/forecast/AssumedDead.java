package dev.holdfast.engine.forecast;

import dev.holdfast.engine.spi.DatabaseBinding;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.ForwardingSite;
import dev.holdfast.engine.spi.PrimaryExaminer;
import dev.holdfast.engine.spi.PrimaryMemory;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.detection.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A site as it would be if one primary had died this moment: that server does not answer, the detection is sure, and everything
 * else is as it really is. For reading only: the database has no effects here.
 *
 * @param sighting how the primary was, right before
 */
public record AssumedDead(Site site, PrimarySighting sighting) implements ForwardingSite {

    @Override
    public DatabaseBinding database(String name) {
        DatabaseBinding real = site.database(name);
        if (!name.equals(sighting.database())) {
            return real;
        }
        DatabaseCluster bereaved =
                new BereavedCluster(real.cluster(), Set.of(sighting.state().node()));
        return new DatabaseBinding(bereaved, real.rejoin(), real.contents(), real.probes());
    }

    @Override
    public PrimaryExaminer examiner() {
        return (database, limit) -> database.equals(sighting.database())
                ? new Verdict.Down(List.of(), Verdict.Cause.CRASHED, "that is assumed")
                : site.examiner().examine(database, limit);
    }

    @Override
    public PrimaryMemory memory() {
        return new PrimaryMemory() {
            @Override
            public void remember(PrimarySighting other) {}

            @Override
            public Optional<PrimarySighting> lastSighting(String database) {
                return database.equals(sighting.database())
                        ? Optional.of(sighting)
                        : site.memory().lastSighting(database);
            }
        };
    }
}
