package dev.holdfast.drivers.regional;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransferLinesTest {
    private final List<String> told = new ArrayList<>();
    private final TransferLines lines = new TransferLines("files of a to b", told::add);

    @Test
    void saysInWordsWhatRsyncSaysInColumns() {
        lines.accept("progress       10273346  33%    9.52MB/s    0:00:02  ");
        lines.accept("progress         250002   0%  238.42MB/s    0:00:00 (xfr#7, to-chk=16/25)");
        lines.accept("progress ");
        lines.accept("progress rsync: something went wrong");
        assertThat(told)
                .containsExactly(
                        "files of a to b: 10.3 MB of about 31.1 MB (33%), 9.52 MB/s, 0:00:02 left",
                        "files of a to b: 250.0 kB (0%), 238.42 MB/s, 0:00:00 left");
    }

    @Test
    void saysHowMuchWentOverTheNetwork() {
        lines.accept("Literal data: 999 bytes");
        lines.accept("dumped 2048");
        assertThat(told)
                .containsExactly(
                        "files of a to b: all has arrived, 999 B of it over the network in this call",
                        "files of a to b: 2.1 MB dumped");
    }

    @Test
    void keepsEverythingElse() {
        lines.accept("hash 1 *a");
        lines.accept("end");
        assertThat(lines.rest()).containsExactly("hash 1 *a", "end");
        assertThat(told).isEmpty();
    }
}
