package dev.holdfast.drivers.regional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.drivers.ssh.TestMachine;
import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.engine.spi.RegionalDataDriver;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.region.CopyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of a region and their copy in another, with a real ssh server and rsync. */
class FileStoresServerTest {
    private static final long BIG = 8_000_000;
    private static final Optional<Long> SLOW = Optional.of(2_000_000L);

    private static TwoRegions regions;

    private Path files;
    private Path copies;
    private Path home;
    private RegionalData data;

    @BeforeAll
    static void start() throws IOException {
        regions = TwoRegions.start();
    }

    @AfterAll
    static void stop() throws IOException {
        regions.close();
    }

    @BeforeEach
    void makeFiles() {
        files = regions.directory().resolve("files");
        copies = regions.directory().resolve("copies");
        home = copies.resolve("." + TwoRegions.HERE);
        regions.machine().run("rm", "-rf", files.toString(), copies.toString());
        regions.machine().run("mkdir", "-p", files + "/some/deep", files + "/with space", copies.toString());
        regions.machine().run("sh", "-c", """
                cd "$0" && seq 1 20000 | split -l 500 - some/deep/f
                head -c $1 /dev/urandom > "with space/big"
                printf odd > "$(printf 'odd\\nname')"
                : > empty
                ln -s some/deep/faa link
                """, files.toString(), String.valueOf(BIG));
        data = regions.bind(
                new FilesDriver(),
                Map.of("directory", files.toString()),
                Map.of("directory", "/nonexistent", "copies", copies.toString()));
    }

    @Test
    void isFoundByName() {
        assertThat(ServiceLoader.load(RegionalDataDriver.class))
                .extracting(RegionalDataDriver::name)
                .contains("files", "postgresql");
    }

    @Test
    void whatWasCopiedIsTheSameAndWasNotBefore() {
        CopyState before = regions.compare(data);
        assertThat(before.same()).isFalse();
        assertThat(before.copiedAt()).isEmpty();
        assertThat(before.items()).isEqualTo(44);
        assertThat(before.behind().count()).isEqualTo(44);
        assertThat(before.bytesMissing()).isGreaterThan(BIG);

        regions.copy(data);

        assertThat(regions.compare(data)).satisfies(after -> {
            assertThat(after.same()).isTrue();
            assertThat(after.bytesMissing()).isZero();
            assertThat(after.copiedAt()).isPresent();
        });
        assertThat(copies.resolve("here/with space/big")).hasSameBinaryContentAs(files.resolve("with space/big"));
        assertThat(TwoRegions.sent(home)).isGreaterThanOrEqualTo(BIG);
        assertThat(regions.told()).last().asString().contains("all has arrived");
    }

    @Test
    void onlyWhatChangedIsSent() throws IOException {
        regions.copy(data);
        change("some/deep/faa", "changed");
        regions.machine().run("rm", files.resolve("empty").toString());
        assertThat(regions.compare(data)).satisfies(state -> {
            assertThat(state.behind().first()).containsExactly("empty", "some/deep/faa");
            assertThat(state.altered().none()).isTrue();
        });

        regions.copy(data);

        assertThat(regions.compare(data).same()).isTrue();
        assertThat(TwoRegions.sent(home)).isLessThan(100);
        assertThat(copies.resolve("here/some/deep/faa")).hasContent("changed");
        assertThat(copies.resolve("here/empty")).doesNotExist();
        assertThat(versions()).hasSize(1);
    }

    @Test
    void aDamagedCopyIsFoundAndMended() throws IOException {
        regions.copy(data);
        Path big = copies.resolve("here/with space/big");
        // The same size and the same time: only its checksum tells.
        regions.machine().run("sh", "-c", """
                touch -r "$0" "$0.time"; printf X | dd of="$0" bs=1 seek=5000 conv=notrunc 2>&1; touch -r "$0.time" "$0"
                rm "$0.time"
                """, big.toString());
        CopyState damaged = regions.compare(data);
        assertThat(damaged.altered().first()).containsExactly("with space/big");
        assertThat(damaged.behind().none()).isTrue();

        regions.copy(data);

        assertThat(regions.compare(data).same()).isTrue();
        assertThat(copies.resolve("here/with space/big")).hasSameBinaryContentAs(files.resolve("with space/big"));
        assertThat(TwoRegions.sent(home)).isLessThan(BIG / 10);
    }

