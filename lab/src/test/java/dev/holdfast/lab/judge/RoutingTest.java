package dev.holdfast.lab.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.judge.Obstacle.Kind;
import dev.holdfast.lab.traffic.LedgerEntry.Failure;
import dev.holdfast.lab.traffic.Route;
import dev.holdfast.lab.traffic.SocketEntry.Reason;
import dev.holdfast.model.topology.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loss of a region, as ledgers tell it that were written by hand. */
class RoutingTest {
    private static final Instant FAULT = Instant.parse("2026-11-23T03:00:10Z");
    private static final Instant FROM = FAULT.minusSeconds(5);
    private static final Instant UNTIL = FAULT.plusSeconds(10);
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final String EAST = "us-east-1";
    private static final String WEST = "us-west-2";
    private static final String EAST_ENTRANCE = "127.1.0.20";
    private static final String WEST_ENTRANCE = "127.2.0.20";
    private static final Route ANN_IN_EAST = new Route("127.66.1.1", "US", EAST_ENTRANCE);
    private static final Route ANN_IN_WEST = new Route("127.66.1.1", "US", WEST_ENTRANCE);
    private static final Route BOB_IN_WEST = new Route("127.66.2.1", "CA", WEST_ENTRANCE);
    private static final UUID SOCKET = new UUID(0, 1);

    private final SyntheticLedgers ledgers;

    RoutingTest(@TempDir Path directory) {
        ledgers = new SyntheticLedgers(directory);
    }

    @Test
    void eachClientIsFollowedToTheRegionThatServesItAgain() {
        ledgers.served(EAST, ANN_IN_EAST, FROM, FAULT, EVERY);
        ledgers.failed(EAST, ANN_IN_EAST, FAULT.plusMillis(500), Failure.REFUSED);
        ledgers.failed(EAST, ANN_IN_EAST, FAULT.plusMillis(900), Failure.TIMED_OUT);
        ledgers.failed(EAST, ANN_IN_EAST, FAULT.plusMillis(1100), Failure.REFUSED);
        ledgers.served(EAST, ANN_IN_WEST, FAULT.plusSeconds(3), UNTIL, EVERY);
        ledgers.served(EAST, BOB_IN_WEST, FROM, UNTIL, EVERY);

        Judgement judgement = judge(EAST);

        assertThat(judgement.recovered()).isTrue();
        assertThat(judgement.longestOutage().orElseThrow().length())
                .as("the region as a whole was served all the while, by Bob's region")
                .isEqualTo(EVERY);
        ClientsOfRegion clients = judgement.routing().clients().getFirst();
        assertThat(clients.clients()).isEqualTo(2);
        assertThat(clients.slowest())
                .contains(new ClientsOfRegion.Waiting(
                        "127.66.1.1",
                        "US",
                        new Outage(FAULT, Optional.of(FAULT.plusSeconds(3)), Duration.ofSeconds(3)),
                        Optional.of(WEST)));
        assertThat(clients.before()).isEqualTo(Map.of(EAST, 26L, WEST, 26L));
        assertThat(clients.after()).containsOnlyKeys(WEST);
        assertThat(judgement.overall().requests().failures())
                .isEqualTo(Map.of(Failure.REFUSED, 2L, Failure.TIMED_OUT, 1L));
    }

    @Test
    void aClientThatIsNeverServedAgainHasWaitedLongest() {
        ledgers.served(EAST, ANN_IN_EAST, FROM, FAULT, EVERY);
        ledgers.served(EAST, BOB_IN_WEST, FROM, FAULT, EVERY);
        ledgers.served(EAST, BOB_IN_WEST, FAULT.plusSeconds(9), UNTIL, EVERY);

        ClientsOfRegion.Waiting slowest = slowest();

        assertThat(slowest.client()).isEqualTo("127.66.1.1");
        assertThat(slowest.outage().ongoing()).isTrue();
        assertThat(slowest.servedBy()).isEmpty();
    }

    @Test
    void aClientThatIsSilentAtTheEndIsStillWaiting() {
        ledgers.served(EAST, ANN_IN_EAST, FROM, FAULT.plusSeconds(6), EVERY);

        assertThat(slowest().outage())
                .isEqualTo(new Outage(FAULT.plusSeconds(6), Optional.empty(), Duration.ofSeconds(4)));
    }

    @Test
    void aRequestThatReachesTheLostRegionLateIsSeen() {
        ledgers.served(EAST, ANN_IN_EAST, FROM, FAULT.plusSeconds(1), EVERY);
        ledgers.served(EAST, ANN_IN_WEST, FAULT.plusSeconds(1), UNTIL, EVERY);
        Instant done = FAULT.plusSeconds(2);
        assertThat(judge(EAST).tail(EAST, done).none()).isTrue();
        Tail before = judge(EAST).tail(EAST, FAULT);
        assertThat(before.requests()).isEqualTo(5);
        assertThat(before.length()).isLessThan(Duration.ofSeconds(1));

        ledgers.failed(EAST, ANN_IN_EAST, FAULT.plusSeconds(8), Failure.REFUSED);
        Tail tail = judge(EAST).tail(EAST, done);

        assertThat(tail.none()).isFalse();
        assertThat(tail.requests()).isEqualTo(1);
        assertThat(tail.failed()).isEqualTo(1);
        assertThat(tail.last()).contains(FAULT.plusSeconds(8).minus(SyntheticLedgers.LATENCY));
        assertThat(judge(EAST).tail(WEST, done).requests()).isPositive();
    }

