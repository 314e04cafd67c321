package dev.holdfast.engine.recovery;

import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.topology.DnsSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tells whether clients are led to other regions already, by every DNS server that can be asked: then nothing is left to do. */
public record LedAway(Site site) {
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Why nobody needs to be led away from a region; empty when somebody may have to be. */
    public Optional<String> from(String region) {
        List<DnsSpec> names = site.topology().dns().stream()
                .filter(name -> name.answers().stream()
                        .anyMatch(answer -> answer.region().equals(region)))
                .toList();
        boolean away = !names.isEmpty() && names.stream().allMatch(name -> isLedAway(name, region));
        return away
                ? Optional.of("clients are led to other regions than %s already".formatted(region))
                : Optional.empty();
    }

    private boolean isLedAway(DnsSpec name, String region) {
        List<List<DnsTarget>> told = site.dns(name.name()).observe(LOOK).stream()
                .map(DnsServerState::targets)
                .flatMap(Optional::stream)
                .toList();
        return !told.isEmpty() && told.stream().allMatch(targets -> nobodyIsLedTo(region, targets));
    }

    private static boolean nobodyIsLedTo(String region, List<DnsTarget> targets) {
        return targets.stream()
                .filter(target -> target.region().equals(region))
                .allMatch(target -> target.weight() == 0);
    }
}
