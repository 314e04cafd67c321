package dev.holdfast.engine.audit;

import dev.holdfast.engine.audit.AuditTrail.Entry;
import dev.holdfast.engine.audit.AuditTrail.Link;
import dev.holdfast.engine.audit.Breach.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Follows a chain record by record, and finds the first one that is wrong.
 *
 * <p>Each hash depends on every record before it, so one that was changed, removed, inserted or moved is found where it is.
 * Somebody who computes the whole chain anew is found at the next checkpoint, whose signature they can't make.
 */
final class ChainVerifier {
    private final NavigableMap<Long, Checkpoint> expected = new TreeMap<>();
    private final Map<String, Long> streams = new HashMap<>();
    private long seq;
    private ChainHash hash;
    private long covered;
    private Optional<Breach> breach = Optional.empty();

    /**
     * A verifier.
     *
     * @param after the number of the record that the first one follows
     * @param before the hash of that one
     * @param checkpoints that are genuine; those of records before the first one are left out
     */
    ChainVerifier(long after, ChainHash before, List<Checkpoint> checkpoints) {
        this.seq = after;
        this.hash = before;
        checkpoints.stream()
                .filter(checkpoint -> checkpoint.seq() > after)
                .forEach(checkpoint -> expected.put(checkpoint.seq(), checkpoint));
    }

    void accept(Link link) {
        if (breach.isPresent()) {
            nameWhatIsGone(link);
            return;
        }
        breach = judge(link);
        if (breach.isPresent()) {
            nameWhatIsGone(link);
            return;
        }
        link.record().ifPresent(record -> streams.put(record.stream(), record.index()));
        arrive(link.seq(), link.entry().orElseThrow().hash());
    }

    /** A record of which only the digest is known. */
    void skip(long number, String digest) {
        if (breach.isEmpty() && number != seq + 1) {
            breach = Optional.of(gone(seq + 1));
        }
        if (breach.isEmpty()) {
            arrive(number, hash.thenDigest(digest));
        }
    }

    private void arrive(long number, ChainHash then) {
        seq = number;
        hash = then;
        Optional<Checkpoint> checkpoint = Optional.ofNullable(expected.get(seq));
        if (checkpoint.isPresent() && !checkpoint.get().hash().equals(hash)) {
            breach = Optional.of(rewritten(checkpoint.get()));
            return;
        }
        covered = checkpoint.map(Checkpoint::seq).orElse(covered);
    }

    private Optional<Breach> judge(Link link) {
        if (link.entry().isEmpty()) {
            return link.record()
                    .map(record -> Breach.of(
                            Kind.INSERTED,
                            record,
                            "the chain does not know it: it was put in by something else, or its entry was removed"));
        }
        if (link.seq() != seq + 1) {
            return Optional.of(gone(seq + 1));
        }
        Entry entry = link.entry().get();
        return link.record()
                .map(record -> judge(record, entry))
                .orElseGet(() -> Optional.of(
                        Breach.of(Kind.REMOVED, link.seq(), entry, "it is gone; the chain still knows of it")));
    }

    private Optional<Breach> judge(AuditRecord record, Entry entry) {
        boolean sameName = record.stream().equals(entry.stream()) && record.index() == entry.index();
        if (hash.then(record).equals(entry.hash())) {
            return sameName
                    ? Optional.empty()
                    : Optional.of(Breach.of(
                            Kind.CHANGED,
                            record,
                            "its entry in the chain was changed to %s %d".formatted(entry.stream(), entry.index())));
        }
        if (sameName) {
            return Optional.of(Breach.of(Kind.CHANGED, record, "it is not what its hash was computed from"));
        }
        AuditRecord renamed =
                new AuditRecord(record.seq(), entry.stream(), entry.index(), record.at(), record.type(), record.body());
        return Optional.of(
                hash.then(renamed).equals(entry.hash())
                        ? Breach.of(
                                Kind.CHANGED,
                                renamed,
                                "it was filed as %s %d".formatted(record.stream(), record.index()))
                        : Breach.of(
                                Kind.REORDERED,
                                record.seq(),
                                entry,
                                "in its place is %s %d".formatted(record.stream(), record.index())));
    }

    private static Breach gone(long number) {
        return new Breach(Kind.REMOVED, number, "", 0, "", "it is gone, and so is its entry in the chain");
    }

    /** The first stream that lacks an index tells whose record is gone. */
    private void nameWhatIsGone(Link link) {
        if (link.record().isEmpty()) {
            return;
        }
        AuditRecord record = link.record().get();
        long missing = streams.getOrDefault(record.stream(), 0L) + 1;
        if (breach.filter(found -> found.kind() == Kind.REMOVED && found.index() == 0)
                        .isPresent()
                && record.index() > missing) {
            Breach found = breach.get();
            breach = Optional.of(
                    new Breach(found.kind(), found.seq(), record.stream(), missing, found.at(), found.detail()));
        }
        streams.put(record.stream(), record.index());
    }

    private Breach rewritten(Checkpoint checkpoint) {
        return new Breach(
                Kind.REWRITTEN,
                covered + 1,
                "",
                0,
                "",
                "checkpoint %d of %s proves that something from here to record %d was changed, and the chain computed anew"
                        .formatted(checkpoint.number(), checkpoint.at(), checkpoint.seq()));
    }

    /** To be asked after the last record. */
    Optional<Breach> breach() {
        return breach.or(() -> Optional.ofNullable(expected.higherEntry(seq))
                .map(Map.Entry::getValue)
                .map(checkpoint -> new Breach(
                        Kind.TRUNCATED,
                        seq + 1,
                        "",
                        0,
                        "",
                        "checkpoint %d of %s proves that there were records up to %d"
                                .formatted(checkpoint.number(), checkpoint.at(), checkpoint.seq()))));
    }

    /** The number of the last record that was followed. */
    long last() {
        return seq;
    }

    /** The newest record that a checkpoint proves. */
    long covered() {
        return covered;
    }
}
