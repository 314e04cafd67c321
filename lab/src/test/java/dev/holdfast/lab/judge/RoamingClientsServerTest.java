package dev.holdfast.lab.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.judge.Obstacle.Kind;
import dev.holdfast.lab.service.Eventually;
import dev.holdfast.lab.service.PostgresNode;
import dev.holdfast.lab.traffic.Entrance;
import dev.holdfast.lab.traffic.LedgerEntry.Failure;
import dev.holdfast.lab.traffic.ScriptedNameServer;
import dev.holdfast.lab.traffic.SocketEntry.Reason;
import dev.holdfast.lab.traffic.Traffic;
import dev.holdfast.lab.traffic.TrafficOptions;
import dev.holdfast.lab.traffic.TrafficRegion;
import dev.holdfast.lab.traffic.TrafficSnapshot;
import dev.holdfast.lab.traffic.TrafficSnapshot.EntranceSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that follow DNS from one real load balancer to another, judged. */
class RoamingClientsServerTest {
    private static final PostgresNode DATABASE = PostgresNode.create();
    private static final String EAST = "us-east-1";
    private static final String WEST = "us-west-2";
    private static final int CLIENTS = 3;
    private static final Duration TTL = Duration.ofSeconds(1);

    private final Path ledgers;
    private final RegionUnderTest east;
    private final RegionUnderTest west;
    private final ScriptedNameServer ns1 = new ScriptedNameServer("127.121.0.53");
    private final ScriptedNameServer ns2 = new ScriptedNameServer("127.123.0.53");
    private final AtomicReference<Optional<TrafficSnapshot>> latest = new AtomicReference<>(Optional.empty());

    RoamingClientsServerTest(@TempDir Path directory) {
        ledgers = directory.resolve("ledgers");
        east = new RegionUnderTest(EAST, 121, DATABASE, directory);
        west = new RegionUnderTest(WEST, 122, DATABASE, directory);
        answerWith(east);
    }

    @AfterEach
    void stopRegions() {
        east.close();
        west.close();
        ns1.close();
        ns2.close();
    }

    @AfterAll
    static void stopDatabase() {
        DATABASE.close();
    }

    @Test
    void clientsThatAreAskedToLeaveFollowDnsWithoutLosingARequest() {
        Instant from = Instant.now();
        Instant drained;
        Instant gone;
        Instant until;
        try (Traffic _ = traffic()) {
            await("all clients in the east", traffic -> busy(traffic, east) && sockets(traffic, east) == CLIENTS);
            answerWith(west);
            drained = Instant.now();
            await(
                    "old answers are too old, and kept connections are kept all the same",
                    traffic -> traffic.at().isAfter(drained.plus(TTL).plus(TTL)) && busy(traffic, east));
            east.askClientsToLeave();
            await(
                    "all clients in the west",
                    traffic -> busy(traffic, west) && sockets(traffic, west) == CLIENTS && !busy(traffic, east));
            gone = Instant.now();
            until = awaitServedFor(gone, Duration.ofSeconds(2));
        }

        Judgement judgement = judge(from, drained, until);

        assertThat(judgement.obstacles()).isEmpty();
        assertThat(judgement.faithful()).isTrue();
        assertThat(judgement.overall().requests().failures()).isEmpty();
        assertThat(judgement.tail(EAST, drained).requests()).isPositive();
        assertThat(judgement.tail(EAST, drained).length()).isGreaterThan(TTL);
        assertThat(judgement.tail(EAST, gone).none()).isTrue();
        assertThat(judgement.routing().clients().getFirst().before()).containsOnlyKeys(EAST);
        assertThat(judgement.routing().clients().getFirst().after()).containsOnlyKeys(EAST, WEST);
        Sockets sockets = judgement.routing().sockets();
        assertThat(sockets.held()).isEqualTo(CLIENTS);
        assertThat(sockets.drops()).hasSize(CLIENTS).allSatisfy(drop -> {
            assertThat(drop.reason()).isEqualTo(Reason.ASKED_TO_LEAVE);
            assertThat(drop.region()).isEqualTo(EAST);
            assertThat(drop.back().orElseThrow().region()).isEqualTo(WEST);
        });
    }

