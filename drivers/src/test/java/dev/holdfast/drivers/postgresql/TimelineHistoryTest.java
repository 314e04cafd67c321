package dev.holdfast.drivers.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.drivers.postgresql.TimelineHistory.Fork;
import dev.holdfast.model.database.Lsn;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineHistoryTest {
    private static final TimelineHistory FIRST = TimelineHistory.parse(1, "");
    private static final TimelineHistory SECOND =
            TimelineHistory.parse(2, "1\t0/3000060\tno recovery target specified\n");
    private static final TimelineHistory THIRD = TimelineHistory.parse(
            3, "1\t0/3000060\tno recovery target specified\n\n2\t0/5000000\tno recovery target specified\n");

    @Test
    void anAncestorIsLeftWhereItsTimelineEnded() {
        assertThat(FIRST.forkFrom(SECOND)).contains(fork(1, "0/3000060"));
        assertThat(FIRST.forkFrom(THIRD)).contains(fork(1, "0/3000060"));
        assertThat(SECOND.forkFrom(THIRD)).contains(fork(2, "0/5000000"));
        assertThat(THIRD.forkFrom(SECOND)).contains(fork(2, "0/5000000"));
    }

    @Test
    void theSameHistoryHasNoFork() {
        assertThat(THIRD.forkFrom(THIRD)).contains(new Fork(3, Optional.empty()));
    }

    /** Two standbys that were both promoted get the same number. */
    @Test
    void theSameNumberIsNotTheSameHistory() {
        TimelineHistory other = TimelineHistory.parse(2, "1\t0/2000000\tno recovery target specified\n");

        assertThat(other.forkFrom(SECOND)).contains(fork(1, "0/2000000"));
        assertThat(SECOND.forkFrom(other)).contains(fork(1, "0/2000000"));
    }

    private static Fork fork(int timeline, String at) {
        return new Fork(timeline, Optional.of(Lsn.parse(at)));
    }
}
