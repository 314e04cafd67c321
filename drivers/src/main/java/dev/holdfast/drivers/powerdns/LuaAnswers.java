package dev.holdfast.drivers.powerdns;

import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.topology.DnsSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Regions as the content of a LUA record, and back.
 *
 * <p>The text is {@code ;local holdfast=1 local regions={…} local health='…'} and then the program {@code answers.lua}. The number
 * is that of the table's format. PowerDNS joins the quoted strings of a content with spaces, so they are parted at spaces only.
 */
final class LuaAnswers {
    /** Port and path by which a region's entrance shows that it lives. */
    private static final String LIFE = ":8080/health/live";

    private static final String START = ";local holdfast=1 local regions={ ";

    private static final Pattern CONTENT = Pattern.compile("A((?:\\s+\"[^\"]*\")+)\\s*");
    private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern TABLE =
            Pattern.compile("; ?local holdfast=1 local regions=\\{ (.*?)\\} local health=.*");
    private static final Pattern REGION =
            Pattern.compile("\\{region='([^' ]+)', address='([0-9.]+)', weight=([0-9]{1,4}), "
                    + "countries=\\{((?:'[A-Z]{2}',? ?)*)\\}(?:, successor='([^' ]+)')?\\},? ?");

    /** What a string of a record can hold is 255 bytes. */
    private static final int LONGEST_STRING = 250;

    private static final String PROGRAM = program();

    private LuaAnswers() {}

    /** The content of the record, the same for the same regions in any order. They are to be checked before. */
    static String render(DnsSpec spec, List<DnsTarget> targets) {
        String regions = targets.stream()
                .sorted(Comparator.comparing(DnsTarget::region))
                .map(LuaAnswers::region)
                .collect(Collectors.joining(", "));
        String name = spec.record().replaceAll("\\.$", "");
        String text = START + regions + "} local health='http://" + name + LIFE + "' " + PROGRAM;
        return "A " + strings(text).stream().map("\"%s\""::formatted).collect(Collectors.joining(" "));
    }

    /** The regions; empty when the content is none that was rendered here. */
    static Optional<List<DnsTarget>> parse(String content) {
        Matcher table = TABLE.matcher(text(content));
        return table.matches() ? regions(table.group(1)) : Optional.empty();
    }

    /** What the server runs: the strings of a content, joined. Empty when it is no content of an address. */
    static String text(String content) {
        Matcher whole = CONTENT.matcher(content);
        return whole.matches()
                ? STRING.matcher(whole.group(1))
                        .results()
                        .map(string -> string.group(1).strip())
                        .collect(Collectors.joining(" "))
                : "";
    }

    private static Optional<List<DnsTarget>> regions(String rows) {
        Matcher row = REGION.matcher(rows);
        List<DnsTarget> targets = new ArrayList<>();
        int end = 0;
        while (end < rows.length()) {
            if (!row.find(end) || row.start() != end || Integer.parseInt(row.group(3)) > DnsTarget.MAX_WEIGHT) {
                return Optional.empty();
            }
            targets.add(target(row));
            end = row.end();
        }
        return Optional.of(List.copyOf(targets));
    }

    private static DnsTarget target(Matcher row) {
        List<String> countries = Pattern.compile("[A-Z]{2}")
                .matcher(row.group(4))
                .results()
                .map(found -> found.group())
                .toList();
        return new DnsTarget(
                row.group(1),
                row.group(2),
                Integer.parseInt(row.group(3)),
                countries,
                Optional.ofNullable(row.group(5)));
    }

    private static String region(DnsTarget target) {
        return "{region='%s', address='%s', weight=%d, countries={%s}%s}"
                .formatted(
                        target.region(),
                        target.address(),
                        target.weight(),
                        target.countries().stream().map("'%s'"::formatted).collect(Collectors.joining(", ")),
                        target.successor().map(", successor='%s'"::formatted).orElse(""));
    }

    /** Full strings, each ending where a space was. */
    private static List<String> strings(String text) {
        List<String> strings = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (current.length() + word.length() >= LONGEST_STRING) {
                strings.add(current.toString());
                current.setLength(0);
            }
            current.append(word).append(' ');
        }
        strings.add(current.toString().stripTrailing());
        return strings;
    }

    private static String program() {
        try (InputStream file = Objects.requireNonNull(LuaAnswers.class.getResourceAsStream("answers.lua"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("--"))
                    .collect(Collectors.joining(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
