package dev.holdfast.engine.spi;

import dev.holdfast.model.balancer.BalancerTraffic;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.topology.BalancerSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    /**
     * Gives a server a share of the traffic.
     *
     * @param percent of what it usually gets, from 0 to 256
     */
    void weigh(String backend, String server, int percent, Duration limit);

    /** Ends the open sessions of a server; it stays as it is, and its clients come back to whoever is let in. */
    void endSessions(String backend, String server, Duration limit);

    /**
     * Whether clients are asked to leave: every answer tells them to connect anew, so that those which keep connections ask DNS
     * again. They are served all the while.
     */
    void askClientsToLeave(boolean leave, Duration limit);

    /** Whether clients are asked to leave now. */
    boolean clientsAskedToLeave(Duration limit);

    /** What goes through it, by its own counters. */
    BalancerTraffic traffic(Duration limit);

    /**
     * Makes what was set at run time survive a reload or restart of the load balancer, and reads back that it would. To be called
     * after a change, when its effect is there already.
     *
     * @throws dev.holdfast.model.error.HoldfastException when it can't be kept, as when the host does not answer
     */
    void keep(Duration limit);

    /**
     * What a reload or restart of the load balancer would undo, for people; empty when nothing. Reads only.
     *
     * @throws dev.holdfast.model.error.HoldfastException when it can't be found out
     */
    default Optional<String> unkept(Duration limit) {
        return Optional.empty();
    }
}
