package dev.holdfast.engine.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A signed statement: when it was made, this was the newest record, and everything up to it was as this hash says.
 *
 * @param number 1 for the first checkpoint, without gaps
 * @param seq the newest record
 * @param key the public key that proves the signature, as Base64 of its X.509 form
 * @param signature Ed25519, as Base64
 */
public record Checkpoint(long number, long seq, ChainHash hash, Instant at, String key, String signature) {

    /** What is signed. */
    byte[] statement() {
        return """
                holdfast audit checkpoint
                number %d
                record %d
                hash %s
                at %s
                """.formatted(number, seq, hash, at).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the owner of its key signed exactly this. */
    public boolean proven() {
        return AuditKey.verifies(key, statement(), signature);
    }
}
