package dev.holdfast.drivers.channel;

/** Texts of other systems, made fit to be shown. */
public final class Shown {
    private static final int LONGEST_REASON = 300;

    private Shown() {}

    /** On one line, and not longer than people read. */
    public static String line(String text) {
        return cut(text.strip().replaceAll("[\\p{Cntrl}\\s]+", " "), LONGEST_REASON);
    }

    /** The beginning of a text that is too long. */
    public static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
