package dev.holdfast.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoolDownTest {
    private static final Instant ENDED = Instant.parse("2026-11-23T03:00:00Z");

    private final CoolDown coolDown = new CoolDown(Duration.ofMinutes(5));

    @Test
    void lastsFromTheEndOfTheRun() {
        assertThat(coolDown.until(Optional.of(ENDED), ENDED)).hasValue(ENDED.plusSeconds(300));
        assertThat(coolDown.until(Optional.of(ENDED), ENDED.plusSeconds(299))).hasValue(ENDED.plusSeconds(300));
    }

    @Test
    void isOverAtItsEnd() {
        assertThat(coolDown.until(Optional.of(ENDED), ENDED.plusSeconds(300))).isEmpty();
    }

    @Test
    void nothingCoolsDownWhereNothingWasDone() {
        assertThat(coolDown.until(Optional.empty(), ENDED)).isEmpty();
    }
}