    @Test
    void aRegionThatIsLostIsLostUntilDnsSaysSo() {
        Instant from = Instant.now();
        Instant lost;
        Instant leftAlone;
        Instant until;
        try (Traffic _ = traffic()) {
            await("all clients in the east", traffic -> busy(traffic, east) && sockets(traffic, east) == CLIENTS);
            lost = Instant.now();
            east.crash();
            ns1.fallSilent();
            await("nobody is served", traffic -> traffic.total().silence().compareTo(Duration.ofSeconds(2)) > 0);
            leftAlone = Instant.now();
            ns2.answer(west.entrance(), TTL.toSeconds());
            await("all clients in the west", traffic -> busy(traffic, west) && sockets(traffic, west) == CLIENTS);
            until = awaitServedFor(Instant.now(), Duration.ofSeconds(3));
        }

        Judgement control = judge(from, lost, leftAlone);
        Judgement judgement = judge(from, lost, until);

        assertThat(control.recovered()).isFalse();
        assertThat(control.obstacles()).extracting(Obstacle::kind).contains(Kind.SOCKET_NOT_BACK);
        assertThat(control.routing().sockets().notBack()).hasSize(CLIENTS);
        assertThat(control.longestOutage().orElseThrow().ongoing()).isTrue();
        assertThat(judgement.obstacles()).isEmpty();
        assertThat(judgement.faithful()).isTrue();
        ClientsOfRegion.Waiting slowest =
                judgement.routing().clients().getFirst().slowest().orElseThrow();
        assertThat(slowest.outage().ongoing()).isFalse();
        assertThat(slowest.outage().length()).isGreaterThan(Duration.between(lost, leftAlone));
        assertThat(slowest.servedBy()).contains(WEST);
        assertThat(judgement.overall().requests().failures()).containsKey(Failure.REFUSED);
        assertThat(judgement.tail(EAST, lost).failed()).isPositive();
        assertThat(judgement
                        .tail(EAST, judgement.tail(EAST, lost).last().orElseThrow())
                        .none())
                .isTrue();
        assertThat(judgement.routing().sockets().drops())
                .hasSize(CLIENTS)
                .allSatisfy(
                        drop -> assertThat(drop.back().orElseThrow().region()).isEqualTo(WEST));
        assertThat(ns2.clients()).as("asked by those that ns1 left alone").isNotEmpty();
    }

    private void answerWith(RegionUnderTest region) {
        ns1.answer(region.entrance(), TTL.toSeconds());
        ns2.answer(region.entrance(), TTL.toSeconds());
    }

    private Traffic traffic() {
        var entrance = new Entrance.Named("www.lab.test.", RegionUnderTest.PORT, List.of(ns1.address(), ns2.address()));
        var clients = new TrafficRegion(EAST, entrance, TrafficRegion.clients("127.66.121", CLIENTS, "US"));
        var rates = new TrafficOptions.Rates(30, 15, true);
        return Traffic.start(
                new TrafficOptions(ledgers, List.of(clients), rates, TrafficOptions.TIMEOUT, Optional.empty()),
                snapshot -> latest.set(Optional.of(snapshot)));
    }

    private void await(String what, Predicate<TrafficSnapshot> condition) {
        Eventually.holds(what, () -> latest.get().filter(condition).isPresent());
    }

    /** Waits for a stretch of service after that moment, and says when it was over. */
    private Instant awaitServedFor(Instant moment, Duration stretch) {
        await(
                "service for a while",
                traffic -> traffic.at().isAfter(moment.plus(stretch))
                        && traffic.total().lastSecond().failed() == 0);
        return Instant.now();
    }

    private static boolean busy(TrafficSnapshot traffic, RegionUnderTest region) {
        return entrance(traffic, region).map(EntranceSnapshot::lastSecond).orElse(0L) > 0;
    }

    private static long sockets(TrafficSnapshot traffic, RegionUnderTest region) {
        return entrance(traffic, region).map(EntranceSnapshot::sockets).orElse(0L);
    }

    private static Optional<EntranceSnapshot> entrance(TrafficSnapshot traffic, RegionUnderTest region) {
        return traffic.entrances().stream()
                .filter(entrance -> entrance.address().equals(region.entrance()))
                .findFirst();
    }

    private Judgement judge(Instant from, Instant fault, Instant until) {
        var rows = new JudgeInput.Rows(DATABASE.address(), DATABASE.database(), DATABASE.user());
        return Judge.judge(new JudgeInput(
                ledgers,
                List.of(EAST),
                from,
                fault,
                until,
                rows,
                Map.of(EAST, east.entrance(), WEST, west.entrance())));
    }
}
