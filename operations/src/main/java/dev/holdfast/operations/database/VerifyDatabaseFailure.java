package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.ImmediateCheck;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.detection.Look;
import dev.holdfast.model.detection.Sign;
import dev.holdfast.model.detection.Source;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Verifies that the database primary is down. It holds when the failure is proven: independent sources agree. It does not
 * hold when the primary lives, or when not enough can be seen to be sure.
 */
public final class VerifyDatabaseFailure implements ImmediateCheck<VerifyDatabaseFailure.Parameters> {

    /** What to look at. */
    public record Parameters(
            @Parameter(value = "which database, when there are several", placeholder = "NAME")
            Optional<String> database) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "database.verify-failure",
                "verify-database-failure",
                "Proves, from several independent sources, that the database primary is down",
                Parameters.class,
                Danger.READS);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        DatabaseSpec spec = execution.site().topology().database(parameters.database());
        Duration limit = execution.limit(spec.detection().silence().multipliedBy(3));
        Verdict verdict = execution.site().examiner().examine(spec.name(), limit);
        return switch (verdict) {
            case Verdict.Down down ->
                new Proof.Holds(
                        "the primary is down: %s. %s".formatted(down.reason(), votes(down.votes())),
                        Map.of("cause", down.cause().name(), "votes", share(down.votes())));
            case Verdict.Alive alive -> notDown(alive);
            case Verdict.Suspect suspect -> notDown(suspect);
            case Verdict.Blind blind -> new Proof.Unknown("%s. %s".formatted(blind.reason(), votes(blind.votes())));
        };
    }

    private static Proof notDown(Verdict verdict) {
        return new Proof.Fails(
                ErrorCode.PRIMARY_NOT_DOWN, "%s. %s".formatted(verdict.reason(), votes(verdict.votes())));
    }

    /** How many of the sources say so, of all that there are; the host is only asked how, not whether. */
    private static String share(List<Look> votes) {
        List<Look> voters = votes.stream()
                .filter(look -> look.source().kind() != Source.Kind.HOST)
                .toList();
        long agreeing = voters.stream()
                .filter(look -> look.sign().failed() || look.sign() == Sign.STOPPING)
                .count();
        return "%d/%d".formatted(agreeing, voters.size());
    }

    private static String votes(List<Look> votes) {
        return votes.stream()
                .map(look -> "%s %s (%s)".formatted(look.source(), look.sign(), look.detail()))
                .collect(Collectors.joining("; ", "Votes: ", ""));
    }
}
