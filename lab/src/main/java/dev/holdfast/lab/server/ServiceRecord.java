package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabCountry;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.plan.LabRegion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What DNS answers for the service in good times: a LUA record that leads clients to the region of their country, and past those
 * that do not live.
 *
 * <p>The text is the one that Holdfast writes, so it finds its own record in a new lab. The two must stay the same.
 */
public final class ServiceRecord {
    /** How long clients may keep an answer, in seconds. */
    public static final int TTL = 2;

    /** Of a region that takes all clients of its countries. */
    static final int WEIGHT = 100;

    /** What a string of a record can hold is 255 bytes. */
    private static final int LONGEST_STRING = 250;

    private ServiceRecord() {}

    /** The content of the record. */
    public static String content(LabPlan plan) {
        String text = Template.render(
                "record.lua",
                Map.of(
                        "regions",
                                plan.regions().stream()
                                        .sorted((a, b) -> a.name().compareTo(b.name()))
                                        .map(region -> region(plan, region))
                                        .collect(Collectors.joining(", ")),
                        "service", plan.serviceName().replaceAll("\\.$", ""),
                        "port",
                                Integer.toString(
                                        Balancer.http(plan.regions().getFirst()).port()),
                        "program", oneLine(Template.render("answers.lua", Map.of()))));
        return "A " + strings(text.strip()).stream().map("\"%s\""::formatted).collect(Collectors.joining(" "));
    }

    private static String region(LabPlan plan, LabRegion region) {
        return "{region='%s', address='%s', weight=%d, countries={%s}}"
                .formatted(
                        region.name(),
                        region.balancer(),
                        WEIGHT,
                        plan.countriesOf(region).stream()
                                .map(LabCountry::code)
                                .map("'%s'"::formatted)
                                .collect(Collectors.joining(", ")));
    }

    private static String oneLine(String program) {
        return program.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("--"))
                .collect(Collectors.joining(" "));
    }

    /** PowerDNS joins the strings of a content with spaces, so they are parted at spaces only. */
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
}
