package dev.holdfast.drivers.twin;

import dev.holdfast.drivers.twin.TwinServer.Life;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What can happen to a twin. Each takes no time. A component is a database server, a load balancer, or an instance of a deployment,
 * by its name in the topology. A fault that makes an invariant fail throws {@link InvariantBrokenException}.
 */
public final class TwinFaults {
    private final TwinTraffic traffic;
    private final TwinEffects effects;

    TwinFaults(TwinTraffic traffic, TwinEffects effects) {
        this.traffic = traffic;
        this.effects = effects;
    }

    /** Its process is killed; its host answers. */
    public void crash(String component) {
        effects.happen("crash of " + component, () -> {
            if (!server(component, server -> server.life = server.lives() ? Life.CRASHED : server.life)) {
                become(component, Reach.REFUSES);
            }
        });
    }

    /** It is there, and does nothing any more. */
    public void hang(String component) {
        effects.happen("hang of " + component, () -> {
            if (!server(component, server -> server.life = server.lives() ? Life.HUNG : server.life)) {
                become(component, Reach.SILENT);
            }
        });
    }

    /** Its host is cut off from everything else; what runs there goes on. */
    public void isolate(String component) {
        effects.happen("isolation of " + component, () -> {
            if (!server(component, server -> server.isolated = true)) {
                become(component, Reach.SILENT);
            }
        });
    }

    /** A standby stays connected to whom it follows, but gets nothing and confirms nothing. */
    public void holdBack(String standby) {
        effects.happen("holding back " + standby, () -> server(standby, server -> server.heldBack = true));
    }

    /**
     * Everything that is wrong with it is over: it is connected, goes on when it hung, and when it crashed, is started as a
     * supervisor would start it, in whatever role its data directory is marked for. One that was stopped on purpose stays stopped.
     */
    public void heal(String component) {
        effects.happen("healing of " + component, () -> {
            boolean isServer = server(component, server -> {
                server.isolated = false;
                server.heldBack = false;
                if (server.life == Life.CRASHED) {
                    server.start();
                }
                server.life = server.lives() ? Life.RUNNING : server.life;
            });
            if (!isServer) {
                become(component, Reach.ANSWERS);
            }
        });
        effects.delay(component, Duration.ZERO);
    }

    /** Every call to the component takes so much longer, until it is healed. */
    public void slowDown(String component, Duration extra) {
        effects.delay(component, extra);
    }

    /** Everything in a region is gone: hosts, load balancers, instances, DNS servers. */
    public void loseRegion(String region) {
        effects.happen("loss of region " + region, () -> {
            traffic.flow().settle();
            inRegion(region).forEach(component -> {
                if (!server(component, server -> {
                    server.life = server.lives() ? Life.CRASHED : server.life;
                    server.isolated = true;
                })) {
                    become(component, Reach.REFUSES);
                }
            });
            traffic.topology()
                    .dns()
                    .forEach(dns -> dns.servers().stream()
                            .filter(server -> server.region().equals(region))
                            .forEach(server -> Optional.ofNullable(
                                            traffic.zones().get(dns.name()))
                                    .ifPresent(zone -> zone.become(server.name(), Reach.REFUSES))));
        });
    }

    private List<String> inRegion(String region) {
        Topology topology = traffic.topology();
        Stream<String> servers = topology.databases().stream()
                .flatMap(database -> database.nodes().stream())
                .filter(node -> node.region().equals(region))
                .map(NodeSpec::name);
        Stream<String> balancers = topology.balancers().stream()
                .filter(balancer -> balancer.region().equals(region))
                .map(BalancerSpec::name);
        Stream<String> instances = topology.deployments().stream()
                .flatMap(deployment -> deployment.instances().stream())
                .filter(instance -> instance.region().equals(region))
                .map(InstanceSpec::name);
        return Stream.of(servers, balancers, instances).flatMap(each -> each).toList();
    }

    /** A person accepted that writes are lost: those acknowledged so far need not be found on a later primary. */
    public void acceptLoss() {
        effects.happen(
                "acceptance of a loss", () -> traffic.databases().values().forEach(TwinServers::acceptLoss));
    }

    /** Whether there is a database server of that name. */
    private boolean server(String name, Consumer<TwinServer> change) {
        Optional<TwinServer> found = traffic.databases().values().stream()
                .flatMap(database -> database.all().stream())
                .filter(server -> server.name.equals(name))
                .findFirst();
        found.ifPresent(change);
        return found.isPresent();
    }

    private void become(String component, Reach reach) {
        Optional<TwinBalancer> balancer =
                Optional.ofNullable(traffic.balancers().get(component));
        if (balancer.isPresent()) {
            balancer.get().become(reach);
            return;
        }
        traffic.deployments().values().stream()
                .filter(deployment -> deployment.has(component))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the twin has no component '%s'".formatted(component)))
                .get(component)
                .reach = reach;
    }
}
