package dev.holdfast.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.why.Diagnosis;
import dev.holdfast.engine.why.Finding;
import dev.holdfast.engine.why.Judgement;
import dev.holdfast.engine.why.Response;
import dev.holdfast.engine.why.Witness;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WhyPageTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final List<Response> RESPONSES =
            List.of(new Response("database-failure", List.of("confirm", "fence")));

    private static Witness witness(String name, String saw, Optional<Instant> since) {
        return new Witness("probe", name, saw, since, "in the words of " + name);
    }

    private static List<String> page(List<String> blocks, Witness... witnesses) {
        return new WhyPage(Palette.PLAIN)
                .lines(new Diagnosis(
                        "orders",
                        Optional.of("primary"),
                        List.of(
                                new Finding(
                                        "database_primary_down",
                                        Judgement.QUIET,
                                        "it answers",
                                        List.of(witnesses),
                                        RESPONSES),
                                Finding.noDetector("region_unreachable", List.of())),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        blocks,
                        Optional.empty()));
    }

    @Test
    void theFirstLineIsTheAnswerAndEveryOtherBlockFollows() {
        assertThat(page(List.of("disarmed by alice", "no watch stands")).subList(0, 3))
                .containsExactly(
                        "orders: the primary (primary) works; but if it were down, nothing would be done by itself:"
                                + " disarmed by alice",
                        "  and no watch stands",
                        "");
    }

    @Test
    void sourcesThatSayTheSameShareALineAndOneThatFailsHasItsOwn() {
        assertThat(page(
                        List.of(),
                        witness("a", "alive", Optional.empty()),
                        witness("b", "silent", Optional.of(NOW)),
                        witness("c", "alive", Optional.empty())))
                .containsSubsequence(
                        "database_primary_down  quiet: it answers",
                        "  probe  a, c  alive",
                        "  probe  b     silent  since 03:00:00Z  in the words of b",
                        "  runbook database-failure: confirm, fence",
                        "no detector: region_unreachable");
    }
}
