package dev.holdfast.drivers.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.balancer.ServerState.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendReportTest {
    private static final String STATES = """
            1
            # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight
            3 pg_writer 1 primary 127.42.0.31 2 0 1 1
            3 pg_writer 2 replica1 127.42.0.32 0 5 50 100

            """;

    private static final String STATISTICS = """
            # pxname,svname,qcur,qmax,scur,status,weight,check_desc,bck,type,
            pg_writer,replica1,0,0,0,MAINT,1,"Layer4, \"\"refused\"\"",1,2,
            pg_reader,primary,0,0,3,DOWN,1,,0,2,
            pg_writer,primary,0,0,7,no check,1,,0,2,
            pg_reader,replica1,0,0,4,UP,1,,0,2,

            """;

    @ParameterizedTest
    @CsvSource({
        "0, READY",
        "1, MAINT",
        "2, MAINT",
        "3, MAINT",
        "4, READY",
        "5, MAINT",
        "8, DRAIN",
        "9, MAINT",
        "12, DRAIN",
        "16, DRAIN",
        "24, DRAIN",
        "32, MAINT",
        "64, READY"
    })
    void decodesTheAdministrativeFlags(int flags, Admin admin) {
        assertThat(SeenServer.admin(flags)).isEqualTo(admin);
    }

    @Test
    void joinsBothTablesInTheOrderOfTheBackend() {
        BackendReport report = BackendReport.parse("\n\n" + STATES + STATISTICS);

        assertThat(report.complete()).isTrue();
        assertThat(report.complaints()).isEmpty();
        assertThat(report.servers())
                .containsExactly(
                        new SeenServer("pg_writer", new ServerState("primary", Admin.READY, true, 7), 1, 1, false),
                        new SeenServer("pg_writer", new ServerState("replica1", Admin.MAINT, false, 0), 50, 100, true));
    }

    @Test
    void keepsWhatHaproxyObjectsTo() {
        BackendReport report = BackendReport.parse("\nNo such server.\n\n" + STATES + STATISTICS);

        assertThat(report.complaints()).isEqualTo("No such server.");
    }

    @ParameterizedTest
    @CsvSource({
        "no check, 1, true",
        "UP, 1, true",
        "UP 1/3, 1, true",
        "UP, 0, false",
        "DOWN, 1, false",
        "DRAIN, 1, false"
    })
    void aServerThatGetsTrafficIsUp(String status, int weight, boolean up) {
        String answer = (STATES + STATISTICS).replace("no check,1", status + "," + weight);

        assertThat(BackendReport.parse(answer).servers().getFirst().state().up())
                .isEqualTo(up);
    }

    @Test
    void isIncompleteWhereverTheAnswerBreaksOff() {
        String whole = STATES + STATISTICS;

        for (int length = 0; length < whole.length(); length++) {
            assertThat(BackendReport.parse(whole.substring(0, length)).complete())
                    .describedAs("after %d characters", length)
                    .isFalse();
        }
    }

    @Test
    void isIncompleteWhenAServerHasNoStatistics() {
        String answer = STATES + STATISTICS.replace("pg_writer,replica1", "pg_writer,somebody");

        assertThat(BackendReport.parse(answer).complete()).isFalse();
    }
}
