package dev.holdfast.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.journal.EventCodec.Encoded;
import dev.holdfast.model.database.Identity;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;

/** Journals are read for ever: these texts must never change. */
final class EventCodecTest {
    private static final Actor ANN = new Actor(Actor.Kind.PROVEN, "ann", "pts/1 from 10.0.0.7");

    record Golden(Event event, String type, String json) {}

    static Stream<Golden> golden() {
        return Stream.of(ofRuns(), ofOrders(), ofPreparation(), ofPermission(), ofAttempts(), ofUndoing())
                .flatMap(some -> some);
    }

    private static Stream<Golden> ofRuns() {
        return Stream.of(
                new Golden(
                        new Event.RunStarted(
                                "database-failure",
                                "name: x\n",
                                "ab12",
                                Mode.AUTO,
                                "database_primary_down",
                                Map.of("target", "replica1", "confirm", "true"),
                                ANN),
                        "run-started",
                        """
                        {"runbook":"database-failure","source":"name: x\\n","hash":"ab12","mode":"AUTO",\
                        "reason":"database_primary_down","parameters":{"confirm":"true","target":"replica1"},\
                        "requestedBy":{"kind":"PROVEN","name":"ann","from":"pts/1 from 10.0.0.7"}}"""),
                new Golden(new Event.RunResumed("process 7"), "run-resumed", "{\"by\":\"process 7\"}"),
                new Golden(new Event.RunReopened(ANN), "run-reopened", """
                        {"by":{"kind":"PROVEN","name":"ann","from":"pts/1 from 10.0.0.7"}}"""),
                new Golden(
                        new Event.RunFinished(RunOutcome.SUCCEEDED, "5 of 5 steps done"),
                        "run-finished",
                        "{\"outcome\":\"SUCCEEDED\",\"summary\":\"5 of 5 steps done\"}"));
    }

    private static Stream<Golden> ofOrders() {
        Instant at = Instant.parse("2026-11-23T10:15:00.5Z");
        Order approval = new Order.Approve("promote", "0123456789ab", "go", Instant.parse("2026-11-23T11:15:00Z"));
        return Stream.of(
                new Golden(
                        new Event.OrderTaken(new PlacedOrder(1, at, ANN, approval, Optional.of("c2ln"))),
                        "order-taken",
                        """
                        {"placed":{"number":1,"at":"2026-11-23T10:15:00.500Z",\
                        "by":{"kind":"PROVEN","name":"ann","from":"pts/1 from 10.0.0.7"},\
                        "order":{"step":"promote","digest":"0123456789ab","comment":"go",\
                        "expires":"2026-11-23T11:15:00Z","kind":"approve"},"signature":"c2ln"}}"""),
                new Golden(new Event.OrderDeclined(2, Actor.automatic("watch"), "it is over"), "order-declined", """
                        {"number":2,"by":{"kind":"AUTOMATIC","name":"watch","from":""},"reason":"it is over"}"""));
    }

    private static Stream<Golden> ofPermission() {
        return Stream.of(
                new Golden(
                        new Event.StepHeld(
                                "promote",
                                "0123456789ab",
                                true,
                                Optional.of(new ApprovalRule(2, Role.APPROVER)),
                                Instant.parse("2026-11-23T11:15:00Z")),
                        "step-held",
                        """
                        {"step":"promote","digest":"0123456789ab","checkpoint":true,\
                        "approval":{"people":2,"role":"APPROVER"},"until":"2026-11-23T11:15:00Z"}"""),
                new Golden(
                        new Event.StepPermitted("promote", "0123456789ab", "so-1", "ann and bob; loss 0 s"),
                        "step-permitted",
                        """
                        {"step":"promote","digest":"0123456789ab","permission":"so-1",\
                        "detail":"ann and bob; loss 0 s"}"""),
                new Golden(new Event.StepSlow("promote", Duration.ofMillis(1500), 12), "step-slow", """
                        {"step":"promote","usual":"PT1.5S","samples":12}"""));
    }

    private static Stream<Golden> ofPreparation() {
        RestorePoint point = new RestorePoint(
                "20261123-101500",
                Instant.parse("2026-11-23T10:15:00.123456789Z"),
                "orders",
                Optional.of("primary"),
                Optional.of(new Identity("7401", 3)),
                Lsn.parse("16/B374D848"),
                Map.of("replica2", "primary", "replica1", "primary"),
                Map.of("use1", "primary"));
        return Stream.of(
                new Golden(
                        new Event.StepPlanned(
                                "promote",
                                new Plan(
                                        "promote replica1",
                                        List.of("replica1 becomes primary"),
                                        "writes stop",
                                        Map.of("candidate", "replica1"))),
                        "step-planned",
                        """
                        {"step":"promote","plan":{"summary":"promote replica1","changes":["replica1 becomes primary"],\
                        "confirmation":"writes stop","facts":{"candidate":"replica1"}}}"""),
                new Golden(new Event.RestorePointRecorded("promote", point), "restore-point-recorded", """
                        {"step":"promote","point":{"id":"20261123-101500","at":"2026-11-23T10:15:00.123456789Z",\
                        "database":"orders","primary":"primary","identity":{"system":"7401","timeline":3},\
                        "written":"16/B374D848","upstreams":{"replica1":"primary","replica2":"primary"},\
                        "writers":{"use1":"primary"}}}"""));
    }

