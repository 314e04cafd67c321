package dev.holdfast.engine.audit;

import dev.holdfast.engine.audit.AuditTrail.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies the audit trail of an installation: the chain, the checkpoints in the journal and in the file beside it, and those that
 * somebody kept elsewhere.
 *
 * @param file beside the journal
 * @param key the public key of the installation; empty when it has none yet
 * @param keyProven whether that key was authenticated
 */
public record TrailVerification(AuditTrail trail, CheckpointFile file, Optional<String> key, boolean keyProven) {

    /**
     * Reads everything.
     *
     * @param kept checkpoints that somebody kept elsewhere
     */
    public AuditReport verify(List<Checkpoint> kept) {
        // Others may make a checkpoint meanwhile. It goes into the file first.
        List<Checkpoint> inFileBefore = file.read();
        try (Snapshot snapshot = trail.snapshot()) {
            List<Checkpoint> inJournal = snapshot.checkpoints();
            ChainVerifier chain =
                    new ChainVerifier(0, ChainHash.BEGINNING, genuine(List.of(inFileBefore, inJournal, kept)));
            snapshot.links(0, chain::accept);
            Optional<Breach> breach = chain.breach()
                    .or(() -> unsigned(List.of(inJournal, inFileBefore, kept)))
                    .or(() -> missing(inJournal, inFileBefore, file.read()));
            return new AuditReport(chain.last(), inJournal.size(), chain.covered(), key.orElse(""), keyProven, breach);
        }
    }

    /** Later ones win: what somebody kept elsewhere is the best witness. */
    private List<Checkpoint> genuine(List<List<Checkpoint>> sources) {
        return sources.stream()
                .flatMap(List::stream)
                .filter(checkpoint -> key.filter(checkpoint.key()::equals).isPresent() && checkpoint.proven())
                .toList();
    }

    private Optional<Breach> unsigned(List<List<Checkpoint>> sources) {
        return sources.stream()
                .flatMap(List::stream)
                .flatMap(checkpoint -> objection(checkpoint).stream())
                .findFirst();
    }

    private Optional<Breach> objection(Checkpoint checkpoint) {
        if (key.isEmpty()) {
            return Optional.of(Breach.of(checkpoint, "the key that it is signed with is gone"));
        }
        if (!checkpoint.key().equals(key.get())) {
            return Optional.of(Breach.of(checkpoint, "it is signed with another key than that of this installation"));
        }
        return checkpoint.proven()
                ? Optional.empty()
                : Optional.of(Breach.of(checkpoint, "it was changed: its signature does not fit"));
    }

    private Optional<Breach> missing(List<Checkpoint> inJournal, List<Checkpoint> before, List<Checkpoint> after) {
        List<Breach> found = new ArrayList<>();
        for (int i = 0; i < inJournal.size() && found.isEmpty(); i++) {
            Checkpoint checkpoint = inJournal.get(i);
            if (checkpoint.number() != i + 1L) {
                found.add(Breach.of(checkpoint, "the one before it is gone from the journal"));
            } else if (!after.contains(checkpoint)) {
                found.add(Breach.of(checkpoint, "it is gone from " + file.path()));
            }
        }
        before.stream()
                .filter(checkpoint -> !inJournal.contains(checkpoint))
                .map(checkpoint -> Breach.of(checkpoint, """
                        it is in %s and not in the journal: it was removed, or a process died while it made it; the next \
                        checkpoint brings it back""".formatted(file.path())))
                .forEach(found::add);
        return found.stream().findFirst();
    }
}
