package dev.holdfast.engine.control;

import dev.holdfast.engine.identity.Identity;
import dev.holdfast.engine.identity.Objection;
import dev.holdfast.engine.recovery.StartPermit;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.engine.spi.Records.Kept;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Operators;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The controls of an installation, in the order in which they were recorded.
 *
 * <p>What gives a permission is trusted only when it is signed by somebody who may give it today. What takes one away, and the
 * kill switch, count as they are recorded: nobody must be able to undo a stop by leaving.
 */
public final class ControlBook implements StartPermit {
    /** The colon tells it from the name of a run. */
    private static final String STREAM = "controls:all";

    private final Records records;
    private final String site;
    private final ControlRules rules;
    /** Whether a permission is signed by somebody who may give it; holds as long as the operators are the same. */
    private final Map<ControlEntry, Boolean> signed = new HashMap<>();

    private Operators signedBy = Operators.NONE;

    /**
     * @param site the name of the topology
     */
    public ControlBook(Records records, String site, Identity identity) {
        this.records = records;
        this.site = site;
        this.rules = new ControlRules(site, identity);
    }

    /** What is recorded, whether or not the signatures hold. */
    public Controls recorded() {
        return Controls.fold(entries());
    }

    /** What counts: as {@link #recorded}, without permissions that nobody who may give them has signed. */
    public Controls trusted() {
        Set<List<Object>> seen = new HashSet<>();
        return Controls.fold(entries().stream()
                .filter(entry -> !(entry.control() instanceof Control.ByProven)
                        || (seen.add(List.of(entry.by(), entry.at(), entry.control())) && isSigned(entry)))
                .toList());
    }

    /** A run that is held asks several times a second, and verifying takes a process each time. */
    private boolean isSigned(ControlEntry entry) {
        Operators now = rules.operators();
        synchronized (signed) {
            if (!now.equals(signedBy)) {
                signed.clear();
                signedBy = now;
            }
            return signed.computeIfAbsent(entry, _ -> rules.objection(entry).isEmpty());
        }
    }

    /** What is signed for a control. */
    public String textToSign(Actor by, Instant at, Control control) {
        return SignedControl.text(site, by, at, control).toString();
    }

    /**
     * Records a control; when this returns, it survives a crash.
     *
     * @throws HoldfastException {@code IDENTITY_UNPROVEN} or {@code NOT_PERMITTED} when this person may not
     */
    public ControlEntry record(Instant at, Actor by, Control control, Optional<String> signature) {
        while (true) {
            long number = records.read(STREAM, 0).size() + 1L;
            ControlEntry entry = new ControlEntry(number, at, by, control, signature);
            rules.objection(entry).map(Objection::exception).ifPresent(objection -> {
                throw objection;
            });
            switch (records.append(STREAM, number - 1, at, List.of(ControlCodec.encode(by, control, signature)))) {
                case AppendResult.Appended _ -> {
                    return entry;
                }
                case AppendResult.Conflict _ -> {
                    // Somebody else decided something at the same moment: this comes after it.
                }
                case AppendResult.Unknown unknown ->
                    throw new HoldfastException(
                            ErrorCode.JOURNAL_UNWRITABLE, "recording a control: %s".formatted(unknown.reason()));
            }
        }
    }

    /** Why Holdfast may start nothing by itself. */
    @Override
    public Optional<String> objection() {
        return recorded().disarmed().map(Alarm::disarmed);
    }

    /** What nobody must overlook at this moment; costs next to nothing while there is nothing. */
    public static List<String> alarms(Records records, Instant now) {
        List<Kept> kept = records.read(STREAM, 0);
        return Alarm.isPossible(kept, now) ? Alarm.lines(Controls.fold(decoded(kept)), now) : List.of();
    }

    private List<ControlEntry> entries() {
        return decoded(records.read(STREAM, 0));
    }

    private static List<ControlEntry> decoded(List<Kept> kept) {
        return kept.stream().flatMap(one -> ControlCodec.decode(one).stream()).toList();
    }
}
