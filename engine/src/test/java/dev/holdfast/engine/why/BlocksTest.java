package dev.holdfast.engine.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.recovery.WatchRegister.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BlocksTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final Blocker NOTHING = Optional::empty;

    private static Standing watch(Instant lastBeat) {
        return new Standing("orders", 4711, "database-failure", NOW.minusSeconds(3600), lastBeat);
    }

    @Test
    void nothingBlocksAWatchThatStirs() {
        assertThat(Blocks.of(List.of(NOTHING), List.of(watch(NOW)), List.of(), Optional.empty(), NOW))
                .isEmpty();
    }

    @Test
    void whatAPersonDecidedComesFirst() {
        Blocker disarmed = () -> Optional.of("disarmed by alice: maintenance");
        Unfinished run = new Unfinished("r-1", "database-failure", "", "step fence is failed");

        assertThat(Blocks.of(
                        List.of(NOTHING, disarmed), List.of(), List.of(run), Optional.of(NOW.plusSeconds(60)), NOW))
                .containsExactly(
                        "disarmed by alice: maintenance",
                        "no watch stands (start one with `holdfast watch`)",
                        "it cools down until 2026-11-23T03:01:00Z, because the last automatic run ended shortly ago",
                        "run r-1 of database-failure is not finished: step fence is failed");
    }

    @Test
    void aWatchThatHangsIsNoWatchUnlessAnotherOneStirs() {
        Standing hung = watch(NOW.minusSeconds(60));

        assertThat(Blocks.of(List.of(), List.of(hung), List.of(), Optional.empty(), NOW))
                .containsExactly("the watch of process 4711 has not stirred since 2026-11-23T02:59:00Z");
        assertThat(Blocks.of(List.of(), List.of(hung, watch(NOW)), List.of(), Optional.empty(), NOW))
                .isEmpty();
    }
}
