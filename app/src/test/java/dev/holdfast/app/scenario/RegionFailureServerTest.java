package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.drill.DrillProgress;
import dev.holdfast.app.drill.OwnProgram;
import dev.holdfast.app.drill.RegionFailureDrill;
import dev.holdfast.app.drill.RegionFailureDrill.Plan;
import dev.holdfast.app.drill.RegionScoreCard;
import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.lab.fault.Fault;
import dev.holdfast.lab.fault.FaultGrammar;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A region of real servers under clients who find it through DNS")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RegionFailureServerTest {
    private static final Duration STEADY = Duration.ofSeconds(1);

    @RegisterExtension
    static final LabUnderTest LAB = new LabUnderTest(161);

    @Test
    @Order(1)
    @DisplayName("can be left and returned to, and no request fails, and no WebSocket is lost for good")
    void planned() throws IOException, InterruptedException {
        RegionScoreCard card = drill("planned", new Plan("us-west-2", Optional.empty(), true, STEADY));
        assertThat(card.misses()).isEmpty();
        assertThat(card.judgement().overall().requests().failed()).isZero();
        assertThat(card.judgement().routing().sockets().dropped()).isPositive();
        assertThat(card.judgement().routing().sockets().notBack()).isEmpty();
    }

    @Test
    @Order(2)
    @DisplayName("with the primary, takes the service down for good when nobody recovers it")
    void control() throws IOException, InterruptedException {
        RegionScoreCard card = drill("control", new Plan(region(), Optional.of(crash()), false, STEADY));
        assertThat(card.judgement().recovered()).isFalse();
        assertThat(card.passed()).as("the control holds").isTrue();
        LAB.heal();
    }

    @Test
    @Order(3)
    @DisplayName("with the primary, is recovered from by a watch that nobody helps, and returned to")
    void loss() throws IOException, InterruptedException {
        String lost = region();
        RegionScoreCard card = drill("loss", new Plan(lost, Optional.of(crash()), true, STEADY));
        // How long it took is printed and measured elsewhere: a busy machine is no defect.
        assertThat(card.misses())
                .filteredOn(miss -> !miss.contains("is promised"))
                .isEmpty();
        assertThat(card.slowest())
                .isPresent()
                .get()
                .satisfies(waiting -> assertThat(waiting.outage().ongoing()).isFalse());
        assertThat(card.moments()).isPresent();
        assertThat(region()).isNotEqualTo(lost);
        assertThat(LAB.done("verify-traffic-routing")).contains("succeeded");
        assertThat(LAB.done("check-region-health", "--region", lost)).contains("is healthy");
    }

    private static String region() {
        return LAB.lab().plan().node(LAB.lab().primary()).region().name();
    }

    private static Fault crash() {
        return new FaultGrammar(LAB.lab().plan()).parse("crash region " + region());
    }

    private static RegionScoreCard drill(String name, Plan plan) throws IOException, InterruptedException {
        Path directory = LAB.directory(name);
        try (Installation installation = LAB.installation();
                DrillProgress progress =
                        DrillProgress.on(Terminal.plain(LabUnderTest.silent(), LabUnderTest.silent()))) {
            OwnProgram program = new OwnProgram(LAB.environment(), directory);
            return new RegionFailureDrill(installation, LAB.lab(), program, progress).run(plan);
        }
    }
}
