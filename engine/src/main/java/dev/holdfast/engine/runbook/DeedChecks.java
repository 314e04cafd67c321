package dev.holdfast.engine.runbook;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ProgramCall;
import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.engine.yaml.Problems;
import dev.holdfast.engine.yaml.YamlNode.Entry;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Map;

/** Whether a step says one thing to do, one that exists, and only what belongs to it. */
final class DeedChecks {
    /** With which of the deeds a key means something. */
    private static final Map<String, List<String>> BELONGS_TO = Map.of(
            StepText.WITH, List.of(StepText.OPERATION, StepText.SCRIPT),
            StepText.DURATION, List.of(StepText.OPERATION, StepText.SCRIPT),
            StepText.ENVIRONMENT, List.of(StepText.RUN),
            StepText.CHECK, List.of(StepText.RUN),
            StepText.REPEATABLE, List.of(StepText.RUN),
            StepText.MESSAGE, List.of(StepText.CHANNELS));

    private final Catalogue catalogue;
    private final Problems problems;

    DeedChecks(Catalogue catalogue, Problems problems) {
        this.catalogue = catalogue;
        this.problems = problems;
    }

    void check(StepText step) {
        List<Entry> deeds = step.deeds();
        if (deeds.isEmpty() && step.body().entries().stream().noneMatch(setting -> problems.isReported(setting.at()))) {
            // A key that was refused may be a mistyped one of them.
            problems.add(
                    step.id().at(),
                    "step '%s' has no 'operation' (or 'script', 'run' or 'channels')".formatted(step.name()));
        }
        if (deeds.size() > 1) {
            problems.addUnlessReported(
                    deeds.getLast().value().at(),
                    "step '%s' has both '%s' and '%s'; leave one out"
                            .formatted(
                                    step.name(),
                                    deeds.getFirst().name(),
                                    deeds.getLast().name()));
        }
        deeds.forEach(deed -> checkExists(step, deed));
        step.body().scalar("undo").ifPresent(undo -> checkOperation("undo", undo));
        checkCompanions(step, deeds);
    }

    private void checkExists(StepText step, Entry deed) {
        switch (deed.name()) {
            case StepText.OPERATION -> deed.value().asScalar().ifPresent(name -> checkOperation(deed.name(), name));
            case StepText.SCRIPT -> deed.value().asScalar().ifPresent(this::checkScript);
            case StepText.RUN -> checkProgram(step, deed);
            default -> requireOperation(StepText.NOTIFY, deed);
        }
    }

    private void checkOperation(String key, Scalar name) {
        if (catalogue.find(name.text()).isEmpty()) {
            boolean isId = name.text().contains(".");
            List<String> known = catalogue.all().stream()
                    .map(Operation::declaration)
                    .map(declaration -> isId ? declaration.id() : declaration.command())
                    .toList();
            problems.addUnlessReported(
                    name.at(),
                    "%s: there is no operation '%s'; %s"
                            .formatted(key, name.text(), NearNames.hint(name.text(), known)));
        }
    }

    private void checkScript(Scalar script) {
        if (catalogue.find(StepText.withoutEnding(script.text())).isEmpty()) {
            List<String> known = catalogue.all().stream()
                    .map(operation -> operation.declaration().command() + ".sh")
                    .toList();
            problems.addUnlessReported(
                    script.at(),
                    "script: there is no '%s'; %s".formatted(script.text(), NearNames.hint(script.text(), known)));
        }
    }

    private void checkProgram(StepText step, Entry run) {
        if (step.call().isEmpty() && !problems.isReported(run.at())) {
            problems.addUnlessReported(run.value().at(), "run: the first word is the program; it is empty");
        }
        requireOperation(ProgramCall.OPERATION, run);
    }

    private void requireOperation(String operation, Entry deed) {
        if (catalogue.find(operation).isEmpty()) {
            problems.addUnlessReported(
                    deed.at(), "'%s' needs the operation '%s', which there is not".formatted(deed.name(), operation));
        }
    }

    private void checkCompanions(StepText step, List<Entry> deeds) {
        if (deeds.isEmpty()) {
            return;
        }
        for (Entry setting : step.body().entries()) {
            List<String> wanted = BELONGS_TO.getOrDefault(setting.name(), List.of());
            if (!wanted.isEmpty() && deeds.stream().map(Entry::name).noneMatch(wanted::contains)) {
                problems.addUnlessReported(
                        setting.at(),
                        "'%s' means nothing beside '%s'; it goes with '%s'"
                                .formatted(setting.name(), deeds.getFirst().name(), String.join("' or '", wanted)));
            }
        }
    }
}
