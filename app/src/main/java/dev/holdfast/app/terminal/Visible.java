package dev.holdfast.app.terminal;

/** Measures and cuts text as it is seen: colours take no room. */
final class Visible {
    private static final char ESCAPE = '\u001B';
    private static final char END_OF_COLOUR = 'm';
    private static final String RESET = "\u001B[0m";

    private Visible() {}

    /** How many columns a text takes. */
    static int length(String text) {
        int length = 0;
        for (int index = 0; index < text.length(); index = next(text, index)) {
            if (text.charAt(index) != ESCAPE) {
                length++;
            }
        }
        return length;
    }

    /** As much of a text as fits into so many columns. */
    static String cut(String text, int columns) {
        int length = 0;
        for (int index = 0; index < text.length(); index = next(text, index)) {
            if (text.charAt(index) != ESCAPE && ++length > columns) {
                return text.substring(0, index) + (text.indexOf(ESCAPE) < 0 ? "" : RESET);
            }
        }
        return text;
    }

    private static int next(String text, int index) {
        int end = text.charAt(index) == ESCAPE ? text.indexOf(END_OF_COLOUR, index) : index;
        return end < 0 ? text.length() : end + 1;
    }
}
