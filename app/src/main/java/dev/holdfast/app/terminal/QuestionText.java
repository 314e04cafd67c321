package dev.holdfast.app.terminal;

import dev.holdfast.engine.run.Hold;
import dev.holdfast.engine.run.OpenQuestion;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.runbook.ApprovalRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run waits for, in words. */
public final class QuestionText {
    private QuestionText() {}

    /** One line that says what is waited for. */
    public static String of(OpenQuestion question) {
        return switch (question) {
            case OpenQuestion.Paused paused -> "paused by %s: %s".formatted(paused.by(), paused.reason());
            case OpenQuestion.Failed failed ->
                "step %s: %s %s"
                        .formatted(
                                failed.step(),
                                failed.problem().code().id(),
                                failed.problem().reason());
            case OpenQuestion.Held held ->
                "step %s waits with plan %s (%s): %s"
                        .formatted(
                                held.step(),
                                held.hold().digest(),
                                held.plan().summary(),
                                String.join(", and ", wanted(held)));
        };
    }

    private static List<String> wanted(OpenQuestion.Held held) {
        List<String> wanted = new ArrayList<>();
        if (held.wantsProceed()) {
            wanted.add("somebody must let it proceed");
        }
        Hold hold = held.hold();
        hold.approval()
                .filter(_ -> hold.missing() > 0)
                .ifPresent(rule -> wanted.add("%d of %d people must approve (%s), until %s"
                        .formatted(hold.missing(), rule.people(), role(rule), hold.until())));
        return wanted;
    }

    private static String role(ApprovalRule rule) {
        return rule.role().name().toLowerCase(Locale.ROOT);
    }

    /** The line that somebody types to permit a step. */
    public static String approval(RunId run, String step, String digest) {
        return "holdfast approve %s %s --plan %s --comment TEXT".formatted(run, step, digest);
    }

    /** The line that somebody types to let a step proceed. */
    public static String proceed(RunId run, String step, String digest) {
        return "holdfast run proceed %s %s --plan %s".formatted(run, step, digest);
    }

    /** The line to type for it. */
    public static String command(RunId run, OpenQuestion question) {
        return switch (question) {
            case OpenQuestion.Paused _ -> "holdfast run continue " + run;
            case OpenQuestion.Failed failed -> "holdfast run retry %s %s".formatted(run, failed.step());
            case OpenQuestion.Held held
            when held.wantsProceed() -> proceed(run, held.step(), held.hold().digest());
            case OpenQuestion.Held held ->
                approval(run, held.step(), held.hold().digest());
        };
    }
}