    @Test
    void aWebSocketThatIsHeldInTheLostRegionIsPartOfTheTail() {
        ledgers.served(EAST, ANN_IN_WEST, FROM, UNTIL, EVERY);
        ledgers.opened(EAST, ANN_IN_EAST, SOCKET, FROM);
        ledgers.lost(EAST, ANN_IN_EAST, SOCKET, FAULT.plusSeconds(4), Reason.ASKED_TO_LEAVE);
        ledgers.missed(EAST, ANN_IN_EAST, SOCKET, FAULT.plusSeconds(5));
        ledgers.opened(EAST, ANN_IN_WEST, SOCKET, FAULT.plusSeconds(6));

        Judgement judgement = judge(EAST);

        Tail tail = judgement.tail(EAST, FAULT);
        assertThat(tail.requests()).isZero();
        assertThat(tail.sockets()).isEqualTo(1);
        assertThat(tail.length()).as("to the attempt that was in vain").isEqualTo(Duration.ofSeconds(5));
        assertThat(judgement.tail(EAST, FAULT.plusSeconds(4)).sockets()).isZero();
        assertThat(judgement.tail(EAST, FAULT.plusSeconds(5)).none()).isTrue();
    }

    @Test
    void aWebSocketOfWhichNothingMoreIsKnownWasHeldToTheEnd() {
        ledgers.served(EAST, ANN_IN_WEST, FROM, UNTIL, EVERY);
        ledgers.opened(EAST, ANN_IN_EAST, SOCKET, FROM);

        assertThat(judge(EAST).tail(EAST, FAULT).lastSocket()).contains(UNTIL);
    }

    @Test
    void countsLostWebSocketsAndHowLongTheyWereAway() {
        ledgers.served(EAST, ANN_IN_WEST, FROM, UNTIL, EVERY);
        ledgers.opened(EAST, ANN_IN_EAST, SOCKET, FROM);
        ledgers.lost(EAST, ANN_IN_EAST, SOCKET, FAULT.plusSeconds(1), Reason.BROKEN);
        ledgers.missed(EAST, ANN_IN_EAST, SOCKET, FAULT.plusMillis(1200));
        ledgers.opened(EAST, ANN_IN_WEST, SOCKET, FAULT.plusSeconds(3));
        ledgers.ended(EAST, ANN_IN_WEST, SOCKET, UNTIL);

        Judgement judgement = judge(EAST);

        Sockets sockets = judgement.routing().sockets();
        assertThat(judgement.recovered()).isTrue();
        assertThat(sockets.held()).isEqualTo(1);
        assertThat(sockets.dropped()).isEqualTo(1);
        assertThat(sockets.reconnected()).isEqualTo(1);
        assertThat(sockets.notBack()).isEmpty();
        assertThat(sockets.longestAway()).contains(Duration.ofSeconds(2));
        assertThat(sockets.drops().getFirst().region()).isEqualTo(EAST);
        assertThat(sockets.drops().getFirst().back()).contains(new Sockets.Back(FAULT.plusSeconds(3), WEST));
    }

    @Test
    void aWebSocketThatIsNotOpenedAgainIsNoRecovery() {
        ledgers.served(EAST, ANN_IN_WEST, FROM, UNTIL, EVERY);
        ledgers.opened(EAST, ANN_IN_EAST, SOCKET, FROM);
        ledgers.lost(EAST, ANN_IN_EAST, SOCKET, FAULT.plusSeconds(1), Reason.SILENT);
        ledgers.missed(EAST, ANN_IN_EAST, SOCKET, FAULT.plusSeconds(2));

        Judgement judgement = judge(EAST);

        assertThat(judgement.obstacles())
                .containsExactly(
                        new Obstacle(Kind.SOCKET_NOT_BACK, EAST, "1 WebSockets were lost and not opened again"));
        assertThat(judgement.routing().sockets().notBack())
                .singleElement()
                .satisfies(drop -> assertThat(drop.away()).isEqualTo(Duration.ofSeconds(9)));
    }

    @Test
    void aClientThatNeverHadItsWebSocketProvesNothing() {
        ledgers.served(EAST, ANN_IN_WEST, FROM, UNTIL, EVERY);
        ledgers.missed(EAST, ANN_IN_EAST, SOCKET, FROM);

        assertThat(judge(EAST).obstacles()).extracting(Obstacle::kind).containsExactly(Kind.SOCKET_NEVER_OPENED);
    }

    private ClientsOfRegion.Waiting slowest() {
        return judge(EAST).routing().clients().getFirst().slowest().orElseThrow();
    }

    private Judgement judge(String... regions) {
        var rows = new JudgeInput.Rows(new HostPort("127.43.0.1", 1), "orders", "app");
        var input = new JudgeInput(
                ledgers.directory(),
                List.of(regions),
                FROM,
                FAULT,
                UNTIL,
                rows,
                Map.of(EAST, EAST_ENTRANCE, WEST, WEST_ENTRANCE));
        return Judge.judge(input, ledgers.rows());
    }
}
