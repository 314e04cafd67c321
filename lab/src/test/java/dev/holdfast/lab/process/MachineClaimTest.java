package dev.holdfast.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineClaimTest {
    private final List<ProcessEntry> alive =
            ProcessEntry.read(ProcessHandle.current().pid()).stream().toList();

    @TempDir
    Path place = Path.of("");

    @Test
    void aSecondLabIsRefusedWithTheDirectoryOfTheFirst() {
        claim("127.1", "/first").take(alive);
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> claim("127.1", "/second").take(alive))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LAB_ELSEWHERE))
                .withMessageContaining("/first");
    }

    @Test
    void theSameLabMayClaimAgainAndOthersHaveOtherAddresses() throws IOException {
        claim("127.1", "/first").take(alive);
        claim("127.1", "/first").take(alive);
        claim("127.4", "/second").take(alive);
        assertThat(claims()).isEqualTo(2);
    }

    @Test
    void aClaimWhoseProcessesAreGoneCountsForNothing() {
        ProcessEntry gone = new ProcessEntry(alive.getFirst().pid(), 1, 'S', 1);
        claim("127.1", "/first").take(List.of(gone));
        claim("127.1", "/second").take(alive);
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> claim("127.1", "/first").take(alive))
                .withMessageContaining("/second");
    }

    @Test
    void aReleasedClaimIsGoneAndAnothersIsKept() throws IOException {
        claim("127.1", "/first").take(alive);
        claim("127.1", "/second").release();
        assertThat(claims()).isEqualTo(1);
        claim("127.1", "/first").release();
        assertThat(claims()).isZero();
    }

    private MachineClaim claim(String subnet, String directory) {
        return new MachineClaim(place, subnet, new LabDirectory(Path.of(directory)));
    }

    private long claims() throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.count();
        }
    }
}
