package dev.holdfast.app.drill;

import dev.holdfast.app.drill.RegionScoreCard.Kind;
import dev.holdfast.app.terminal.Durations;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.lab.judge.ClientsOfRegion;
import dev.holdfast.lab.judge.ClientsOfRegion.Waiting;
import dev.holdfast.lab.judge.Judgement;
import dev.holdfast.lab.judge.Sockets;
import dev.holdfast.lab.judge.Tail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The score card of a lost region, for people and for programs. */
public final class RegionScoreCardPage {
    private final RegionScoreCard card;
    private final Palette palette;

    public RegionScoreCardPage(RegionScoreCard card, Palette palette) {
        this.card = card;
        this.palette = palette;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("", palette.bold("Score card") + "  " + card.scene()));
        lines.add(row("longest wait", card.slowest().map(this::wait).orElse("nobody was ever served")));
        card.moments().ifPresent(moments -> lines.add(row("", moments(moments))));
        card.judgement().routing().clients().forEach(clients -> lines.add(row(clients.region(), moved(clients))));
        lines.add(row("requests", requests()));
        lines.add(row("WebSockets", sockets(card.judgement().routing().sockets())));
        card.tail().ifPresent(tail -> lines.add(row("left behind", left(tail))));
        lines.add(row("writes", ScoreCardPage.writes(card.judgement())));
        lines.add("");
        lines.addAll(verdict());
        return lines;
    }

    private List<String> verdict() {
        if (card.passed()) {
            return List.of(
                    switch (card.kind()) {
                        case LOSS ->
                            palette.green("PASSED") + "  every client is served elsewhere, and every promise was kept";
                        case CONTROL -> palette.green("CONTROL HOLDS") + "  left alone, the service stays down";
                        case PLANNED ->
                            palette.green("PASSED") + "  the region was left and returned to, and nobody noticed";
                    });
        }
        if (card.kind() == Kind.CONTROL) {
            return List.of(
                    palette.red("CONTROL BROKEN") + "  the service came back by itself, so a drill proves nothing");
        }
        List<String> lines = new ArrayList<>(List.of(palette.red("FAILED")));
        card.misses().forEach(miss -> lines.add("  - " + miss));
        return lines;
    }

    private static String row(String name, String value) {
        return "  %-13s%s".formatted(name, value);
    }

    private String wait(Waiting waiting) {
        String length = Durations.show(waiting.outage().length());
        return "%s by a client in %s  (promised: %s)"
                .formatted(
                        waiting.outage().ongoing() ? palette.red("still, after " + length) : palette.bold(length),
                        waiting.country(),
                        Durations.show(card.promised()));
    }

    private static String moments(RegionScoreCard.Moments moments) {
        return "noticed %s | proved %s | changed %s"
                .formatted(
                        Durations.show(moments.noticed()),
                        Durations.show(moments.proved()),
                        Durations.show(moments.changed()));
    }

    private static String moved(ClientsOfRegion clients) {
        return "%d clients; writes before %s, after %s"
                .formatted(clients.clients(), byRegion(clients.before()), byRegion(clients.after()));
    }

    private static String byRegion(Map<String, Long> writes) {
        List<String> parts = writes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> "%d at %s".formatted(entry.getValue(), entry.getKey()))
                .toList();
        return parts.isEmpty() ? "none" : String.join(" + ", parts);
    }

    private String requests() {
        var requests = card.judgement().overall().requests();
        return "%d acknowledged, %d read, %d failed"
                .formatted(requests.acknowledged(), requests.read(), requests.failed());
    }

    private static String sockets(Sockets sockets) {
        return "%d held, %d dropped, %d open again%s"
                .formatted(
                        sockets.held(),
                        sockets.dropped(),
                        sockets.reconnected(),
                        sockets.longestAway()
                                .map(away -> ", the slowest after " + Durations.show(away))
                                .orElse(""));
    }

    /** Clients with a stale answer of DNS, or with a connection that they keep. */
    private static String left(Tail tail) {
        return tail.none()
                ? "nobody went to %s after the last change".formatted(tail.region())
                : "%d requests (%d failed) and %d WebSockets went to %s for %s after the last change"
                        .formatted(
                                tail.requests(),
                                tail.failed(),
                                tail.sockets(),
                                tail.region(),
                                Durations.show(tail.length()));
    }

    /** The card as a JSON object; durations in seconds. */
    public Map<String, Object> document() {
        Judgement judgement = card.judgement();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("scene", card.scene());
        document.put("passed", card.passed());
        document.put("control", card.kind() == Kind.CONTROL);
        document.put("planned", card.kind() == Kind.PLANNED);
        document.put("misses", card.kind() == Kind.CONTROL ? List.of() : card.misses());
        ScoreCardPage.putSeconds(document, "promised_seconds", Optional.of(card.promised()));
        ScoreCardPage.putSeconds(
                document,
                "longest_wait_seconds",
                card.slowest().map(waiting -> waiting.outage().length()));
        card.moments().ifPresent(moments -> {
            ScoreCardPage.putSeconds(document, "noticed_seconds", Optional.of(moments.noticed()));
            ScoreCardPage.putSeconds(document, "proved_seconds", Optional.of(moments.proved()));
            ScoreCardPage.putSeconds(document, "changed_seconds", Optional.of(moments.changed()));
        });
        document.put("requests_failed", judgement.overall().requests().failed());
        judgement.durability().ifPresent(rows -> document.put("writes", ScoreCardPage.writes(rows)));
        document.put("contradictory_reads", judgement.contradictions().reads());
        document.put("routing", RoutingDocument.of(judgement.routing()));
        card.tail().ifPresent(tail -> document.put("tail", RoutingDocument.of(tail)));
        return document;
    }
}
