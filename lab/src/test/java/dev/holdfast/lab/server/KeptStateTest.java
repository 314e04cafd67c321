package dev.holdfast.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeptStateTest {
    private static final String STATES = """
            1
            # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state
            3 pg_writer 1 primary 127.1.0.10 2 0
            3 pg_writer 2 replica1 127.2.0.10 0 5
            4 pg_reader 1 primary 127.1.0.10 0 5
            6 app 1 fastapi-main-use1-1 127.1.0.31 2 8

            """;

    @Test
    void whereTheDatabaseIsIsFoundOutAnew() {
        assertThat(KeptState.withoutDatabase(STATES)).isEqualTo("""
                1
                # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state
                6 app 1 fastapi-main-use1-1 127.1.0.31 2 8

                """);
    }

    @Test
    void aSlotThatWasNotLookedAtYetIsNotKnownToBeEmpty() {
        String line = "6 app 1 fastapi-main-use1-1 127.1.0.31 2 0 1 1 5 %s 3 2 6";
        assertThat(KeptState.complete(line.formatted(15))).isTrue();
        assertThat(KeptState.complete(line.formatted(15) + "\n" + line.formatted(1)))
                .isFalse();
        assertThat(KeptState.complete(STATES.lines().limit(5).toList().toString()))
                .isFalse();
    }
}
