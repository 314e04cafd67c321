package dev.holdfast.lab.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What sentences have in common: so many words, and a duration at the end of some. */
final class Words {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m|h)");

    private Words() {}

    /** How long a fault lasts; an empty value is "until it is cleared". */
    record Limit(Optional<Duration> value) {}

    static Optional<List<String>> exactly(List<String> words, int count) {
        return Optional.of(words).filter(all -> all.size() == count);
    }

    /** Present when the sentence has this many words, or one more that is a duration. */
    static Optional<Limit> timed(List<String> words, int count) {
        if (words.size() == count) {
            return Optional.of(new Limit(Optional.empty()));
        }
        return exactly(words, count + 1)
                .flatMap(all -> duration(all.getLast()))
                .map(duration -> new Limit(Optional.of(duration)));
    }

    static Optional<Duration> duration(String word) {
        Matcher matcher = DURATION.matcher(word);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    default -> Duration.ofHours(amount);
                });
    }
}
