package dev.holdfast.engine.region;

import dev.holdfast.engine.region.RegionInquiry.Subject;
import dev.holdfast.engine.region.RegionLook.Kind;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.HostSpec;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Looks at the components behind the entrances, each in its own protocol: that it accepts connections is no proof of work. */
record ComponentInquiries(Site site) {

    List<RegionInquiry> all() {
        Topology topology = site.topology();
        return Stream.of(
                        topology.balancers().stream().flatMap(this::balancer),
                        topology.dns().stream().map(this::dns),
                        topology.hosts().stream().flatMap(this::host),
                        topology.databases().stream().map(this::database),
                        topology.deployments().stream().map(this::instances))
                .<RegionInquiry>flatMap(inquiries -> inquiries)
                .toList();
    }

    private static Subject subject(Kind kind, String region, String component) {
        return new Subject(kind, region, component, RegionLook.HOLDFAST);
    }

    private Stream<RegionInquiry> balancer(BalancerSpec spec) {
        Subject subject = subject(Kind.BALANCER, spec.region(), "load balancer " + spec.name());
        return backend(spec.name()).stream()
                .map(backend -> RegionInquiry.of(subject, timed(limit -> {
                    List<ServerState> servers = site.balancer(spec.name()).servers(backend, limit);
                    long up = servers.stream().filter(ServerState::up).count();
                    return took -> subject.seen(
                            Status.HEALTHY,
                            "its control answers: %d of %d servers of %s are up".formatted(up, servers.size(), backend),
                            took);
                })));
    }

    /** Any backend will do: it is the load balancer that is asked whether it is there. */
    private Optional<String> backend(String balancer) {
        Topology topology = site.topology();
        return topology.deployments().stream()
                .filter(deployment -> deployment.instances().stream()
                        .anyMatch(instance -> instance.balancer().equals(balancer)))
                .map(DeploymentSpec::backend)
                .findFirst()
                .or(() -> topology.databases().stream()
                        .flatMap(database -> database.endpoints().stream())
                        .filter(endpoint -> endpoint.balancer().equals(balancer))
                        .map(endpoint -> endpoint.writerBackend())
                        .findFirst());
    }

    private RegionInquiry dns(DnsSpec spec) {
        List<Subject> subjects =
                spec.servers().stream().map(ComponentInquiries::subject).toList();
        return new RegionInquiry(subjects, limit -> {
            long began = Tempo.current().nanoTime();
            List<DnsServerState> states = site.dns(spec.name()).observe(limit);
            Duration took = since(began);
            return spec.servers().stream()
                    .flatMap(server -> states.stream()
                            .filter(state -> state.server().equals(server.name()))
                            .map(state -> subject(server).seen(status(state), state.detail(), took)))
                    .toList();
        });
    }

    private static Subject subject(DnsSpec.Server server) {
        return subject(Kind.DNS, server.region(), "DNS server " + server.name());
    }

    private static Status status(DnsServerState state) {
        if (state.answers() && state.controllable()) {
            return Status.HEALTHY;
        }
        return state.answers() || state.controllable() ? Status.FAILED : Status.UNREACHABLE;
    }

    /** A host answers when it can say something of a process of it. */
    private Stream<RegionInquiry> host(HostSpec host) {
        Subject subject = subject(Kind.HOST, host.region(), "host " + host.name());
        return site.topology().databases().stream()
                .flatMap(database -> database.nodes().stream()
                        .filter(node -> node.host().equals(host.name()))
                        .map(node -> host(subject, database, node)))
                .findFirst()
                .or(() -> Optional.of(RegionInquiry.of(
                        subject,
                        limit -> subject.seen(
                                site.reachability().tcp(EntranceInquiries.ANYWHERE, host.address(), limit)))))
                .stream();
    }

    private RegionInquiry host(Subject subject, DatabaseSpec database, NodeSpec node) {
        return RegionInquiry.of(subject, timed(limit -> {
            ProcessState process = site.database(database.name()).cluster().process(node.name(), limit);
            return took -> switch (process) {
                case ProcessState.Running _, ProcessState.Crashed _, ProcessState.Stopped _ ->
                    subject.seen(Status.HEALTHY, "commands run on it", took);
                case ProcessState.Unknown unknown -> subject.seen(Status.UNREACHABLE, unknown.detail(), took);
            };
        }));
    }

    private RegionInquiry database(DatabaseSpec spec) {
        List<Subject> subjects =
                spec.nodes().stream().map(DatabaseWitnesses::subject).toList();
        return new RegionInquiry(subjects, limit -> {
            long began = Tempo.current().nanoTime();
            return new DatabaseWitnesses(
                            spec, site.database(spec.name()).cluster().observe(limit), since(began))
                    .looks();
        });
    }

    private RegionInquiry instances(DeploymentSpec spec) {
        List<Subject> subjects = spec.instances().stream()
                .map(instance -> subject(Kind.INSTANCE, instance.region(), "instance " + instance.name()))
                .toList();
        return new RegionInquiry(subjects, limit -> {
            long began = Tempo.current().nanoTime();
            List<InstanceState> states = site.workloads(spec.name()).instances(limit);
            Duration took = since(began);
            return subjects.stream()
                    .flatMap(subject -> states.stream()
                            .filter(state -> subject.component().equals("instance " + state.name()))
                            .flatMap(state -> status(state.health()).stream()
                                    .map(status -> subject.seen(status, state.detail(), took))))
                    .toList();
        });
    }

    /** Nothing is said of an instance that nobody wants to run. */
    private static Optional<Status> status(InstanceState.Health health) {
        return switch (health) {
            case READY -> Optional.of(Status.HEALTHY);
            case NOT_READY -> Optional.of(Status.FAILED);
            case UNREACHABLE -> Optional.of(Status.UNREACHABLE);
            case ABSENT -> Optional.empty();
        };
    }

    private static Function<Duration, RegionLook> timed(Function<Duration, Function<Duration, RegionLook>> look) {
        return limit -> {
            long began = Tempo.current().nanoTime();
            Function<Duration, RegionLook> seen = look.apply(limit);
            return seen.apply(since(began));
        };
    }

    private static Duration since(long began) {
        return Duration.ofNanos(Tempo.current().nanoTime() - began);
    }
}
