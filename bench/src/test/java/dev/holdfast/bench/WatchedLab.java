package dev.holdfast.bench;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabStatus;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabNode;
import dev.holdfast.lab.server.PostgresSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** The lab with its clients, and Holdfast standing watch over it: each a process of its own. */
final class WatchedLab implements AutoCloseable {
    private static final Duration UP = Duration.ofMinutes(5);
    private static final Duration HEALTHY = Duration.ofMinutes(2);
    private static final Duration LISTED = Duration.ofSeconds(30);
    private static final String FULLY_REPLICATED =
            "select count(*) from pg_stat_replication where state = 'streaming' and sync_state = 'quorum'";

    private final Lab lab;
    private final Holdfast holdfast;
    private final Clients clients;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private Optional<Background> watch = Optional.empty();

    private WatchedLab(Lab lab, Holdfast holdfast, Clients clients) {
        this.lab = lab;
        this.holdfast = holdfast;
        this.clients = clients;
    }

    /** Returns when everybody is served and Holdfast watches. */
    static WatchedLab start(Holdfast holdfast) {
        holdfast.command("lab", "up").run(UP).requireSuccess();
        Optional<Path> named =
                Optional.ofNullable(System.getenv("HOLDFAST_LAB")).map(Path::of);
        Lab lab = new Lab(LabDirectory.choose(named));
        WatchedLab watched = new WatchedLab(lab, holdfast, Clients.start(holdfast));
        try {
            watched.standWatch();
            return watched;
        } catch (RuntimeException e) {
            watched.close();
            throw e;
        }
    }

    private void standWatch() {
        awaitHealthy();
        watch = Optional.of(holdfast.start("watch", said::add, "watch"));
        await(() -> said.stream().anyMatch(line -> line.contains("rehearsed")), "the watch does not stand");
    }

    Lab lab() {
        return lab;
    }

    Holdfast holdfast() {
        return holdfast;
    }

    Clients clients() {
        return clients;
    }

    /** The database servers that are not primary, in the order of the plan. */
    List<String> standbys() {
        String primary = lab.primary();
        return lab.plan().nodes().stream()
                .map(LabNode::name)
                .filter(name -> !name.equals(primary))
                .toList();
    }

    /** The newest runs in the journal of the watch. */
    List<Runs.Listed> runs() {
        return Runs.parse(holdfast.command("run", "list", "-o", "json")
                .run(LISTED)
                .requireSuccess()
                .output());
    }

    /** Waits until no fault lasts, every server works in its role, and every client is served. */
    Duration awaitHealthy() {
        Instant began = Instant.now();
        await(() -> isHealthySince(began), "the lab is not healthy");
        return Duration.between(began, Instant.now());
    }

    private void await(BooleanSupplier condition, String complaint) {
        boolean holds = Patience.until(HEALTHY, () -> {
            requireAlive();
            return condition.getAsBoolean();
        });
        if (!holds) {
            throw new IllegalStateException(
                    "%s after %s:%n%s%n%s".formatted(complaint, HEALTHY, lab.status(), wordsOfWatch()));
        }
    }

    /** Without a watch there would be no false failovers either. */
    private void requireAlive() {
        boolean watches = watch.map(Background::isAlive).orElse(true);
        if (!clients.isAlive() || !watches) {
            throw new IllegalStateException("%s ended by itself; its log is in %s%n%s"
                    .formatted(watches ? "the clients" : "the watch", holdfast.state(), wordsOfWatch()));
        }
    }

    private String wordsOfWatch() {
        return "the watch said:%n%s".formatted(String.join("\n", said));
    }

    /** The cheapest look comes first. */
    private boolean isHealthySince(Instant moment) {
        return clients.areServedAfter(moment) && isReplicated() && isComplete(lab.status());
    }

    private boolean isReplicated() {
        return PostgresSession.look(lab.plan().node(lab.primary()).address(), FULLY_REPLICATED)
                .filter(Integer.toString(standbys().size())::equals)
                .isPresent();
    }

    private static boolean isComplete(LabStatus status) {
        return status.complete() && status.faults().isEmpty();
    }

    @Override
    public void close() {
        watch.ifPresent(Background::close);
        clients.close();
        lab.clearFaults(_ -> {});
    }
}