    private static Stream<Golden> ofAttempts() {
        return Stream.of(
                new Golden(
                        new Event.StepStarted("promote", 2, "promote-replica"),
                        "step-started",
                        "{\"step\":\"promote\",\"attempt\":2,\"operation\":\"promote-replica\"}"),
                new Golden(
                        new Event.StepPerformed("promote", 2),
                        "step-performed",
                        "{\"step\":\"promote\",\"attempt\":2}"),
                new Golden(
                        new Event.StepNoted("promote", "waiting"),
                        "step-noted",
                        "{\"step\":\"promote\",\"text\":\"waiting\"}"),
                new Golden(
                        new Event.StepProved("promote", true, "it writes", Map.of("new-primary", "replica1")),
                        "step-proved",
                        """
                        {"step":"promote","performed":true,"evidence":"it writes",\
                        "outputs":{"new-primary":"replica1"}}"""),
                new Golden(
                        new Event.StepRefused("promote", ErrorCode.FENCE_UNPROVEN, "it lives", "switch it off"),
                        "step-refused",
                        """
                        {"step":"promote","code":"FENCE_UNPROVEN","reason":"it lives","nextMove":"switch it off"}"""),
                new Golden(
                        new Event.StepFailed("promote", 1, ErrorCode.STEP_TIMED_OUT, "hangs", "look", true),
                        "step-failed",
                        """
                        {"step":"promote","attempt":1,"code":"STEP_TIMED_OUT","reason":"hangs",\
                        "nextMove":"look","last":true}"""));
    }

    private static Stream<Golden> ofUndoing() {
        return Stream.of(
                new Golden(
                        new Event.UndoStarted("promote", "database-rollback"),
                        "undo-started",
                        "{\"step\":\"promote\",\"operation\":\"database-rollback\"}"),
                new Golden(
                        new Event.UndoProved("promote", "as before"),
                        "undo-proved",
                        "{\"step\":\"promote\",\"evidence\":\"as before\"}"),
                new Golden(
                        new Event.UndoFailed("promote", ErrorCode.ROLLBACK_IMPOSSIBLE, "diverged"),
                        "undo-failed",
                        "{\"step\":\"promote\",\"code\":\"ROLLBACK_IMPOSSIBLE\",\"reason\":\"diverged\"}"));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void writesAndReadsTheGoldenText(Golden golden) {
        assertThat(EventCodec.encode(golden.event())).isEqualTo(new Encoded(golden.type(), golden.json()));
        assertThat(EventCodec.decode(new Encoded(golden.type(), golden.json()))).isEqualTo(golden.event());
    }

    @Test
    void thereIsAGoldenTextForEveryKindOfEvent() {
        assertThat(golden().<Class<?>>map(one -> one.event().getClass()).toList())
                .containsExactlyInAnyOrderElementsOf(kinds(Event.class));
    }

    private static List<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .flatMap(one -> kinds(one).stream())
                        .toList()
                : List.of(type);
    }

    @Test
    void readsWhatEarlierVersionsLeftOut() {
        Encoded begin = new Encoded("run-started", """
                {"runbook":"r","source":"","hash":"ab12","mode":"AUTO","reason":"test","parameters":{}}""");
        Encoded started = new Encoded("step-started", "{\"step\":\"a\",\"attempt\":1}");

        assertThat(EventCodec.decode(begin))
                .isEqualTo(new Event.RunStarted("r", "", "ab12", Mode.AUTO, "test", Map.of(), Actor.UNKNOWN));
        assertThat(EventCodec.decode(started)).isEqualTo(new Event.StepStarted("a", 1, ""));
    }

    @Test
    void leavesOutAFieldOfALaterVersion() {
        Encoded later = new Encoded("step-started", "{\"step\":\"a\",\"attempt\":1,\"approved\":{\"by\":[\"x\"]}}");

        assertThat(EventCodec.decode(later)).isEqualTo(new Event.StepStarted("a", 1, ""));
    }

    @Test
    void readsAnErrorOfALaterVersionAsAnInternalOne() {
        Encoded later =
                new Encoded("undo-failed", "{\"step\":\"a\",\"code\":\"MOON_IN_THE_WRONG_HOUSE\",\"reason\":\"told\"}");

        assertThat(EventCodec.decode(later)).isEqualTo(new Event.UndoFailed("a", ErrorCode.INTERNAL_ERROR, "told"));
    }

    @Test
    void readsAnEventOfALaterVersionAsANote() {
        assertThat(EventCodec.decode(new Encoded("step-approved", "{\"step\":\"a\",\"by\":\"x\"}")))
                .isEqualTo(new Event.StepNoted("a", "an event of type 'step-approved', which a later version wrote"));
        assertThat(EventCodec.decode(new Encoded("run-paused", "[1]"))).isInstanceOf(Event.StepNoted.class);
    }

    @Test
    void reportsTextThatIsDamaged() {
        assertThatThrownBy(() -> EventCodec.decode(new Encoded("step-started", "{\"step\":")))
                .isInstanceOf(JacksonException.class);
    }
}
