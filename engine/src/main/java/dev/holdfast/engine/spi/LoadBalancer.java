package dev.holdfast.engine.spi;

import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.topology.BalancerSpec;
import java.time.Duration;
import java.util.List;

/** A load balancer at run time. Every effect is repeatable. */
public interface LoadBalancer {

    BalancerSpec spec();

    /** The servers of a backend, in its order. */
    List<ServerState> servers(String backend, Duration limit);

    /**
     * Sends the traffic of a backend to this server alone: the others are taken out and their sessions are cut, before this one
     * is let in.
     */
    void routeOnlyTo(String backend, String server, Duration limit);

    /** Lets traffic in. */
    void ready(String backend, String server, Duration limit);

    /** Lets open sessions finish, and no new one in. */
    void drain(String backend, String server, Duration limit);

    /** Takes the server out, and cuts its sessions. */
    void cut(String backend, String server, Duration limit);
}
