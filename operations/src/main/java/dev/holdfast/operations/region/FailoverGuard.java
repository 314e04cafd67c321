package dev.holdfast.operations.region;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment.Refused;
import dev.holdfast.model.region.RegionVerdict;
import java.util.List;
import java.util.Optional;

/** Decides whether a region may be left. Pure. */
final class FailoverGuard {
    private final Evacuation evacuation;

    FailoverGuard(Evacuation evacuation) {
        this.evacuation = evacuation;
    }

    /** Why not; empty when it may. */
    Optional<Refused> refusal() {
        return unfitSuccessor().or(this::nobodyLeft).or(this::unjudged);
    }

    private Optional<Refused> unfitSuccessor() {
        if (evacuation.to().isEmpty()) {
            return Optional.empty();
        }
        String to = evacuation.to().get();
        if (to.equals(evacuation.from())) {
            return Optional.of(new Refused(
                    ErrorCode.PARAMETER_INVALID, "--to: clients can't be led from %s to itself".formatted(to)));
        }
        if (evacuation.able().isEmpty()) {
            return Optional.of(new Refused(
                    ErrorCode.REGION_NOT_HEALTHY,
                    Verdicts.text(evacuation.verdicts().of(to)),
                    "name a healthy region with --to, or leave it out"));
        }
        return notLed(to);
    }

    private Optional<Refused> notLed(String to) {
        List<String> without = evacuation.names().stream()
                .filter(name -> !name.table().has(to) || name.table().weight(to) == 0)
                .map(name -> name.spec().name())
                .toList();
        return without.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refused(
                        ErrorCode.REGION_NOT_HEALTHY,
                        "nobody is led to %s by %s".formatted(to, without),
                        "bring it back first: `holdfast update-geodns --add %s`".formatted(to)));
    }

    private Optional<Refused> nobodyLeft() {
        for (NameState name : evacuation.names()) {
            List<String> left = name.table().ledBeside(evacuation.from()).stream()
                    .filter(evacuation.able()::contains)
                    .toList();
            if (left.isEmpty()) {
                return Optional.of(new Refused(
                        ErrorCode.LAST_REGION,
                        "without %s nobody would answer for %s: %s; %s"
                                .formatted(
                                        evacuation.from(),
                                        name.spec().name(),
                                        name.table().text(),
                                        evacuation.verdicts().text())));
            }
        }
        return Optional.empty();
    }

    /** Whoever sees nothing can't watch how clients bear it either. */
    private Optional<Refused> unjudged() {
        RegionVerdict verdict = evacuation.verdicts().of(evacuation.from());
        return verdict instanceof RegionVerdict.Blind && !evacuation.atOnce()
                ? Optional.of(new Refused(
                        ErrorCode.REGION_NOT_HEALTHY,
                        Verdicts.text(verdict),
                        "when it is known to be dead, use --ungraceful with --confirm"))
                : Optional.empty();
    }
}
