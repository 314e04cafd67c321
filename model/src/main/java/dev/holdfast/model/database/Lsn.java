package dev.holdfast.model.database;

import java.util.HexFormat;

/**
 * A position in the write-ahead log, in bytes.
 *
 * <p>Compares by position; positions of different timelines compare only up to where the timelines part.
 */
public record Lsn(long position) implements Comparable<Lsn> {
    public static final Lsn ZERO = new Lsn(0);

    /** Reads the server's notation, such as {@code 16/B374D848}. */
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new IllegalArgumentException("not a log position: '" + text + "'");
        }
        return new Lsn((HexFormat.fromHexDigitsToLong(text, 0, slash) << 32)
                | HexFormat.fromHexDigitsToLong(text, slash + 1, text.length()));
    }

    /** Bytes from {@code earlier} to this position; negative when this one is the earlier. */
    public long minus(Lsn earlier) {
        return position - earlier.position;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(position, other.position);
    }

    @Override
    public String toString() {
        return "%X/%X".formatted(position >>> 32, position & 0xFFFF_FFFFL);
    }
}
