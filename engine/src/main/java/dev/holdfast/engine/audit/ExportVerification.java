package dev.holdfast.engine.audit;

import dev.holdfast.engine.audit.AuditTrail.Entry;
import dev.holdfast.engine.audit.AuditTrail.Link;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Verifies what {@link AuditExport} wrote, with nothing but the file and what the reader knows of the key. */
public final class ExportVerification {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> lines;
    private final JsonNode header;
    private final String key;

    private ExportVerification(List<String> lines) {
        this.lines = lines;
        this.header = lines.isEmpty() ? JSON.createObjectNode() : tree(lines.getFirst());
        if (!header.path("format").asString("").equals(AuditExport.FORMAT)) {
            throw broken("the first line is not that of an export");
        }
        this.key = header.path("key").asString("");
    }

    /** Reads an export. */
    public static ExportVerification of(Path file) {
        try {
            return new ExportVerification(Files.readAllLines(file));
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.USAGE, "reading the export %s: %s".formatted(file, e), e);
        }
    }

    /**
     * Follows the chain.
     *
     * @param kept checkpoints of the same installation that somebody kept elsewhere; they prove whose key it is
     */
    public AuditReport verify(List<Checkpoint> kept) {
        List<Checkpoint> inside = checkpoints();
        List<Checkpoint> all = new ArrayList<>(inside);
        all.addAll(kept);
        List<Checkpoint> genuine = new ArrayList<>(all);
        genuine.removeIf(checkpoint -> !isOfThisKey(checkpoint));
        // One of later records says nothing of this part.
        long last = header.path("last").asLong();
        if (inside.size() != header.path("checkpoints").asInt()) {
            throw broken("it has %d checkpoints instead of %s".formatted(inside.size(), header.path("checkpoints")));
        }
        genuine.removeIf(checkpoint -> checkpoint.seq() > last && !inside.contains(checkpoint));
        ChainVerifier chain =
                new ChainVerifier(header.path("after").asLong(), new ChainHash(hash(header, "hash")), genuine);
        lines.stream().skip(1).forEach(line -> follow(chain, line));
        return new AuditReport(
                chain.last() - header.path("after").asLong(),
                inside.size(),
                chain.covered(),
                key,
                kept.stream().anyMatch(checkpoint -> checkpoint.key().equals(key)),
                chain.breach().or(() -> cutOff(chain)).or(() -> objection(all)));
    }

    private boolean isOfThisKey(Checkpoint checkpoint) {
        return checkpoint.key().equals(key) && checkpoint.proven();
    }

    private Optional<Breach> objection(List<Checkpoint> all) {
        return all.stream()
                .filter(checkpoint -> !isOfThisKey(checkpoint))
                .map(checkpoint -> Breach.of(checkpoint, "its signature does not fit, or it is of another key"))
                .findFirst();
    }

    /** An export ends with a checkpoint, unless there was none to end it with. */
    private Optional<Breach> cutOff(ChainVerifier chain) {
        return chain.covered() == chain.last()
                        && chain.last() == header.path("last").asLong()
                ? Optional.empty()
                : Optional.of(
                        new Breach(
                                Breach.Kind.TRUNCATED,
                                chain.covered() + 1,
                                "",
                                0,
                                "",
                                "no checkpoint proves this record and those after it: they were cut off, or were never signed"));
    }

    private List<Checkpoint> checkpoints() {
        return lines.stream()
                .skip(1)
                .map(ExportVerification::tree)
                .filter(tree -> tree.has(Breach.CHECKPOINT))
                .map(tree -> CheckpointFile.parse(tree.get(Breach.CHECKPOINT).toString()))
                .toList();
    }

    private static void follow(ChainVerifier chain, String line) {
        JsonNode tree = tree(line);
        long seq = tree.path("seq").asLong();
        if (tree.has("digest")) {
            chain.skip(seq, hash(tree, "digest"));
        } else if (!tree.has(Breach.CHECKPOINT)) {
            chain.accept(new Link(seq, record(seq, tree, line), entry(tree)));
        }
    }

    private static Optional<AuditRecord> record(long seq, JsonNode tree, String line) {
        int body = line.indexOf(AuditExport.BODY);
        if (body < 0 && !tree.has(AuditExport.TEXT)) {
            return Optional.empty();
        }
        return Optional.of(new AuditRecord(
                seq,
                tree.path("stream").asString(""),
                tree.path("index").asLong(),
                tree.path("at").asString(""),
                tree.path("type").asString(""),
                body < 0
                        ? tree.path(AuditExport.TEXT).asString("")
                        : line.substring(body + AuditExport.BODY.length(), line.length() - 1)));
    }

    private static Optional<Entry> entry(JsonNode tree) {
        return tree.has("hash")
                ? Optional.of(new Entry(
                        tree.path("stream").asString(""),
                        tree.path("index").asLong(),
                        new ChainHash(hash(tree, "hash"))))
                : Optional.empty();
    }

    private static String hash(JsonNode tree, String field) {
        String text = tree.path(field).asString("");
        if (!text.matches("[0-9a-f]{64}")) {
            throw broken("'%s' is no hash".formatted(text));
        }
        return text;
    }

    private static JsonNode tree(String line) {
        try {
            return JSON.readTree(line);
        } catch (JacksonException e) {
            throw broken("a line is no JSON: " + line);
        }
    }

    private static HoldfastException broken(String found) {
        return new HoldfastException(ErrorCode.AUDIT_BROKEN, "verifying an export: " + found);
    }
}
