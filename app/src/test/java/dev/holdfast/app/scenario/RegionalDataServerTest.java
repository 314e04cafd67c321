package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.scenario.LabUnderTest.Result;
import dev.holdfast.app.wiring.ServiceProcess;
import dev.holdfast.lab.LabOptions;
import dev.holdfast.lab.ServerStatus;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.server.PostgresSession;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the regions of a real lab have of their own is copied and verified with the commands of the procedures. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RegionalDataServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String[] SYNC = {"cross-region-sync", "--source", "eu-west-1", "--target", "us-east-1"};
    private static final String[] VERIFY = {"verify-cross-region-data", "--source", "eu-west-1", "--target", "us-east-1"
    };

    @RegisterExtension
    static final LabUnderTest LAB = new LabUnderTest(141);

    @Test
    @Order(1)
    void copiesAreMissingThenThereAndNothingIsCopiedTwice() {
        assertFails(
                LAB.run("verify-cross-region-data"), ErrorCode.REGIONAL_DATA_DIFFERS, "there is no copy", "profiles");

        assertThat(LAB.done(SYNC)).contains("profiles of eu-west-1 in us-east-1: the same");

        assertThat(LAB.done(VERIFY)).contains("files of eu-west-1 in us-east-1: the same, 240 items");
        assertThat(copiedRow()).isEqualTo("client 7 of eu-west-1");
        assertThat(copiedFile()).hasSameBinaryContentAs(file());
        assertFails(LAB.run("verify-cross-region-data"), ErrorCode.REGIONAL_DATA_DIFFERS, "us-west-2 in eu-west-1");
        assertThat(LAB.done(SYNC)).doesNotContain("all has arrived");
    }

    @Test
    @Order(2)
    void whatTheRegionWritesIsCopiedOver() throws IOException {
        execute(euwest(), "profiles", "update profiles set name = 'somebody else' where id = 7");
        Files.writeString(file(), "more", StandardOpenOption.APPEND);
        assertFails(
                LAB.run(with(VERIFY, "--exact")), ErrorCode.REGIONAL_DATA_DIFFERS, "public.profiles", "file-000.bin");

        LAB.done(with(SYNC, "--bandwidth", "50MB/s"));

        LAB.done(with(VERIFY, "--exact"));
        assertThat(copiedRow()).isEqualTo("somebody else");
        assertThat(copiedFile()).hasSameBinaryContentAs(file());
    }

    @Test
    @Order(3)
    void aCopyThatWasWrittenToIsNotReplacedWithoutAConfirmation() throws IOException {
        execute(useast(), "profiles_eu_west_1", "update profiles set name = 'promoted' where id = 7");
        Files.writeString(copiedFile(), "damaged");
        assertFails(LAB.run(VERIFY), ErrorCode.REGIONAL_DATA_DIFFERS, "public.profiles", "file-000.bin");

        assertFails(LAB.run(SYNC), ErrorCode.CONFIRMATION_MISSING, "public.profiles");
        assertThat(copiedRow()).isEqualTo("promoted");

        LAB.done(with(SYNC, "--confirm"));
        LAB.done(with(VERIFY, "--exact"));
    }

    @Test
    @Order(4)
    void aServerThatIsDownIsSaid() {
        ServerStatus server = LAB.lab().status().servers().stream()
                .filter(each -> each.name().equals("profiles-use1"))
                .findFirst()
                .orElseThrow();
        ProcessHandle process = ProcessHandle.of(server.pid().orElseThrow()).orElseThrow();
        process.destroyForcibly();
        assertThat(Poll.until(PATIENCE, () -> !process.isAlive())).isTrue();

        assertFails(LAB.run(SYNC), ErrorCode.COMMAND_FAILED, useast().regionalDatabase());

        assertFails(LAB.run(VERIFY), ErrorCode.NOT_PROVEN, "not known");
        LAB.lab().up(LabOptions.everything(new ServiceProcess()), _ -> {});
        LAB.done(VERIFY);
    }

    @Test
    @Order(5)
    void nonsenseIsRefused() {
        assertFails(LAB.run(with(SYNC, "--bandwidth", "fast")), ErrorCode.PARAMETER_INVALID, "10MB/s");
        assertFails(LAB.run(with(SYNC, "--data", "profils")), ErrorCode.COMPONENT_UNKNOWN, "profiles", "files");
        assertFails(
                LAB.run("cross-region-sync", "--source", "eu-west-1", "--target", "us-west-2"),
                ErrorCode.COMPONENT_UNKNOWN,
                "profiles to us-east-1");
        assertFails(
                LAB.run("cross-region-sync", "--source", "eu-west-1", "--target", "eu-west-1"),
                ErrorCode.PARAMETER_INVALID,
                "another region");
        assertFails(
                LAB.run("cross-region-sync", "--source", "mars-1", "--target", "eu-west-1"),
                ErrorCode.COMPONENT_UNKNOWN,
                "us-west-2");
    }

    private static String[] with(String[] command, String... more) {
        String[] all = Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        return all;
    }

    private static void assertFails(Result result, ErrorCode code, String... words) {
        String said = result.out() + result.err();
        assertThat(said).contains(code.id()).contains(words);
        assertThat(result.exitCode()).as(said).isEqualTo(code.errorClass().exitCode());
    }

    private static LabRegion useast() {
        return LAB.lab().plan().regions().get(0);
    }

    private static LabRegion euwest() {
        return LAB.lab().plan().regions().get(2);
    }

    private static Path file() {
        return LAB.lab().directory().regional(euwest()).resolve("files/uploads-00/file-000.bin");
    }

    private static Path copiedFile() {
        return LAB.lab().directory().regional(useast()).resolve("copies/eu-west-1/uploads-00/file-000.bin");
    }

    private static String copiedRow() {
        try (PostgresSession session = session(useast(), "profiles_eu_west_1")) {
            return session.value("select name from profiles where id = 7").orElseThrow();
        }
    }

    private static void execute(LabRegion region, String database, String statement) {
        try (PostgresSession session = session(region, database)) {
            session.execute(statement);
        }
    }

    private static PostgresSession session(LabRegion region, String database) {
        return PostgresSession.open(new HostPort(region.regionalDatabase(), 5432), database);
    }
}
