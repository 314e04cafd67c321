package dev.holdfast.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessRecordTest {
    private final ProcessEntry own =
            ProcessEntry.read(ProcessHandle.current().pid()).orElseThrow();

    @Test
    void findsTheProcessAgain() {
        assertThat(ProcessRecord.parse(ProcessRecord.of(own).line()).flatMap(ProcessRecord::process))
                .map(ProcessEntry::pid)
                .contains(own.pid());
    }

    @Test
    void aLaterProcessWithTheSameIdIsAnotherOne() {
        ProcessRecord record = ProcessRecord.of(own);
        assertThat(new ProcessRecord(record.pid(), record.startTicks() - 1, record.boot()).process())
                .isEmpty();
    }

    @Test
    void noProcessSurvivesAReboot() {
        ProcessRecord record = ProcessRecord.of(own);
        assertThat(new ProcessRecord(record.pid(), record.startTicks(), "another-boot").process())
                .isEmpty();
    }

    @Test
    void aDamagedRecordIsNone() {
        assertThat(ProcessRecord.parse("12")).isEmpty();
        assertThat(ProcessRecord.parse("x y z")).isEmpty();
    }

    @Test
    void theNameOfAProcessMayHoldBracketsAndSpaces() {
        ProcessEntry entry = ProcessEntry.parse(
                "42 (a (b) c) S 7 42 42 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 998877 1000 20 18446744073709551615");
        assertThat(entry).isEqualTo(new ProcessEntry(42, 7, 'S', 998877));
        assertThat(entry.ended()).isFalse();
    }
}
