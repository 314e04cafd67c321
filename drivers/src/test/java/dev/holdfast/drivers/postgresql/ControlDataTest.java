package dev.holdfast.drivers.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.error.HoldfastException;
import org.junit.jupiter.api.Test;

class ControlDataTest {
    private static final String OUTPUT = """
            pg_control version number:            1300
            Database system identifier:           7711404417652010323
            Database cluster state:               in production
            Latest checkpoint location:           0/40000D8
            Latest checkpoint's REDO location:    0/40000A0
            Latest checkpoint's TimeLineID:       2
            Minimum recovery ending location:     0/5000060
            Min recovery ending loc's timeline:   3
            Bytes per WAL segment:                16777216
            """;

    @Test
    void readsWhatTheServersProgramPrints() {
        ControlData control = ControlData.parse(OUTPUT);

        assertThat(control.system()).isEqualTo("7711404417652010323");
        assertThat(control.stoppedCleanly()).isFalse();
        assertThat(control.timeline()).isEqualTo(3);
        assertThat(control.reached()).isEqualTo(Lsn.parse("0/5000060"));
    }

    @Test
    void namesTheFileThatHoldsWhatComesBeforeAPosition() {
        ControlData control = ControlData.parse(OUTPUT);

        assertThat(control.segmentBefore(Lsn.parse("0/5000060"), 1)).isEqualTo("000000010000000000000005");
        assertThat(control.segmentBefore(Lsn.parse("0/5000000"), 1)).isEqualTo("000000010000000000000004");
        assertThat(control.segmentBefore(Lsn.parse("2/FF000001"), 17)).isEqualTo("0000001100000002000000FF");
    }

    @Test
    void aCheckpointIsARecordSoTheLogEndsBehindItsStart() {
        ControlData control = ControlData.parse(OUTPUT.replace("0/5000060", "0/0"));

        assertThat(control.reached().minus(Lsn.parse("0/40000D8"))).isEqualTo(1);
    }

    @Test
    void saysWhichLineIsMissing() {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> ControlData.parse(OUTPUT.replace("Database cluster state", "State")))
                .withMessageContaining("Database cluster state");
    }
}
