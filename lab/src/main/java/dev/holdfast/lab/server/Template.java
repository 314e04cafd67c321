package dev.holdfast.lab.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of the lab with places to fill in, written {@code @like_this@}. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("@([a-z_]+)@");

    private Template() {}

    /** The text of a resource beside this class with every place filled in; one without a value is a defect. */
    static String render(String name, Map<String, String> values) {
        return PLACE.matcher(read(name))
                .replaceAll(match -> Matcher.quoteReplacement(Optional.ofNullable(values.get(match.group(1)))
                        .orElseThrow(() -> new IllegalStateException(name + " has no value for " + match.group()))));
    }

    private static String read(String name) {
        try (InputStream resource = Template.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name, e);
        }
    }
}
