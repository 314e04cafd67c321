package dev.holdfast.engine.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash of a record and of every record before it: SHA-256 over the hash before and the digest of the record.
 *
 * <p>The digest is a step of its own, so that an export can prove the place of a record without showing its neighbours.
 *
 * @param hex 64 hexadecimal digits
 */
public record ChainHash(String hex) {
    /** What the first record follows. */
    public static final ChainHash BEGINNING = new ChainHash("0".repeat(64));

    private static final HexFormat HEX = HexFormat.of();

    /** From the bytes of a hash. */
    public static ChainHash of(byte[] bytes) {
        return new ChainHash(HEX.formatHex(bytes));
    }

    /** The hash of the record that follows this one. */
    public ChainHash then(AuditRecord record) {
        return thenDigest(digest(record));
    }

    /** The hash of the record that follows this one, of which only the digest is known. */
    public ChainHash thenDigest(String digest) {
        MessageDigest sha256 = sha256();
        sha256.update(bytes());
        sha256.update(HEX.parseHex(digest));
        return of(sha256.digest());
    }

    /** What stands for a record in the chain. */
    public static String digest(AuditRecord record) {
        MessageDigest sha256 = sha256();
        sha256.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(record.seq())
                .putLong(record.index())
                .array());
        text(sha256, record.stream());
        text(sha256, record.at());
        text(sha256, record.type());
        text(sha256, record.body());
        return HEX.formatHex(sha256.digest());
    }

    /** With its length in front: no character can move from one text to the next unnoticed. */
    private static void text(MessageDigest sha256, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        sha256.update(bytes);
    }

    public byte[] bytes() {
        return HEX.parseHex(hex);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
