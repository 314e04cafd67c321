package dev.holdfast.lab.judge;

import dev.holdfast.lab.judge.Judgement.Evidence;
import dev.holdfast.lab.traffic.LedgerEntry;
import dev.holdfast.lab.traffic.LedgerFile;
import dev.holdfast.lab.traffic.SocketEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that the clients wrote down. */
record Ledgers(Map<String, List<LedgerEntry>> byRegion, List<SocketEntry> sockets, long brokenLines) {

    static Ledgers read(JudgeInput input) {
        Path directory = input.ledgerDirectory();
        Map<String, List<LedgerEntry>> byRegion = new LinkedHashMap<>();
        List<SocketEntry> sockets = new ArrayList<>();
        long broken = 0;
        for (String region : input.regions()) {
            LedgerFile.Contents<LedgerEntry> requests =
                    LedgerFile.requests(directory, region).read();
            LedgerFile.Contents<SocketEntry> held =
                    LedgerFile.sockets(directory, region).read();
            byRegion.put(region, requests.entries());
            sockets.addAll(held.entries());
            broken += requests.broken() + held.broken();
        }
        return new Ledgers(byRegion, sockets, broken);
    }

    List<LedgerEntry> requestsOf(String region) {
        return byRegion.getOrDefault(region, List.of());
    }

    List<LedgerEntry> requests() {
        return byRegion.values().stream().flatMap(List::stream).toList();
    }

    Evidence amount() {
        return new Evidence(requests().size() + sockets.size(), brokenLines);
    }
}
