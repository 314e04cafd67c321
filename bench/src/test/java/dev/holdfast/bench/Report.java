package dev.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The figures of one benchmark, on standard output and in {@code target/bench-NAME.txt}. */
final class Report {
    private final Path file;

    private Report(Path file) {
        this.file = file;
    }

    /** Begins with what was measured, when and where. */
    static Report begin(String name, String title) {
        Path file = Surroundings.target().resolve("bench-" + name + ".txt");
        try {
            Files.createDirectories(Surroundings.target());
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("beginning " + file, e);
        }
        Report report = new Report(file);
        report.line("");
        report.line(title);
        report.line("%s, %s".formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS), machine()));
        report.line("");
        return report;
    }

    private static String machine() {
        return "%d cores (%s), %s %s, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.version"));
    }

    private static String processor() {
        Path known = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(known)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(known)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst("^[^:]*:\\s*", ""))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + known, e);
        }
    }

    void line(String text) {
        System.out.println(text);
        try {
            Files.writeString(file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }

    /** A table, whose first row is its head. */
    void table(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < rows.getFirst().size(); column++) {
            int at = column;
            widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
        }
        rows.forEach(row -> line(row(row, widths)));
        line("");
    }

    /** The first column is words, the others are figures. */
    private static String row(List<String> cells, List<Integer> widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> {
                    String padding =
                            " ".repeat(widths.get(column) - cells.get(column).length());
                    return column == 0 ? cells.get(column) + padding : padding + cells.get(column);
                })
                .collect(Collectors.joining("  "));
    }
}
