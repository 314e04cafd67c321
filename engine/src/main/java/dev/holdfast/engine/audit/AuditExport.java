package dev.holdfast.engine.audit;

import dev.holdfast.engine.audit.AuditTrail.Link;
import dev.holdfast.engine.audit.AuditTrail.Snapshot;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a part of an audit trail as lines of JSON that can be verified without the journal.
 *
 * <p>The part reaches from the first record that is asked for to the first checkpoint after the last one. Of the records in between
 * that are not asked for it holds the digests, so that the chain can be followed and nothing of them is told.
 *
 * @param key the public key of the installation
 */
public record AuditExport(Snapshot snapshot, String key) {
    static final String FORMAT = "holdfast-audit-1";
    /** Last in its line and as it was hashed; no text in front of it can hold this, since quotes are escaped there. */
    static final String BODY = ",\"body\":";

    /** Instead of the body, when that is not JSON in one line. */
    static final String TEXT = "text";

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Writes it.
     *
     * @return how many records it shows
     */
    public long write(Predicate<AuditRecord> wanted, PrintWriter out) {
        List<Checkpoint> checkpoints = snapshot.checkpoints();
        Range range = range(wanted, checkpoints);
        List<Checkpoint> inside = new ArrayList<>(checkpoints);
        inside.removeIf(checkpoint -> checkpoint.seq() <= range.after() || checkpoint.seq() > range.last());
        out.println(JSON.writeValueAsString(header(range, inside)));
        long[] shown = {0};
        snapshot.links(range.after(), link -> {
            if (link.seq() <= range.last()) {
                boolean show = link.record().filter(wanted).isPresent();
                shown[0] += show ? 1 : 0;
                out.println(show || link.record().isEmpty() ? line(link) : digest(link));
                inside.stream()
                        .filter(checkpoint -> checkpoint.seq() == link.seq())
                        .forEach(checkpoint ->
                                out.println("{\"checkpoint\":%s}".formatted(CheckpointFile.line(checkpoint))));
            }
        });
        return shown[0];
    }

    /** Which records are in the export. */
    private record Range(long after, ChainHash hash, long last) {}

    private Range range(Predicate<AuditRecord> wanted, List<Checkpoint> checkpoints) {
        long[] ends = {0, 0, 0};
        ChainHash[] hashes = {ChainHash.BEGINNING, ChainHash.BEGINNING};
        snapshot.links(0, link -> {
            if (link.record().filter(wanted).isPresent()) {
                if (ends[0] == 0) {
                    ends[0] = link.seq();
                    hashes[0] = hashes[1];
                }
                ends[1] = link.seq();
            }
            ends[2] = link.seq();
            link.entry().ifPresent(entry -> hashes[1] = entry.hash());
        });
        long last = checkpoints.stream()
                .mapToLong(Checkpoint::seq)
                .filter(seq -> seq >= ends[1])
                .min()
                .orElse(ends[2]);
        return ends[0] == 0 ? new Range(0, ChainHash.BEGINNING, 0) : new Range(ends[0] - 1, hashes[0], last);
    }

    private Map<String, Object> header(Range range, List<Checkpoint> inside) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("format", FORMAT);
        header.put("after", range.after());
        header.put("hash", range.hash().hex());
        header.put("last", range.last());
        header.put("checkpoints", inside.size());
        header.put("key", key);
        return header;
    }

    private static String digest(Link link) {
        return "{\"seq\":%d,\"digest\":\"%s\"}"
                .formatted(link.seq(), ChainHash.digest(link.record().orElseThrow()));
    }

    private static String line(Link link) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("seq", link.seq());
        Optional<String> body = Optional.empty();
        if (link.record().isPresent()) {
            AuditRecord record = link.record().get();
            line.put("stream", record.stream());
            line.put("index", record.index());
            line.put("at", record.at());
            line.put("type", record.type());
            body = Optional.of(record.body());
        }
        link.entry().ifPresent(entry -> {
            line.putIfAbsent("stream", entry.stream());
            line.putIfAbsent("index", entry.index());
            line.put("hash", entry.hash().hex());
        });
        if (body.isPresent() && !isJsonInOneLine(body.get())) {
            line.put(TEXT, body.get());
            body = Optional.empty();
        }
        String text = JSON.writeValueAsString(line);
        return body.map(raw -> text.substring(0, text.length() - 1) + BODY + raw + "}")
                .orElse(text);
    }

    private static boolean isJsonInOneLine(String body) {
        try {
            JSON.readTree(body);
            return body.indexOf('\n') < 0 && body.indexOf('\r') < 0;
        } catch (JacksonException e) {
            return false;
        }
    }
}
