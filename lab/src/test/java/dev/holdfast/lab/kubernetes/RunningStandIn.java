package dev.holdfast.lab.kubernetes;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.process.Account;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.lab.server.KubernetesAccess;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The stand-in in this process, on a free port, with two regions whose processes are in memory; and the real kubectl. */
final class RunningStandIn implements AutoCloseable {
    static final KubernetesAccess ACCESS = KubernetesAccess.create("127.0.0.1");

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MOST = 10;

    private final Path directory;
    private final ObjectFiles files;
    private final Map<String, FakeContainer> containers = new TreeMap<>();
    private final Set<String> down = ConcurrentHashMap.newKeySet();
    private final List<Workload> workloads = new ArrayList<>();
    private StandIn standIn;

    RunningStandIn(Path directory) {
        this.directory = directory;
        this.files = new ObjectFiles(
                directory.resolve("objects"), new LabFiles(new LabDirectory(directory), new Account("test", 0, false)));
        for (String region : List.of("us-east-1", "us-west-2")) {
            workloads.add(workload("fastapi-main", region, 2));
            workloads.add(workload("rate-limiter", region, 1));
        }
        standIn = start();
    }

    private Workload workload(String name, String region, int usual) {
        List<Slot> slots = IntStream.rangeClosed(1, MOST)
                .mapToObj(number -> slot("%s-%s-%d".formatted(name, region, number), number))
                .toList();
        return new Workload(name, region, usual, slots, Map.of("database.primary", "primary"));
    }

    private Slot slot(String name, int number) {
        FakeContainer container = new FakeContainer(name);
        containers.put(name, container);
        return new Slot(name, number, new HostPort("127.0.0.1", 8000 + number), container);
    }

    private StandIn start() {
        StandIn started = StandIn.start(new HostPort("127.0.0.1", 0), files, ACCESS, workloads, down::contains);
        try {
            Files.writeString(kubeconfig(), ACCESS.kubeconfig(new HostPort("127.0.0.1", started.port())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return started;
    }

    private Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    /** Ends it and starts it anew, as when its process is replaced. */
    void restart() {
        standIn.close();
        standIn = start();
    }

    void stop() {
        standIn.close();
    }

    int port() {
        return standIn.port();
    }

    FakeContainer container(String slot) {
        return Optional.ofNullable(containers.get(slot)).orElseThrow();
    }

    long running(String prefix) {
        return containers.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .filter(entry -> entry.getValue().process().isPresent())
                .count();
    }

    void regionDown(String region, boolean is) {
        if (is) {
            down.add(region);
        } else {
            down.remove(region);
        }
    }

    /** Runs kubectl with these words, separated by spaces. */
    Shell.Result kubectl(String words) {
        List<String> command =
                new ArrayList<>(List.of("env", "KUBECONFIG=" + kubeconfig(), "HOME=" + directory, "kubectl"));
        command.addAll(List.of(words.split(" ", -1)));
        return Shell.run(command, LIMIT);
    }

    /** Waits until kubectl shows this. */
    boolean shows(String words, String wanted) {
        return Poll.until(LIMIT, () -> kubectl(words).output().contains(wanted));
    }

    boolean until(BooleanSupplier condition) {
        return Poll.until(LIMIT, condition);
    }

    @Override
    public void close() {
        standIn.close();
    }
}
