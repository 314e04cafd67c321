package dev.holdfast.lab.fault;

import dev.holdfast.lab.plan.LabNode;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The sentences that this lab understands. */
public final class FaultGrammar {
    /** The target that stands for whoever has the role. */
    static final String PRIMARY = "primary";

    private static final String HOLDFAST = "holdfast";

    private final List<String> nodes;
    private final List<String> regions;
    private final RegionSentences ofRegions;
    private final LabPlan plan;

    public FaultGrammar(LabPlan plan) {
        this.plan = plan;
        List<String> names = new ArrayList<>(List.of(PRIMARY));
        plan.nodes().stream()
                .map(LabNode::name)
                .filter(name -> !name.equals(PRIMARY))
                .forEach(names::add);
        this.nodes = List.copyOf(names);
        this.regions = plan.regions().stream().map(LabRegion::name).toList();
        this.ofRegions = new RegionSentences(plan);
    }

    /** Every sentence, with what it does. */
    public List<String> sentences() {
        String target = String.join("|", nodes);
        String region = String.join("|", regions);
        List<String> ofNodes = List.of(
                "crash %s: kills every process of the server at once".formatted(target),
                "hang %s [DURATION]: pauses every process of the server (`stop` means the same)".formatted(target),
                "blackhole %s [DURATION]: drops every packet to and from the server's host".formatted(target),
                "lag %s DURATION: the standby receives, and replays nothing".formatted(standbys()),
                "restart %s [fast|immediate]: restarts the server".formatted(target),
                "cut %s from %s [DURATION]: one vantage point of Holdfast no longer reaches the server"
                        .formatted(region, target),
                "cut holdfast from %s [DURATION]: Holdfast no longer reaches the server, everybody else does"
                        .formatted(target),
                "fill connections %s [DURATION]: takes every connection that ordinary accounts can have"
                        .formatted(target));
        return Stream.of(ofNodes, ofRegions.all(), BalancerFaults.sentences(plan))
                .flatMap(List::stream)
                .toList();
    }

    private String standbys() {
        return String.join(
                "|", nodes.stream().filter(name -> !name.equals(PRIMARY)).toList());
    }

    /** Understands a sentence; FAULT_UNKNOWN lists those that there are. */
    public Fault parse(String sentence) {
        List<String> words = List.of(sentence.strip().toLowerCase(Locale.ROOT).split("\\s+"));
        return ofRegions
                .parse(words)
                .or(() -> BalancerFaults.parse(plan, words))
                .or(() -> fault(words).filter(fault -> nodes.contains(fault.target())))
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.FAULT_UNKNOWN,
                        "'%s' is none of these:%n  %s%nA DURATION is such as 500ms, 30s or 2m."
                                .formatted(sentence.strip(), String.join("\n  ", sentences()))));
    }

    private Optional<Fault> fault(List<String> words) {
        return switch (words.getFirst()) {
            case "crash" -> Words.exactly(words, 2).map(all -> new Fault.Crash(all.get(1)));
            case "hang", "stop" -> Words.timed(words, 2).map(limit -> new Fault.Hang(words.get(1), limit.value()));
            case "blackhole" -> Words.timed(words, 2).map(limit -> new Fault.Blackhole(words.get(1), limit.value()));
            case "lag" ->
                Words.exactly(words, 3)
                        .flatMap(all -> Words.duration(all.get(2)).map(d -> new Fault.Lag(all.get(1), d)));
            case "restart" -> restart(words);
            case "cut" -> cut(words);
            case "fill" ->
                Words.timed(words, 3)
                        .filter(limit -> words.get(1).equals("connections"))
                        .map(limit -> new Fault.FillConnections(words.get(2), limit.value()));
            default -> Optional.empty();
        };
    }

    private static Optional<Fault> restart(List<String> words) {
        if (words.size() == 2) {
            return Optional.of(new Fault.Restart(words.get(1), Fault.Restart.Mode.FAST));
        }
        return Words.exactly(words, 3)
                .flatMap(all -> List.of(Fault.Restart.Mode.values()).stream()
                        .filter(mode -> mode.word().equals(all.get(2)))
                        .findFirst()
                        .map(mode -> new Fault.Restart(all.get(1), mode)));
    }

    private Optional<Fault> cut(List<String> words) {
        return Words.timed(words, 4)
                .filter(limit -> words.get(2).equals("from"))
                .flatMap(limit -> {
                    if (words.get(1).equals(HOLDFAST)) {
                        return Optional.of(new Fault.CutHoldfast(words.get(3), limit.value()));
                    }
                    return Optional.of(words.get(1))
                            .filter(regions::contains)
                            .map(region -> new Fault.CutRegion(region, words.get(3), limit.value()));
                });
    }
}
