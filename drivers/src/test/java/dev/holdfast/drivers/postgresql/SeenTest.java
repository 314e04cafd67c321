package dev.holdfast.drivers.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.database.NodeState.Reach;
import dev.holdfast.model.detection.Sign;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeenTest {
    private static final Fault REFUSED = new Fault.NoAnswer(Reach.REFUSED, "Connection refused");

    @Test
    void aServerThatSaysThatItStopsIsStopping() {
        assertThat(sign("FATAL: the database system is shutting down", "57P03")).isEqualTo(Sign.STOPPING);
        assertThat(sign("FATAL: terminating connection due to administrator command", "57P01"))
                .isEqualTo(Sign.STOPPING);
    }

    @Test
    void aServerThatStartsOrIsFullAnswers() {
        assertThat(sign("FATAL: the database system is starting up", "57P03")).isEqualTo(Sign.ANSWERING);
        assertThat(sign("FATAL: sorry, too many clients already", "53300")).isEqualTo(Sign.ANSWERING);
    }

    @Test
    void whatBrokeTheSessionBeforeTellsAStopFromACrash() {
        Fault command = fault("FATAL: terminating connection due to administrator command", "57P01");
        Fault crash = fault("FATAL: terminating connection due to unexpected postmaster exit", "57P01");

        assertThat(Seen.of(REFUSED, Optional.of(command)).sign()).isEqualTo(Sign.STOPPING);
        assertThat(Seen.of(REFUSED, Optional.of(crash)).sign()).isEqualTo(Sign.REFUSED);
        assertThat(Seen.of(REFUSED, Optional.empty()).sign()).isEqualTo(Sign.REFUSED);
    }

    @Test
    void aSessionThatEndsWithoutAWordIsBroken() {
        assertThat(sign("An I/O error occurred while sending to the backend.", "08006"))
                .isEqualTo(Sign.BROKEN);
    }

    private static Sign sign(String message, String sqlState) {
        return Seen.of(fault(message, sqlState), Optional.empty()).sign();
    }

    private static Fault fault(String message, String sqlState) {
        return Fault.of(new SQLException(message, sqlState));
    }
}
