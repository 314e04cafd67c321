package dev.holdfast.lab;

import dev.holdfast.lab.fault.Faults;
import dev.holdfast.lab.kubernetes.LabWorkloads;
import dev.holdfast.lab.plan.LabDnsServer;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.lab.server.Bringing;
import dev.holdfast.lab.server.LabContext;
import dev.holdfast.lab.server.LabServer;
import dev.holdfast.lab.server.PodProgram;
import dev.holdfast.lab.server.PostgresCluster;
import dev.holdfast.lab.server.PostgresNode;
import dev.holdfast.lab.server.Together;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Ends all faults, and brings back what they ended.
 *
 * <p>A database server that was primary before another one was promoted never comes back as a second one: what hangs or is cut
 * off is killed before it could go on, and what starts again starts as a standby of the present primary.
 */
final class Revival {
    private static final Duration EFFECT = Duration.ofSeconds(15);

    private final LabContext context;
    private final PostgresCluster cluster;
    private final Bringing bringing;

    Revival(LabContext context, Bringing bringing) {
        this.context = context;
        this.cluster = new PostgresCluster(context);
        this.bringing = bringing;
    }

    /** Returns the sentences of the faults that were ended. Some of the lab must run. */
    List<String> revive(Faults faults) {
        Set<String> ended = new TreeSet<>(unfinished());
        ended.addAll(faults.lostServers());
        context.plan().dnsServers().stream()
                .map(LabDnsServer::name)
                .filter(context.daemons().names()::contains)
                .forEach(ended::add);
        context.files().write(begun(), String.join("\n", ended) + "\n", "rw-r--r--");
        endFormerPrimaries();
        List<String> sentences = faults.clear();
        // The database first: with a host comes back whoever waits for it to rebuild that host's server.
        PostgresNode primary = cluster.primary();
        cluster.up(primary, bringing);
        start(ended, primary.name());
        LabFiles.delete(begun());
        return sentences;
    }

    /** Names the servers to bring back until all are back: the faults that ended them are forgotten before that. */
    private Path begun() {
        return context.directory().faults().resolve("revival.servers");
    }

    private List<String> unfinished() {
        if (!Files.exists(begun())) {
            return List.of();
        }
        try (Stream<String> names = Files.lines(begun())) {
            return names.filter(name -> !name.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + begun(), e);
        }
    }

    private void start(Set<String> names, String primary) {
        Set<String> wanted = LabWorkloads.toLookAt(context).wanted();
        List<Runnable> tasks = new ArrayList<>();
        for (LabServer server : LabServers.all(context, primary)) {
            if (server instanceof PodProgram) {
                tasks.add(() -> awaitPod(server, wanted));
            } else if (names.contains(server.name()) && server.process().isEmpty()) {
                tasks.add(() -> bringing.again(server));
            }
        }
        Together.all(tasks);
    }

    /**
     * The stand-in of Kubernetes starts it again, now that nothing forbids that. Whether it is ready too is not the lab's affair: its
     * settings may lead to a database server that is primary no more.
     */
    private void awaitPod(LabServer pod, Set<String> wanted) {
        boolean expected = wanted.contains(pod.name())
                && LabServers.kubernetes(context).process().isPresent();
        if (expected) {
            bringing.awaitProcess(pod);
        }
    }

    /** Those that run, would go on as primary, and know an older history than the primary that answers. */
    private void endFormerPrimaries() {
        List<PostgresNode> answering = cluster.runningPrimaries();
        OptionalInt newest = answering.stream()
                .flatMapToInt(node -> node.timeline().stream())
                .max();
        if (newest.isEmpty()) {
            return;
        }
        cluster.nodes().stream()
                .filter(node -> node.postmaster().isPresent())
                .filter(node -> !node.isMarkedStandby())
                .filter(node -> node.timeline().orElse(newest.getAsInt()) < newest.getAsInt())
                .forEach(Revival::kill);
    }

    /** Without waking it. */
    private static void kill(PostgresNode node) {
        boolean dead = Poll.until(EFFECT, () -> {
            List<ProcessEntry> left = node.processes();
            Shell.signal("KILL", left);
            return left.isEmpty();
        });
        if (!dead) {
            throw new HoldfastException(ErrorCode.COMMAND_FAILED, node.name() + " can't be killed");
        }
    }
}