    @Test
    void aKilledTransferGoesOnWhereItStopped() throws IOException {
        change("empty", "not any more");
        regions.copy(data);
        long wholly = TwoRegions.sent(home);
        change("with space/big", "small");
        regions.copy(data);
        regions.machine()
                .run("sh", "-c", "head -c $1 /dev/urandom > \"$0/with space/big\"", files.toString(), "" + BIG);

        HoldfastException failure = catchThrowableOfType(
                HoldfastException.class,
                () -> data.copy(TwoRegions.HERE, TwoRegions.THERE, SLOW, this::killWhenUnderWay, TwoRegions.LIMIT));

        assertThat(failure.code()).isEqualTo(ErrorCode.SYNC_FAILED);
        assertThat(copies.resolve("here/with space/big")).hasContent("small");
        assertThat(regions.compare(data).altered().none()).isTrue();
        regions.copy(data);
        assertThat(regions.compare(data).same()).isTrue();
        assertThat(wholly).isGreaterThanOrEqualTo(BIG);
        assertThat(TwoRegions.sent(home)).isPositive().isLessThan(BIG);
    }

    private void killWhenUnderWay(String told) {
        if (told.contains("%") && !told.contains("(0%)")) {
            TestMachine.signal("KILL", regions.copying());
        }
    }

    @Test
    void theLimitOfTheBandwidthIsTheOneThatRsyncKeeps() throws IOException {
        data.copy(TwoRegions.HERE, TwoRegions.THERE, Optional.of(50_000_000L), _ -> {}, TwoRegions.LIMIT);
        assertThat(TwoRegions.log(home)).contains(" --bwlimit=50000000B ");
        change("empty", "not any more");
        regions.copy(data);
        assertThat(TwoRegions.log(home)).doesNotContain("bwlimit").contains("sent ");
    }

    @Test
    void whenTheCallerGivesUpNothingRunsOn() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        Thread caller = Thread.ofPlatform()
                .start(() -> assertThat(catchThrowableOfType(
                                HoldfastException.class,
                                () -> data.copy(
                                        TwoRegions.HERE,
                                        TwoRegions.THERE,
                                        SLOW,
                                        _ -> underWay.countDown(),
                                        TwoRegions.LIMIT)))
                        .isNotNull());
        underWay.await();
        assertThat(regions.copying()).isNotEmpty();
        caller.interrupt();
        caller.join();

        TestMachine.await("rsync to end", () -> regions.copying().isEmpty());
        regions.copy(data);
        assertThat(TwoRegions.sent(home)).isLessThan(BIG);
    }

    @Test
    void whenTheConnectionIsLostNothingRunsOn() {
        HoldfastException failure = catchThrowableOfType(
                HoldfastException.class,
                () -> data.copy(
                        TwoRegions.HERE,
                        TwoRegions.THERE,
                        SLOW,
                        _ -> TestMachine.signal("KILL", sessionOf(regions.copying())),
                        TwoRegions.LIMIT));

        // Which of the two it is depends on what breaks first: the command, or the connection that it runs over.
        assertThat(failure.code()).isIn(ErrorCode.HOST_UNREACHABLE, ErrorCode.SYNC_FAILED);
        TestMachine.await("rsync to end", () -> regions.copying().isEmpty());
    }

    /** What serves the connection over which the script was started that runs rsync. */
    private static List<ProcessHandle> sessionOf(List<ProcessHandle> copying) {
        return copying.stream()
                .flatMap(process -> process.parent().stream())
                .filter(script -> script.info().commandLine().orElse("").contains("flock"))
                .flatMap(script -> script.parent().stream())
                .distinct()
                .toList();
    }

    @Test
    void whatHoldfastDidNotPutThereIsLeftAlone() {
        regions.machine().run("sh", "-c", "mkdir \"$0/here\" && echo mine > \"$0/here/file\"", copies.toString());
        assertThat(catchThrowableOfType(HoldfastException.class, () -> regions.compare(data))
                        .code())
                .isEqualTo(ErrorCode.COPY_FOREIGN);
        assertThat(catchThrowableOfType(HoldfastException.class, () -> regions.copy(data))
                        .code())
                .isEqualTo(ErrorCode.COPY_FOREIGN);
        assertThat(copies.resolve("here/file")).hasContent("mine");
    }

    @Test
    void aMissingDirectoryIsAFailureAndNoEmptyCopy() {
        regions.copy(data);
        regions.machine().run("rm", "-rf", files.toString());
        assertThat(catchThrowableOfType(HoldfastException.class, () -> regions.compare(data)))
                .hasMessageContaining("there is no directory");
        assertThat(catchThrowableOfType(HoldfastException.class, () -> regions.copy(data)))
                .hasMessageContaining("there is no directory");
        assertThat(copies.resolve("here/with space/big")).exists();
    }

    private void change(String file, String text) throws IOException {
        regions.machine()
                .write(regions.directory().relativize(files.resolve(file)).toString(), text);
    }

    private List<Path> versions() throws IOException {
        try (Stream<Path> all = Files.list(home)) {
            return all.filter(Files::isDirectory).toList();
        }
    }
}
