package dev.holdfast.app.command;

import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.RunbookShelf;
import dev.holdfast.app.wiring.RunbookShelf.Source;
import dev.holdfast.engine.runbook.Finding;
import dev.holdfast.engine.runbook.Finding.Severity;
import dev.holdfast.engine.runbook.Lint;
import dev.holdfast.model.error.ErrorClass;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/** Says everything that there is to say of runbooks, without running anything. */
final class LintCommand {
    private static final String STRICT = "--strict";

    private LintCommand() {}

    /** What was found in one file. */
    private record Linted(Source source, List<Finding> findings) {
        long count(Severity severity) {
            return findings.stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
        }
    }

    static CommandNode leaf() {
        return new CommandNode.Leaf("lint", "Look for mistakes in runbooks", LintCommand::arguments, LintCommand::run);
    }

    private static List<ArgSpec> arguments() {
        return List.of(
                Arguments.sentence("RUNBOOK", "Names, or paths of files; without any, every runbook."),
                Arguments.flag(STRICT, "End with 1 when there is a warning."));
    }

    private static int run(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            Lint lint =
                    new Lint(invocation.catalogue(), topology(invocation, installation), installation.stepHistory());
            RunbookShelf shelf = installation.runbooks();
            List<String> named = invocation.sentence().isEmpty() ? shelf.names() : invocation.sentence();
            List<Linted> linted = named.stream()
                    .map(shelf::read)
                    .map(source -> new Linted(source, lint.check(source.name(), source.text())))
                    .toList();
            if (invocation.json()) {
                invocation.print(document(linted));
            } else {
                invocation.print(page(linted, invocation.terminal().outPalette()));
            }
            return exitCode(linted, invocation.flag(STRICT));
        }
    }

    /** A topology that nobody named need not be there, and need not be in order. */
    private static Optional<Topology> topology(Invocation invocation, Installation installation) {
        try {
            return Optional.of(installation.topology());
        } catch (HoldfastException e) {
            if (invocation.option("--topology").isPresent()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static int exitCode(List<Linted> linted, boolean strict) {
        if (sum(linted, Severity.ERROR) > 0) {
            return ErrorClass.USER.exitCode();
        }
        return strict && sum(linted, Severity.WARNING) > 0 ? 1 : 0;
    }

    private static long sum(List<Linted> linted, Severity severity) {
        return linted.stream().mapToLong(one -> one.count(severity)).sum();
    }

    private static List<String> page(List<Linted> linted, Palette palette) {
        List<String> lines = new ArrayList<>();
        for (Linted one : linted) {
            one.findings()
                    .forEach(finding -> lines.add("%s:%s: %s: %s"
                            .formatted(one.source().file(), finding.at(), severity(finding, palette), finding.text())));
        }
        lines.add("%s: %s, %s"
                .formatted(
                        counted(linted.size(), "runbook"),
                        counted(sum(linted, Severity.ERROR), "error"),
                        counted(sum(linted, Severity.WARNING), "warning")));
        return lines;
    }

    private static String severity(Finding finding, Palette palette) {
        String word = name(finding.severity());
        return switch (finding.severity()) {
            case ERROR -> palette.red(word);
            case WARNING -> palette.yellow(word);
            case NOTE -> word;
        };
    }

    private static String name(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static String counted(long count, String noun) {
        return "%d %s%s".formatted(count, noun, count == 1 ? "" : "s");
    }

    private static Map<String, Object> document(List<Linted> linted) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("errors", sum(linted, Severity.ERROR));
        document.put("warnings", sum(linted, Severity.WARNING));
        document.put("runbooks", linted.stream().map(LintCommand::document).toList());
        return document;
    }

    private static Map<String, Object> document(Linted one) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", one.source().name());
        document.put("file", one.source().file().toString());
        document.put(
                "findings", one.findings().stream().map(LintCommand::document).toList());
        return document;
    }

    private static Map<String, Object> document(Finding finding) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("severity", name(finding.severity()));
        document.put("rule", finding.rule().id());
        document.put("line", finding.at().line());
        document.put("column", finding.at().column());
        document.put("text", finding.text());
        return document;
    }
}
