package dev.holdfast.app.terminal;

/**
 * The colours of a stream.
 *
 * @param enabled whether it shows any
 */
public record Palette(boolean enabled) {
    /** Shows no colours. */
    public static final Palette PLAIN = new Palette(false);

    private static final String RESET = "\u001B[0m";

    public String bold(String text) {
        return paint("\u001B[1m", text);
    }

    /** For what is less important. */
    public String dim(String text) {
        return paint("\u001B[2m", text);
    }

    /** For a failure. */
    public String red(String text) {
        return paint("\u001B[31m", text);
    }

    /** For what was proved. */
    public String green(String text) {
        return paint("\u001B[32m", text);
    }

    /** For what wants attention. */
    public String yellow(String text) {
        return paint("\u001B[33m", text);
    }

    /** For names. */
    public String cyan(String text) {
        return paint("\u001B[36m", text);
    }

    private String paint(String colour, String text) {
        return enabled ? colour + text + RESET : text;
    }
}
