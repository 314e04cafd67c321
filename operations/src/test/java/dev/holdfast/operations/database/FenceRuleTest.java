package dev.holdfast.operations.database;

import static dev.holdfast.operations.database.Clusters.ANY_1;
import static dev.holdfast.operations.database.Clusters.dead;
import static dev.holdfast.operations.database.Clusters.detached;
import static dev.holdfast.operations.database.Clusters.primary;
import static dev.holdfast.operations.database.Clusters.seen;
import static dev.holdfast.operations.database.Clusters.situation;
import static dev.holdfast.operations.database.Clusters.standby;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.database.FenceProof;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.database.SyncPolicy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A fence")
class FenceRuleTest {
    private static final Optional<PrimarySighting> SEEN = Optional.of(seen(primary("primary", 1, 1000, ANY_1)));

    @Test
    @DisplayName("is proven when no standby whose word counts listens any more")
    void quorumCut() {
        assertThat(FenceRule.proof(
                        "primary",
                        situation(SEEN, dead("primary"), detached("replica1", 1, 1000), detached("replica2", 1, 1000))))
                .isEqualTo(new FenceProof.QuorumCut("primary", ANY_1, List.of("replica1", "replica2")));
    }

    @Test
    @DisplayName("is proven when the standbys follow another server")
    void repointed() {
        assertThat(FenceRule.proof(
                        "primary",
                        situation(
                                SEEN,
                                dead("primary"),
                                primary("replica1", 2, 1000, ANY_1),
                                standby("replica2", 2, 1000, "replica1"))))
                .isInstanceOf(FenceProof.QuorumCut.class);
    }

    @Test
    @DisplayName("is not proven while one standby listens")
    void oneListens() {
        assertThat(FenceRule.proof(
                        "primary",
                        situation(
                                SEEN,
                                dead("primary"),
                                detached("replica1", 1, 1000),
                                standby("replica2", 1, 1000, "primary"))))
                .isInstanceOf(FenceProof.Missing.class);
    }

    @Test
    @DisplayName("is not proven while a standby that could listen does not answer")
    void oneIsSilent() {
        assertThat(FenceRule.proof(
                        "primary", situation(SEEN, dead("primary"), detached("replica1", 1, 1000), dead("replica2"))))
                .isInstanceOf(FenceProof.Missing.class);
    }

    @Test
    @DisplayName("is not proven by detached standbys where commits wait for nobody")
    void asynchronous() {
        Optional<PrimarySighting> async = Optional.of(seen(primary("primary", 1, 1000, SyncPolicy.ASYNCHRONOUS)));
        assertThat(FenceRule.proof(
                        "primary",
                        situation(
                                async, dead("primary"), detached("replica1", 1, 1000), detached("replica2", 1, 1000))))
                .isInstanceOf(FenceProof.Missing.class);
    }

    @Test
    @DisplayName("is judged by the policy that a living primary says it has, not by the remembered one")
    void livePolicy() {
        assertThat(FenceRule.proof(
                        "primary",
                        situation(
                                SEEN,
                                primary("primary", 1, 1000, SyncPolicy.ASYNCHRONOUS),
                                detached("replica1", 1, 1000),
                                detached("replica2", 1, 1000))))
                .isInstanceOf(FenceProof.Missing.class);
    }

    @Test
    @DisplayName("is not needed for a standby")
    void demoted() {
        assertThat(FenceRule.proof("primary", situation(SEEN, standby("primary", 2, 1000, "replica1"))))
                .isEqualTo(new FenceProof.Demoted("primary"));
    }

    @Test
    @DisplayName("is not proven for a server that was never seen as primary")
    void neverSeen() {
        assertThat(FenceRule.proof(
                        "primary",
                        situation(
                                Optional.empty(),
                                dead("primary"),
                                detached("replica1", 1, 1000),
                                detached("replica2", 1, 1000))))
                .isInstanceOf(FenceProof.Missing.class);
    }
}
