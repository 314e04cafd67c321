package dev.holdfast.app.terminal;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where people read and type.
 *
 * @param input what is typed
 * @param out results
 * @param err failures
 * @param interactive whether somebody can be asked
 * @param columns how wide {@code out} is; 0 when it is no terminal, on which a line could be painted over
 * @param outPalette the colours of {@code out}
 * @param errPalette the colours of {@code err}
 */
public record Terminal(
        BufferedReader input,
        PrintStream out,
        PrintStream err,
        boolean interactive,
        int columns,
        Palette outPalette,
        Palette errPalette) {
    private static final int USUAL_COLUMNS = 80;

    /** A terminal for a program: nothing is coloured, nothing painted over, nobody asked. */
    public static Terminal plain(PrintStream out, PrintStream err) {
        return new Terminal(new BufferedReader(Reader.nullReader()), out, err, false, 0, Palette.PLAIN, Palette.PLAIN);
    }

    /** The streams of this process; the launcher says which of 0, 1 and 2 are a terminal. */
    public static Terminal ofProcess(Map<String, String> environment) {
        String terminals = System.getProperty("holdfast.terminals", "");
        boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
        boolean live = terminals.contains("1");
        return new Terminal(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                live && terminals.contains("0"),
                live ? width() : 0,
                new Palette(colours && live),
                new Palette(colours && terminals.contains("2")));
    }

    private static int width() {
        String columns = System.getProperty("holdfast.columns", "");
        return columns.matches("[1-9]\\d{0,3}") ? Integer.parseInt(columns) : USUAL_COLUMNS;
    }

    /** Whether a line can be painted over. */
    public boolean live() {
        return columns > 0;
    }

    /** Asks a question that is answered with yes or no; only a clear yes counts. */
    public boolean confirms(String question) {
        out.print(question + " [y/N] ");
        out.flush();
        try {
            String answer = Optional.ofNullable(input.readLine()).orElse("");
            return answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        } catch (IOException e) {
            return false;
        }
    }
}
