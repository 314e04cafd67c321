package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.operations.concurrent.Attempt;
import dev.holdfast.operations.concurrent.Fanout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The writer and reader endpoints of a database on all its load balancers. Every balancer is spoken to at the same time. */
public final class Endpoints {
    private static final Duration READ = Duration.ofMillis(500);
    private static final Duration CHANGE = Duration.ofSeconds(2);

    private final Site site;
    private final DatabaseSpec spec;
    private final Execution execution;

    public Endpoints(Execution execution, DatabaseSpec spec) {
        this.site = execution.site();
        this.spec = spec;
        this.execution = execution;
    }

    /**
     * Where one balancer sends the traffic.
     *
     * @param writers servers that are let in behind the writer endpoint
     * @param readers servers that are let in behind the reader endpoint
     * @param others all other servers of the reader's backend
     */
    public record Routing(DatabaseEndpoint endpoint, List<String> writers, List<String> readers, List<String> others) {
        public Routing {
            writers = List.copyOf(writers);
            readers = List.copyOf(readers);
            others = List.copyOf(others);
        }

        private boolean serves(String node) {
            return writers.contains(node) || readers.contains(node);
        }
    }

    /** Where every balancer sends the traffic now, or why it does not say. */
    public List<Attempt<DatabaseEndpoint, Routing>> read() {
        return read(execution.limit(READ));
    }

    private List<Attempt<DatabaseEndpoint, Routing>> read(Duration limit) {
        return Fanout.attempt(spec.endpoints(), endpoint -> {
            LoadBalancer balancer = site.balancer(endpoint.balancer());
            List<ServerState> readers = balancer.servers(endpoint.readerBackend(), limit);
            return new Routing(
                    endpoint,
                    names(balancer.servers(endpoint.writerBackend(), limit), Endpoints::isLetIn),
                    names(readers, Endpoints::isLetIn),
                    names(readers, server -> !isLetIn(server)));
        });
    }

    /** The servers behind every writer endpoint. */
    static List<Attempt<DatabaseEndpoint, List<String>>> writers(Site site, DatabaseSpec spec, Duration limit) {
        return Fanout.attempt(
                spec.endpoints(),
                endpoint -> names(
                        site.balancer(endpoint.balancer()).servers(endpoint.writerBackend(), limit),
                        Endpoints::isLetIn));
    }

    /** Whether any balancer that answers still sends traffic to a server. */
    public static boolean anyServes(List<Attempt<DatabaseEndpoint, Routing>> read, String node) {
        return read.stream().anyMatch(attempt -> switch (attempt) {
            case Attempt.Done<DatabaseEndpoint, Routing> done -> done.result().serves(node);
            case Attempt.Failed<DatabaseEndpoint, Routing> _ -> false;
        });
    }

    /** What is not as wanted: one sentence a balancer. */
    public static List<String> faults(
            List<Attempt<DatabaseEndpoint, Routing>> read, String primary, List<String> readers) {
        return read.stream()
                .flatMap(attempt -> switch (attempt) {
                    case Attempt.Done<DatabaseEndpoint, Routing> done ->
                        fault(done.result(), primary, readers).stream();
                    case Attempt.Failed<DatabaseEndpoint, Routing> failed ->
                        Stream.of(failed.target().balancer() + ": "
                                + failed.cause().attempted());
                })
                .toList();
    }

    private static Optional<String> fault(Routing routing, String primary, List<String> readers) {
        List<String> problems = new ArrayList<>();
        if (!routing.writers().equals(List.of(primary))) {
            problems.add("writer leads to %s instead of %s".formatted(routing.writers(), primary));
        }
        if (!sameNames(routing.readers(), readers)) {
            problems.add("readers are %s instead of %s".formatted(routing.readers(), readers));
        }
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(routing.endpoint().balancer() + ": " + String.join(", ", problems));
    }

    private static boolean sameNames(List<String> one, List<String> other) {
        return one.stream().sorted().toList().equals(other.stream().sorted().toList());
    }

    /** Takes a server out of every endpoint, and cuts its sessions. Returns what became of each balancer. */
    public List<Attempt<DatabaseEndpoint, DatabaseEndpoint>> cut(String node) {
        return Fanout.attempt(spec.endpoints(), endpoint -> {
            LoadBalancer balancer = site.balancer(endpoint.balancer());
            balancer.cut(endpoint.writerBackend(), node, execution.limit(READ));
            balancer.cut(endpoint.readerBackend(), node, execution.limit(READ));
            return endpoint;
        });
    }

    /** Stops the writes through the endpoints to a server that lives; reads go on. Returns what became of each balancer. */
    public List<Attempt<DatabaseEndpoint, DatabaseEndpoint>> cutWriters(String node) {
        return Fanout.attempt(spec.endpoints(), endpoint -> {
            site.balancer(endpoint.balancer()).cut(endpoint.writerBackend(), node, execution.limit(READ));
            return endpoint;
        });
    }

    /**
     * Leads every writer endpoint to {@code primary} and every reader endpoint to {@code readers}. A balancer that does not
     * answer keeps none of the others from being changed.
     */
    public void route(String primary, List<String> readers) {
        Fanout.refuseFailures(Fanout.attempt(spec.endpoints(), endpoint -> {
            LoadBalancer balancer = site.balancer(endpoint.balancer());
            balancer.routeOnlyTo(endpoint.writerBackend(), primary, execution.limit(CHANGE));
            routeReaders(balancer, endpoint.readerBackend(), primary, readers);
            return endpoint;
        }));
    }

    private void routeReaders(LoadBalancer balancer, String backend, String primary, List<String> readers) {
        List<ServerState> servers = balancer.servers(backend, execution.limit(READ));
        // First in, then out: readers are never without a server that works.
        for (String reader : names(servers, server -> readers.contains(server.name()) && !isLetIn(server))) {
            balancer.ready(backend, reader, execution.limit(CHANGE));
        }
        for (String other : names(servers, server -> !readers.contains(server.name()) && isLetIn(server))) {
            if (other.equals(primary)) {
                balancer.drain(backend, other, execution.limit(CHANGE));
            } else {
                balancer.cut(backend, other, execution.limit(CHANGE));
            }
        }
    }

    private static boolean isLetIn(ServerState server) {
        return server.admin() == ServerState.Admin.READY;
    }

    private static List<String> names(List<ServerState> servers, Predicate<ServerState> wanted) {
        return servers.stream().filter(wanted).map(ServerState::name).toList();
    }
}
