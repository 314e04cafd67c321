package dev.holdfast.operations.regionaldata;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.concurrent.Attempt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What looks at several copies prove together: one that is bad makes it fail, and one that can't be looked at is never good. */
final class CopyProof {
    private CopyProof() {}

    static Proof of(List<Attempt<DeclaredCopy, CopyReport>> looks, Predicate<CopyReport> good) {
        List<CopyReport> reports =
                looks.stream().flatMap(look -> report(look).stream()).toList();
        List<String> unknown =
                looks.stream().flatMap(look -> reason(look).stream()).toList();
        List<String> bad =
                reports.stream().filter(good.negate()).map(CopyReport::text).toList();
        if (!bad.isEmpty()) {
            return new Proof.Fails(
                    ErrorCode.REGIONAL_DATA_DIFFERS, lines(Stream.concat(bad.stream(), unknown.stream())));
        }
        if (!unknown.isEmpty()) {
            return new Proof.Unknown(lines(unknown.stream()));
        }
        return new Proof.Holds(
                lines(reports.stream().map(CopyReport::text)), Map.of("compared", String.valueOf(reports.size())));
    }

    static Optional<CopyReport> report(Attempt<DeclaredCopy, CopyReport> look) {
        return look instanceof Attempt.Done<DeclaredCopy, CopyReport> done
                ? Optional.of(done.result())
                : Optional.empty();
    }

    private static Optional<String> reason(Attempt<DeclaredCopy, CopyReport> look) {
        return look.failure().map(failure -> "%s: not known: %s".formatted(look.target(), failure.attempted()));
    }

    private static String lines(Stream<String> texts) {
        return texts.collect(Collectors.joining("; "));
    }
}
