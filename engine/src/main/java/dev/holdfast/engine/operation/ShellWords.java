package dev.holdfast.engine.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words in one text, quoted as a shell would want them; no shell ever reads them. */
public final class ShellWords {
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

    private ShellWords() {}

    /** One text, from which {@link #split} makes the same words again. */
    public static String join(List<String> words) {
        return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /**
     * The words of a text. Between single quotes everything is meant as it stands; elsewhere a backslash makes the next character
     * one.
     *
     * @throws IllegalArgumentException when a quote is not closed
     */
    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = ' ';
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (letter == '\\' && quote != '\'' && at + 1 < text.length()) {
                at++;
                word.append(text.charAt(at));
                inWord = true;
            } else if (quote == ' ' && (letter == '\'' || letter == '"')) {
                quote = letter;
                inWord = true;
            } else if (letter == quote && quote != ' ') {
                quote = ' ';
            } else if (quote == ' ' && Character.isWhitespace(letter)) {
                if (inWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                inWord = false;
            } else {
                word.append(letter);
                inWord = true;
            }
        }
        if (quote != ' ') {
            throw new IllegalArgumentException("a quote (%s) is not closed: %s".formatted(quote, text));
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
