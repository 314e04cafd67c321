package dev.holdfast.lab.fault;

import dev.holdfast.lab.plan.LabDnsServer;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.plan.LabRegion;
import java.util.List;
import java.util.Optional;

/** The sentences about whole regions and about DNS servers. */
final class RegionSentences {
    private static final String REGION = "region";
    private static final String DNS = "dns";
    private static final int TARGET = 2;

    private final List<String> regions;
    private final List<String> dnsServers;

    RegionSentences(LabPlan plan) {
        this.regions = plan.regions().stream().map(LabRegion::name).toList();
        this.dnsServers = plan.dnsServers().stream().map(LabDnsServer::name).toList();
    }

    /** Every sentence, with what it does. */
    List<String> all() {
        String region = String.join("|", regions);
        String server = String.join("|", dnsServers);
        return List.of(
                "crash region %s: kills every process of the region, and none starts there until it is cleared"
                        .formatted(region),
                "hang region %s [DURATION]: pauses every process of the region".formatted(region),
                "blackhole region %s [DURATION]: drops every packet between the region and the rest".formatted(region),
                "slow region %s MILLIS [DURATION]: pauses its processes for so long, again and again".formatted(region),
                "partition %s from %s [DURATION]: drops every packet between two regions; clients reach both"
                        .formatted(region, region),
                "crash dns %s: kills the DNS server".formatted(server),
                "blackhole dns %s [DURATION]: drops every packet to and from the DNS server".formatted(server));
    }

    /** Empty when the words are no sentence of these. */
    Optional<Fault> parse(List<String> words) {
        if (words.getFirst().equals("partition")) {
            return partition(words);
        }
        if (words.size() <= TARGET) {
            return Optional.empty();
        }
        return switch (words.get(1)) {
            case REGION -> ofRegion(words);
            case DNS -> ofServer(words);
            default -> Optional.empty();
        };
    }

    private Optional<Fault> ofRegion(List<String> words) {
        String region = words.get(TARGET);
        if (!regions.contains(region)) {
            return Optional.empty();
        }
        return switch (words.getFirst()) {
            case "crash" -> Words.exactly(words, 3).map(_ -> new RegionFault.Crash(region));
            case "hang", "stop" -> Words.timed(words, 3).map(limit -> new RegionFault.Hang(region, limit.value()));
            case "blackhole" -> Words.timed(words, 3).map(limit -> new RegionFault.Blackhole(region, limit.value()));
            case "slow" ->
                Words.timed(words, 4)
                        .flatMap(limit ->
                                millis(words.get(3)).map(pause -> new RegionFault.Slow(region, pause, limit.value())));
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> millis(String word) {
        return word.matches("\\d{1,5}")
                ? Optional.of(Integer.valueOf(word))
                        .filter(millis -> millis >= RegionFault.Slow.LEAST && millis <= RegionFault.Slow.MOST)
                : Optional.empty();
    }

    private Optional<Fault> ofServer(List<String> words) {
        String server = words.get(TARGET);
        if (!dnsServers.contains(server)) {
            return Optional.empty();
        }
        return switch (words.getFirst()) {
            case "crash" -> Words.exactly(words, 3).map(_ -> new DnsFault.Crash(server));
            case "blackhole" -> Words.timed(words, 3).map(limit -> new DnsFault.Blackhole(server, limit.value()));
            default -> Optional.empty();
        };
    }

    private Optional<Fault> partition(List<String> words) {
        return Words.timed(words, 4)
                .filter(_ -> words.get(2).equals("from"))
                .filter(_ -> regions.contains(words.get(1)) && regions.contains(words.get(3)))
                .filter(_ -> !words.get(1).equals(words.get(3)))
                .map(limit -> new RegionFault.Partition(words.get(1), words.get(3), limit.value()));
    }
}
