package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.DatabaseContents;
import dev.holdfast.model.database.Comparison;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Data of which a test says how it differs. */
public final class FakeContents implements DatabaseContents {
    private final List<Comparison.Difference> differences = new ArrayList<>();
    private boolean incomparable;
    private boolean comparedRows;

    public void differ(Comparison.Difference difference) {
        differences.add(difference);
    }

    public void cantBeCompared() {
        incomparable = true;
    }

    public boolean comparedRows() {
        return comparedRows;
    }

    @Override
    public Comparison compare(
            String primary, List<String> standbys, boolean rows, Duration longestPause, Duration limit) {
        if (incomparable) {
            throw new HoldfastException(ErrorCode.DATA_NOT_COMPARABLE, "replica2 did not reach 0/3E8");
        }
        comparedRows = rows;
        return new Comparison(new Lsn(1000), Duration.ofMillis(4), 2, 77, standbys, differences);
    }
}
