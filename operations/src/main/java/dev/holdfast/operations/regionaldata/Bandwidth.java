package dev.holdfast.operations.regionaldata;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much may go over a network in a second.
 *
 * @param text as it was written
 */
record Bandwidth(String text, long bytesPerSecond) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)([A-Za-z]+)/s");
    private static final int BITS = 8;

    /** In bits. Case counts, because {@code Mb} and {@code MB} are not the same. */
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("B", 8L),
            Map.entry("kB", 8_000L),
            Map.entry("KB", 8_000L),
            Map.entry("MB", 8_000_000L),
            Map.entry("GB", 8_000_000_000L),
            Map.entry("KiB", 8L << 10),
            Map.entry("MiB", 8L << 20),
            Map.entry("GiB", 8L << 30),
            Map.entry("kbit", 1_000L),
            Map.entry("Mbit", 1_000_000L),
            Map.entry("Gbit", 1_000_000_000L));

    /** What copies does not go slower than this. */
    private static final long LEAST = 1_024;

    private static final long MOST = 1_000_000_000_000L;

    /**
     * Reads what a person wrote.
     *
     * @throws IllegalArgumentException that says how it is written
     */
    static Bandwidth parse(String text) {
        Matcher form = FORM.matcher(text);
        Optional<Long> unit = form.matches() ? Optional.ofNullable(UNITS.get(form.group(2))) : Optional.empty();
        long bytes = unit.map(bits -> new BigDecimal(form.group(1))
                        .multiply(BigDecimal.valueOf(bits))
                        .longValue())
                .map(bits -> bits / BITS)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--bandwidth: '%s' is no bandwidth; write one such as 500kB/s, 10MB/s, 1.5MiB/s or 100Mbit/s"
                                .formatted(text)));
        if (bytes < LEAST || bytes > MOST) {
            throw new IllegalArgumentException("--bandwidth: '%s' is not between 1KiB/s and 1000GB/s".formatted(text));
        }
        return new Bandwidth(text, bytes);
    }
}
