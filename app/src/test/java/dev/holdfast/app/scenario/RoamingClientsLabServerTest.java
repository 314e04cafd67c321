package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.drill.TrafficProcess;
import dev.holdfast.app.wiring.OwnCommand;
import dev.holdfast.lab.judge.ClientsOfRegion;
import dev.holdfast.lab.judge.Judge;
import dev.holdfast.lab.judge.JudgeInput;
import dev.holdfast.lab.judge.Judgement;
import dev.holdfast.lab.judge.Sockets;
import dev.holdfast.lab.plan.LabInstance;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.Account;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.lab.traffic.LedgerEntry;
import dev.holdfast.lab.traffic.LedgerFile;
import dev.holdfast.lab.traffic.SocketEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients in six countries find the lab's service through its DNS servers, and hold WebSockets. */
class RoamingClientsLabServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CLIENTS_EACH = 2;
    private static final int COUNTRIES_OF_A_REGION = 2;

    @RegisterExtension
    static final LabUnderTest LAB = new LabUnderTest(125);

    @Test
    void clientsGoHomeAndAreTakenOverWhenTheirInstanceRestarts() throws IOException {
        Path ledgers = LAB.directory("ledgers");
        LabInstance instance = LAB.lab().plan().instances().getFirst();
        Instant from;
        Instant restart;
        Instant until;
        try (TrafficProcess _ = clients(ledgers)) {
            awaitSockets(ledgers);
            from = Instant.now();
            awaitWritesAfter(ledgers, from);
            restart = Instant.now();
            restart(instance);
            awaitWritesAfter(ledgers, Instant.now().plusSeconds(2));
            until = Instant.now();
        }

        Judgement judgement = judge(ledgers, from, restart, until);

        assertThat(judgement.obstacles()).isEmpty();
        assertThat(judgement.faithful()).isTrue();
        assertThat(judgement.overall().requests().failures()).isEmpty();
        for (ClientsOfRegion clients : judgement.routing().clients()) {
            assertThat(clients.clients()).isEqualTo(COUNTRIES_OF_A_REGION * CLIENTS_EACH);
            assertThat(clients.before()).containsOnlyKeys(clients.region());
            assertThat(clients.after()).containsOnlyKeys(clients.region());
        }
        Sockets sockets = judgement.routing().sockets();
        assertThat(sockets.held()).isEqualTo(3L * COUNTRIES_OF_A_REGION * CLIENTS_EACH);
        assertThat(sockets.drops()).isNotEmpty().allSatisfy(drop -> {
            assertThat(drop.reason()).isEqualTo(SocketEntry.Reason.ASKED_TO_LEAVE);
            assertThat(drop.region()).isEqualTo(instance.region().name());
            assertThat(drop.back().orElseThrow().region())
                    .isEqualTo(instance.region().name());
        });
    }

    @Test
    void aNumberOfClientsThatNoCountryHasRoomForIsRefused() {
        LabUnderTest.Result none = LAB.run("lab", "traffic", "--dns", "--clients", "0");
        LabUnderTest.Result many = LAB.run("lab", "traffic", "--dns", "--clients", "251");

        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("--clients takes 1 to 250, not 0");
        assertThat(many.err()).contains("--clients takes 1 to 250, not 251");
    }

    private static TrafficProcess clients(Path ledgers) {
        List<String> command = OwnCommand.of(
                "lab-traffic",
                "--topology",
                LAB.lab().directory().topology().toString(),
                "--dns",
                "--clients",
                Integer.toString(CLIENTS_EACH),
                "--ledger",
                ledgers.toString());
        return TrafficProcess.start(command, ledgers.resolve("clients.log"));
    }

    private static int all() {
        return LAB.lab().plan().countries().size() * CLIENTS_EACH;
    }

    /** Every client in the world holds its WebSocket. */
    private static void awaitSockets(Path ledgers) {
        boolean opened = Poll.until(PATIENCE, () -> openSockets(ledgers).size() == all());
        assertThat(opened).as("%d WebSockets are open", all()).isTrue();
    }

    private static Set<String> openSockets(Path ledgers) {
        return regions().stream()
                .flatMap(region -> LedgerFile.sockets(ledgers, region).read().entries().stream())
                .filter(SocketEntry.Opened.class::isInstance)
                .map(entry -> entry.route().client())
                .collect(Collectors.toSet());
    }

    /** Every client has a write acknowledged that it sent after that moment. */
    private static void awaitWritesAfter(Path ledgers, Instant moment) {
        boolean served =
                Poll.until(PATIENCE, () -> writersAfter(ledgers, moment).size() == all());
        assertThat(served).as("writes of all after %s", moment).isTrue();
    }

    private static Set<String> writersAfter(Path ledgers, Instant moment) {
        return regions().stream()
                .flatMap(region -> LedgerFile.requests(ledgers, region).read().entries().stream())
                .filter(LedgerEntry.Acknowledged.class::isInstance)
                .filter(write -> write.sent().isAfter(moment))
                .map(write -> write.route().client())
                .collect(Collectors.toSet());
    }

    private static void restart(LabInstance instance) {
        Path script = LAB.lab().directory().restartCommand(instance.name());
        Shell.check(Account.forServers().command(List.of(script.toString())), PATIENCE);
    }

    private static List<String> regions() {
        return LAB.lab().plan().regions().stream().map(LabRegion::name).toList();
    }

    private static Judgement judge(Path ledgers, Instant from, Instant fault, Instant until) {
        var rows = new JudgeInput.Rows(LAB.address(LAB.lab().primary()), "orders", "app");
        return Judge.judge(new JudgeInput(
                ledgers,
                regions(),
                from,
                fault,
                until,
                rows,
                LAB.lab().plan().regions().stream().collect(Collectors.toMap(LabRegion::name, LabRegion::balancer))));
    }
}
