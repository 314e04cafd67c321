package dev.holdfast.lab.judge;

import dev.holdfast.lab.judge.Judgement.Contradictions;
import dev.holdfast.lab.judge.Obstacle.Kind;
import dev.holdfast.lab.traffic.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges a fault by what clients saw and by the rows that the application wrote, and by nothing that a recovery says of itself.
 *
 * <p>Absence of evidence is never success: a region without traffic, rows that can't be read or an observation that ended too soon are
 * reasons against a recovery.
 */
public final class Judge {
    private static final String ALL = "all";
    private static final int EXAMPLES = 20;

    private Judge() {}

    /** Judges; never throws for a database that can't be read, because that is a finding. */
    public static Judgement judge(JudgeInput input) {
        return judge(input, new JdbcOrderRows(input.database()));
    }

    static Judgement judge(JudgeInput input, OrderRows rows) {
        Ledgers all = Ledgers.read(input);
        List<LedgerEntry> entries = all.requests();
        var services = new ArrayList<Service>();
        var obstacles = new ArrayList<Obstacle>();
        for (String region : input.regions()) {
            var observation = new Observation(region, input, all.requestsOf(region));
            services.add(observation.service());
            obstacles.addAll(observation.obstacles());
        }
        if (entries.isEmpty()) {
            obstacles.add(
                    new Obstacle(Kind.NO_EVIDENCE, ALL, "no ledger in " + input.ledgerDirectory() + " has a line"));
        }
        Routing routing = routing(input, all);
        obstacles.addAll(SocketObstacles.of(routing.sockets()));
        Optional<Durability> durability = examine(entries, input, rows, obstacles);
        return new Judgement(
                new Observation(ALL, input, entries).service(),
                services,
                durability,
                contradictions(entries),
                all.amount(),
                routing,
                obstacles);
    }

    private static Routing routing(JudgeInput input, Ledgers all) {
        var requests = new RequestLedger(input, all.requests());
        var sockets = new SocketLedger(input, all.sockets());
        return new Routing(
                input.regions().stream().map(requests::clientsOf).toList(),
                requests.visits(),
                sockets.stays(),
                sockets.sockets());
    }

    private static Optional<Durability> examine(
            List<LedgerEntry> entries, JudgeInput input, OrderRows rows, List<Obstacle> obstacles) {
        try {
            return Optional.of(new Examination(entries).examine(rows, input.faultAt()));
        } catch (OrderRows.UnreadableException e) {
            obstacles.add(new Obstacle(Kind.ROWS_UNREADABLE, ALL, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static Contradictions contradictions(List<LedgerEntry> entries) {
        List<LedgerEntry.Read> contradicting = entries.stream()
                .filter(LedgerEntry.Read.class::isInstance)
                .map(LedgerEntry.Read.class::cast)
                .filter(read -> read.result() != LedgerEntry.ReadResult.MATCHED)
                .toList();
        return new Contradictions(
                contradicting.size(), contradicting.stream().limit(EXAMPLES).toList());
    }
}
