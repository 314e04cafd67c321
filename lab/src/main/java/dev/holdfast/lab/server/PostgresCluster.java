package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabNode;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.server.LabProgress.Phase;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The replicated database of the lab.
 *
 * <p>Which server is primary is found out and never assumed, because a drill moves the role: it is the one that runs as
 * primary; else, when none runs, the one that would start as primary and knows the newest history; else, when there is no data
 * at all, the first of the plan. Every other server becomes its standby: left alone if it streams, started if it is marked as a
 * standby, and copied anew if it was primary itself or can't follow.
 */
public final class PostgresCluster {
    public static final String DATABASE = "orders";

    private static final Duration FOLLOW = Duration.ofSeconds(5);
    private static final Duration STREAM = Duration.ofSeconds(15);

    private final List<PostgresNode> nodes;

    public PostgresCluster(LabContext context) {
        this.nodes = context.plan().nodes().stream()
                .map(node -> new PostgresNode(context, node))
                .toList();
    }

    public List<PostgresNode> nodes() {
        return nodes;
    }

    public PostgresNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "The lab has no database server %s; it has %s"
                                .formatted(
                                        name,
                                        nodes.stream().map(PostgresNode::name).toList())));
    }

    /** The servers that run as primary now. More than one after a failover that was not finished. */
    public List<PostgresNode> runningPrimaries() {
        return nodes.parallelStream()
                .filter(node -> node.postmaster().isPresent())
                .filter(node -> PostgresSession.inRecovery(node.address())
                        .filter(standby -> !standby)
                        .isPresent())
                .toList();
    }

    /** The server that is primary, or will be when the cluster comes up. */
    public PostgresNode primary() {
        List<PostgresNode> running = runningPrimaries();
        if (running.size() > 1) {
            throw new HoldfastException(
                    ErrorCode.TWO_PRIMARIES,
                    "%s run as primary"
                            .formatted(running.stream().map(PostgresNode::name).toList()));
        }
        return running.stream().findFirst().or(this::primaryOnDisk).orElseGet(this::firstOfPlan);
    }

    private Optional<PostgresNode> primaryOnDisk() {
        return nodes.stream()
                .filter(node -> node.hasData() && !node.isMarkedStandby())
                .max(Comparator.comparingInt(node -> node.timeline().orElse(0)));
    }

    private PostgresNode firstOfPlan() {
        List<String> standbys = nodes.stream()
                .filter(PostgresNode::hasData)
                .map(PostgresNode::name)
                .toList();
        if (!standbys.isEmpty()) {
            throw new HoldfastException(
                    ErrorCode.LAB_SERVER_FAILED,
                    "No server would start as primary: %s are all marked as standbys".formatted(standbys),
                    "begin anew with `holdfast lab reset`, which deletes the lab's data",
                    null);
        }
        return nodes.getFirst();
    }

    /** Brings up the primary, then its standbys at once. */
    public void up(PostgresNode primary, Bringing bringing) {
        bringing.tracked(primary.name(), primary.address(), () -> bringUp(primary));
        Together.all(nodes.stream()
                .filter(node -> !node.equals(primary))
                .<Runnable>map(
                        node -> () -> bringing.tracked(node.name(), node.address(), () -> bringUp(node, primary)))
                .toList());
    }

    private Phase bringUp(PostgresNode primary) {
        Optional<ProcessEntry> postmaster = primary.postmaster();
        postmaster.ifPresent(process -> Bringing.refusePaused(primary.name(), process));
        if (postmaster.isEmpty()) {
            if (!primary.hasData()) {
                primary.initialise();
            }
            primary.start();
        }
        boolean writable = Poll.until(
                STREAM,
                () -> PostgresSession.inRecovery(primary.address())
                        .filter(standby -> !standby)
                        .isPresent());
        if (!writable) {
            throw Bringing.failed(primary.name(), "does not run as primary", primary.log());
        }
        prepare(primary);
        return postmaster.isPresent() ? Phase.RUNNING : Phase.READY;
    }

    /** Makes sure that accounts, tables and the slots of the standbys are there. */
    private void prepare(PostgresNode primary) {
        try (PostgresSession session = PostgresSession.open(primary.address(), "postgres")) {
            if (session.value("select 1 from pg_database where datname = ?", DATABASE)
                    .isEmpty()) {
                session.execute("create database " + DATABASE);
            }
        }
        try (PostgresSession session = PostgresSession.open(primary.address(), DATABASE)) {
            if (session.value("select to_regclass('public.orders')::text").isEmpty()) {
                session.execute(Template.render("schema.sql", Map.of()));
            }
        }
        prepareSlots(primary, true);
    }

    /**
     * Makes a slot for every other server.
     *
     * @param reserve whether WAL is kept from now on; on a standby it is not, the slot is there for when it is promoted
     */
    private void prepareSlots(PostgresNode node, boolean reserve) {
        try (PostgresSession session = PostgresSession.open(node.address(), "postgres")) {
            List<String> present = session.column("select slot_name from pg_replication_slots");
            nodes.stream()
                    .map(PostgresNode::name)
                    .filter(name -> !name.equals(node.name()) && !present.contains(name))
                    .forEach(name -> session.value(
                            "select pg_create_physical_replication_slot(?, %s)::text".formatted(reserve), name));
        }
    }

    private Phase bringUp(PostgresNode standby, PostgresNode primary) {
        standby.postmaster().ifPresent(process -> Bringing.refusePaused(standby.name(), process));
        if (isStreaming(standby, primary)) {
            prepareSlots(standby, false);
            return Phase.RUNNING;
        }
        Optional<Long> before = standby.postmaster().map(ProcessEntry::pid);
        if (!follows(standby, primary)) {
            standby.copyFrom(primary.address());
            standby.start();
        }
        if (!Poll.until(STREAM, () -> isStreaming(standby, primary))) {
            throw Bringing.failed(standby.name(), "does not stream from " + primary.name(), standby.log());
        }
        prepareSlots(standby, false);
        return before.isPresent() && before.equals(standby.postmaster().map(ProcessEntry::pid))
                ? Phase.RUNNING
                : Phase.READY;
    }

    /** Tries to bring it up with the data that it has. */
    private static boolean follows(PostgresNode standby, PostgresNode primary) {
        if (!standby.hasData() || !standby.isMarkedStandby()) {
            return false;
        }
        if (standby.postmaster().isEmpty()) {
            standby.markStandbyOf(primary.address());
            standby.start();
        } else {
            redirect(standby, primary.address());
        }
        return Poll.until(FOLLOW, () -> isStreaming(standby, primary));
    }

    private static void redirect(PostgresNode standby, HostPort primary) {
        try (PostgresSession session = PostgresSession.open(standby.address(), "postgres")) {
            session.execute("alter system set primary_conninfo = '%s'".formatted(standby.connection(primary)));
            session.execute("alter system set primary_slot_name = '%s'".formatted(standby.name()));
            session.execute("select pg_reload_conf()");
        }
    }

    private static boolean isStreaming(PostgresNode standby, PostgresNode primary) {
        return PostgresSession.look(primary.address(), """
                        select sync_state from pg_stat_replication
                         where state = 'streaming' and application_name = '%s'""".formatted(standby.name()))
                .isPresent();
    }

    /** What the server says of its role, for people; empty when it does not answer. */
    public Optional<String> role(PostgresNode node) {
        return PostgresSession.look(node.address(), """
                select case when pg_is_in_recovery()
                    then 'standby' || coalesce((select ' streaming from ' || sender_host from pg_stat_wal_receiver
                                                 where status = 'streaming'), ' (not streaming)')
                              || case when pg_is_wal_replay_paused() then ', replay paused' else '' end
                    else 'primary, followed by ' || coalesce((select string_agg(application_name, ', ' order by application_name)
                                                                from pg_stat_replication where state = 'streaming'
                                                                 and sync_state = 'quorum'), 'nobody')
                    end""");
    }

    /** The names of all servers. */
    public List<String> names() {
        return nodes.stream().map(PostgresNode::node).map(LabNode::name).toList();
    }
}
