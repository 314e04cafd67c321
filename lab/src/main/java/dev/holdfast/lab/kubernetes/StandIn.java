package dev.holdfast.lab.kubernetes;

import dev.holdfast.lab.server.KubernetesAccess;
import dev.holdfast.model.topology.HostPort;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stand-in at work: its API, and what makes true what was asked of it.
 *
 * <p>It ends no process when it is closed, and goes on with those that it finds when it starts again.
 */
final class StandIn implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StandIn.class.getName());
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(200);

    private final ObjectStore store;
    private final List<Workload> workloads;
    private final Predicate<String> regionDown;
    private final Clock clock = Clock.systemUTC();
    private final List<Runnable> controllers = new ArrayList<>();
    private final Set<Key> running = new HashSet<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ApiServer server;

    private StandIn(
            HostPort address,
            ObjectFiles files,
            KubernetesAccess access,
            List<Workload> workloads,
            Predicate<String> regionDown) {
        this.store = new ObjectStore(files, clock);
        this.workloads = List.copyOf(workloads);
        this.regionDown = regionDown;
        prepare();
        Api api = new Api(store, new Editor(store, workloads, clock), clock);
        this.server = ApiServer.start(address, store, api, access, clock);
    }

    /**
     * Starts it.
     *
     * @param address with port 0 for any that is free
     * @param regionDown whether nothing may be started in a region
     */
    static StandIn start(
            HostPort address,
            ObjectFiles files,
            KubernetesAccess access,
            List<Workload> workloads,
            Predicate<String> regionDown) {
        StandIn standIn = new StandIn(address, files, access, workloads, regionDown);
        standIn.threads.execute(standIn::rounds);
        return standIn;
    }

    private void prepare() {
        workloads.stream().map(Workload::region).distinct().forEach(this::prepareNamespace);
        prepareNamespace(Workload.FLEET);
        workloads.forEach(workload -> {
            DeploymentController controller = new DeploymentController(store, workload, clock);
            controller.prepare();
            controllers.add(controller::reconcile);
        });
        workloads.stream().map(Workload::name).distinct().forEach(name -> {
            FleetController fleet = new FleetController(
                    store,
                    workloads.stream()
                            .filter(workload -> workload.name().equals(name))
                            .toList(),
                    clock);
            fleet.prepare();
            controllers.add(fleet::reconcile);
        });
    }

    private void prepareNamespace(String name) {
        if (store.find(new Key(Kind.NAMESPACE, "", name)).isEmpty()) {
            store.create(Kind.NAMESPACE, Json.template("""
                            {"apiVersion": "v1", "kind": "Namespace",
                             "metadata": {"name": %1$s, "labels": {"kubernetes.io/metadata.name": %1$s},
                                          "annotations": {"holdfast.dev/stand-in": %2$s}},
                             "spec": {}, "status": {"phase": "Active"}}""", name, DeploymentObject.WHAT_IT_IS));
        }
    }

    private void rounds() {
        endStrays();
        while (!Thread.currentThread().isInterrupted()) {
            long version = store.version();
            try {
                controllers.forEach(Runnable::run);
                store.list(Kind.POD).objects().forEach(this::run);
            } catch (RuntimeException e) {
                // One bad round must not be the last one.
                LOG.log(System.Logger.Level.ERROR, "a round failed", e);
            }
            store.await(version, BETWEEN_ROUNDS);
        }
    }

    /** Processes that no pod stands for, from before the files were lost or a pod's end was cut short. */
    private void endStrays() {
        Set<String> taken = new HashSet<>();
        store.list(Kind.POD).objects().forEach(pod -> taken.add(PodObject.instance(pod)));
        workloads.stream()
                .flatMap(workload -> workload.slots().stream())
                .filter(slot -> !taken.contains(slot.name()))
                .filter(slot -> slot.container().process().isPresent())
                .forEach(slot -> slot.container().stop(Duration.ofSeconds(PodObject.GRACE_SECONDS)));
    }

    /** Lets a pod that nobody runs yet be run. */
    private void run(ObjectNode pod) {
        Key key = Key.of(Kind.POD, pod);
        if (!running.add(key)) {
            return;
        }
        workloads.stream()
                .filter(workload -> PodObject.belongsTo(pod, workload))
                .findFirst()
                .ifPresent(workload -> threads.execute(
                        new Kubelet(store, pod, workload, () -> regionDown.test(workload.region()), clock)));
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
        threads.shutdownNow();
        threads.close();
    }
}
