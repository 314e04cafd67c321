package dev.holdfast.engine.forecast;

import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.model.balancer.BalancerTraffic;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.BalancerSpec;
import java.time.Duration;
import java.util.List;

/**
 * A load balancer in a forecast. It has no effects. When it is assumed to be lost, all that is known of it is the traffic that it had
 * right before.
 */
record BereavedBalancer(LoadBalancer real, boolean lost) implements LoadBalancer {

    @Override
    public BalancerSpec spec() {
        return real.spec();
    }

    @Override
    public List<ServerState> servers(String backend, Duration limit) {
        refuseWhenLost();
        return real.servers(backend, limit);
    }

    @Override
    public BalancerTraffic traffic(Duration limit) {
        return real.traffic(limit);
    }

    @Override
    public boolean clientsAskedToLeave(Duration limit) {
        refuseWhenLost();
        return real.clientsAskedToLeave(limit);
    }

    private void refuseWhenLost() {
        if (lost) {
            throw new HoldfastException(
                    ErrorCode.BALANCER_UNREACHABLE, spec().name() + " is assumed to be lost with its region");
        }
    }

    @Override
    public void routeOnlyTo(String backend, String server, Duration limit) {
        throw NoEffects.refuse();
    }

    @Override
    public void ready(String backend, String server, Duration limit) {
        throw NoEffects.refuse();
    }

    @Override
    public void drain(String backend, String server, Duration limit) {
        throw NoEffects.refuse();
    }

    @Override
    public void cut(String backend, String server, Duration limit) {
        throw NoEffects.refuse();
    }

    @Override
    public void weigh(String backend, String server, int percent, Duration limit) {
        throw NoEffects.refuse();
    }

    @Override
    public void endSessions(String backend, String server, Duration limit) {
        throw NoEffects.refuse();
    }

    @Override
    public void askClientsToLeave(boolean leave, Duration limit) {
        throw NoEffects.refuse();
    }

    @Override
    public void keep(Duration limit) {
        throw NoEffects.refuse();
    }
}
