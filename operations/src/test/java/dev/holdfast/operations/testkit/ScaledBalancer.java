package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.balancer.BalancerTraffic;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.balancer.ServerState.Admin;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.BalancerSpec;
import java.time.Duration;
import java.util.List;

/** The load balancer of a region in memory, with one backend that leads to its own slots, and counters. */
final class ScaledBalancer implements LoadBalancer {
    private final BalancerSpec spec;
    private final ScaledRegion region;
    private final Effects effects;

    ScaledBalancer(BalancerSpec spec, ScaledRegion region, Effects effects) {
        this.spec = spec;
        this.region = region;
        this.effects = effects;
    }

    @Override
    public BalancerSpec spec() {
        return spec;
    }

    @Override
    public List<ServerState> servers(String backend, Duration limit) {
        refuseIfSilent();
        return region.slots.stream()
                .map(slot -> new ServerState(slot, region.admin.getOrDefault(slot, Admin.READY), region.up(slot), 0))
                .toList();
    }

    @Override
    public BalancerTraffic traffic(Duration limit) {
        refuseIfSilent();
        region.count(Tempo.current().nanoTime());
        List<ServerState> servers = servers("app", limit);
        return new BalancerTraffic(
                spec.name(),
                region.incarnation,
                List.of(),
                List.of(new BalancerTraffic.Backend(
                        "app",
                        0,
                        region.queued,
                        Math.round(region.totalRequests),
                        Math.round(region.totalFailures),
                        Math.round(region.totalRetries),
                        0,
                        region.response,
                        (int) servers.stream().filter(ServerState::up).count(),
                        servers)));
    }

    private void refuseIfSilent() {
        if (region.silent) {
            throw new HoldfastException(ErrorCode.BALANCER_UNREACHABLE, spec.name() + " does not answer");
        }
    }

    @Override
    public void ready(String backend, String server, Duration limit) {
        set("ready", server, Admin.READY);
    }

    @Override
    public void drain(String backend, String server, Duration limit) {
        set("drain", server, Admin.DRAIN);
    }

    @Override
    public void cut(String backend, String server, Duration limit) {
        set("cut", server, Admin.MAINT);
    }

    private void set(String what, String server, Admin admin) {
        effects.run("%s %s %s".formatted(spec.name(), what, server), () -> region.admin.put(server, admin));
    }

    @Override
    public void routeOnlyTo(String backend, String server, Duration limit) {
        throw new UnsupportedOperationException("no database here");
    }

    @Override
    public void weigh(String backend, String server, int percent, Duration limit) {
        throw new UnsupportedOperationException("nobody weighs here");
    }

    @Override
    public void endSessions(String backend, String server, Duration limit) {
        throw new UnsupportedOperationException("no sessions here");
    }

    @Override
    public void askClientsToLeave(boolean leave, Duration limit) {
        throw new UnsupportedOperationException("nobody leaves here");
    }

    @Override
    public boolean clientsAskedToLeave(Duration limit) {
        return false;
    }

    @Override
    public void keep(Duration limit) {
        // In memory nothing is lost.
    }
}
