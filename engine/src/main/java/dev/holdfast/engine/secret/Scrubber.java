package dev.holdfast.engine.secret;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Replaces secrets in a text by {@code ***}: the values of variables whose names say that they are secret, and what stands where
 * secrets usually stand. Scrubbing a text twice changes nothing more.
 *
 * <p>It can't know a secret that is neither in a variable nor written like one; so it is the last line of defence, not the first.
 */
public final class Scrubber {
    private static final String HIDDEN = "***";
    /** A value that is shorter would blank out ordinary words. */
    private static final int SHORTEST = 4;

    private static final String SECRET_WORD =
            "(?:password|passwd|passphrase|pwd|secret|token|credentials?|(?:api|access|private|secret)[_-]?key)";
    private static final String NAMED = "\\b[\\w.-]*" + SECRET_WORD + "[\"']?\\s*[:=]\\s*";
    private static final String OPTION = "(?:^|\\s)--?[\\w-]*" + SECRET_WORD + "\\s+(?!-)";
    private static final String PLAIN = "[^\\s,;&\"'}\\])]+";

    private static final Pattern USER_OF_URL = Pattern.compile("(?i)\\b([a-z][a-z0-9+.-]*://)[^\\s/@]+@");
    private static final Pattern PASSWORD_OF_URL =
            Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]*://[^\\s/@:]*:([^\\s/@]+)@");

    /** Each keeps its first group. */
    private static final List<Pattern> PLACES = List.of(
            Pattern.compile("(?i)(\\bauthorization[\"']?\\s*[:=]\\s*[\"']?(?:[a-z]+\\s+)?)[^\\s,\"'}]+"),
            Pattern.compile("(?i)(\\bbearer\\s+)[a-z0-9._~+/=-]{8,}"),
            // Between quotes, which stay: a document of JSON is still one afterwards.
            Pattern.compile("(?i)((?:" + NAMED + "|" + OPTION + ")\")[^\"]+(?=\")"),
            Pattern.compile("(?i)((?:" + NAMED + "|" + OPTION + ")')[^']+(?=')"),
            Pattern.compile("(?i)(" + NAMED + "|" + OPTION + ")" + PLAIN));

    private final List<String> values;

    /**
     * A scrubber that knows the secrets among these variables.
     *
     * @param environment names and values, such as those of this process
     */
    public Scrubber(Map<String, String> environment) {
        values = environment.entrySet().stream()
                .flatMap(Scrubber::secrets)
                .filter(value -> value.length() >= SHORTEST)
                .distinct()
                // One secret may be a part of another one.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** A key of several lines is printed line by line. */
    private static Stream<String> secrets(Map.Entry<String, String> variable) {
        if (SecretNames.isSecret(variable.getKey())) {
            return variable.getValue().lines().map(String::strip);
        }
        return PASSWORD_OF_URL.matcher(variable.getValue()).results().map(found -> found.group(1));
    }

    /** The text without its secrets. */
    public String scrub(String text) {
        String clean = text;
        for (String value : values) {
            clean = clean.replace(value, HIDDEN);
        }
        clean = USER_OF_URL.matcher(clean).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN + "@"));
        for (Pattern place : PLACES) {
            clean = place.matcher(clean).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN));
        }
        return clean;
    }
}
