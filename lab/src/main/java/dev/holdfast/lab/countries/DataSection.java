package dev.holdfast.lab.countries;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Values as MaxMind's format writes them: a control byte with type and size, then the bytes. */
final class DataSection {
    private static final int TEXT = 2;
    private static final int UINT16 = 5;
    private static final int UINT32 = 6;
    private static final int MAP = 7;
    private static final int UINT64 = 9;
    private static final int ARRAY = 11;

    /** The first type that does not fit into the control byte. */
    private static final int EXTENDED = 8;

    private static final int TYPE_SHIFT = 5;
    /** In the place of the size: it is this much, and what the next byte says. */
    private static final int NEXT_BYTE = 29;

    /** Larger sizes would be written in yet another way, which nothing here needs. */
    private static final int LARGEST_SIZE = NEXT_BYTE + 255;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    int size() {
        return bytes.size();
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    DataSection map(int entries) {
        return control(MAP, entries);
    }

    DataSection array(int entries) {
        return control(ARRAY, entries);
    }

    DataSection text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        control(TEXT, utf8.length).bytes.writeBytes(utf8);
        return this;
    }

    DataSection uint16(int value) {
        return number(UINT16, value);
    }

    DataSection uint32(long value) {
        return number(UINT32, value);
    }

    DataSection uint64(long value) {
        return number(UINT64, value);
    }

    /** A map of texts. */
    DataSection texts(Map<String, String> entries) {
        map(entries.size());
        entries.forEach((key, value) -> text(key).text(value));
        return this;
    }

    /** A list of texts. */
    DataSection texts(List<String> entries) {
        array(entries.size());
        entries.forEach(this::text);
        return this;
    }

    /** As few bytes as it needs; none for 0. */
    private DataSection number(int type, long value) {
        int length = (Long.SIZE - Long.numberOfLeadingZeros(value) + Byte.SIZE - 1) / Byte.SIZE;
        control(type, length);
        byte[] all = BigInteger.valueOf(value).toByteArray();
        bytes.write(all, all.length - length, length);
        return this;
    }

    private DataSection control(int type, int size) {
        if (size > LARGEST_SIZE) {
            throw new IllegalArgumentException("%d is more than this writes".formatted(size));
        }
        boolean extended = type >= EXTENDED;
        boolean large = size >= NEXT_BYTE;
        bytes.write((extended ? 0 : type << TYPE_SHIFT) | (large ? NEXT_BYTE : size));
        if (extended) {
            bytes.write(type - EXTENDED + 1);
        }
        if (large) {
            bytes.write(size - NEXT_BYTE);
        }
        return this;
    }
}
