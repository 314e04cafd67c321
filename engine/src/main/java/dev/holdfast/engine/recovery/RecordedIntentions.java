package dev.holdfast.engine.recovery;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Intentions;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Keeps intentions in the journal, each component in a stream of its own, so that they are part of the audit trail. */
public final class RecordedIntentions implements Intentions {
    private static final String TYPE = "intended";

    private final Records records;
    private final Clock clock;

    public RecordedIntentions(Records records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    @Override
    public void intend(String component, String value) {
        List<Records.Kept> before = records.read(stream(component), 0);
        if (!before.isEmpty() && before.getLast().entry().body().equals(value)) {
            return;
        }
        AppendResult result = records.append(
                stream(component), before.size(), clock.instant(), List.of(new Records.Entry(TYPE, value)));
        switch (result) {
            case AppendResult.Appended _ -> {}
            case AppendResult.Conflict _ ->
                throw new HoldfastException(
                        ErrorCode.JOURNAL_CONFLICT,
                        "somebody else told %s something at the same time".formatted(component));
            case AppendResult.Unknown unknown ->
                throw new HoldfastException(ErrorCode.JOURNAL_UNWRITABLE, unknown.reason());
        }
    }

    @Override
    public Optional<Intention> intended(String component) {
        List<Records.Kept> all = records.read(stream(component), 0);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new Intention(
                        component, all.getLast().entry().body(), all.getLast().at()));
    }

    private static String stream(String component) {
        return "intention/" + component;
    }
}
