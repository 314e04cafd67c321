package dev.holdfast.app.wiring;

import dev.holdfast.drivers.openssh.OpensshSignatures;
import dev.holdfast.engine.control.Control;
import dev.holdfast.engine.control.ControlBook;
import dev.holdfast.engine.control.ControlEntry;
import dev.holdfast.engine.control.Permissions;
import dev.holdfast.engine.identity.Identity;
import dev.holdfast.engine.identity.Objection;
import dev.holdfast.engine.identity.OrderRules;
import dev.holdfast.engine.identity.SignedOrder;
import dev.holdfast.engine.identity.SignedText;
import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.order.OrderBook;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.spi.Signatures;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Operators;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.topology.Topology;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Who may do what in an installation, and what people have decided there. */
public final class People {
    private static final InstantSource CLOCK = InstantSource.system();

    private final OperatorsFile file;
    private final Signatures signatures = new OpensshSignatures();
    private final Identity identity;
    private final OrderBook orders;
    private final OrderRules rules;
    private final ControlBook controls;
    private final Permissions permissions;

    People(OperatorsFile file, SqliteJournal journal, Topology topology) {
        this.file = file;
        this.identity = new Identity(file::read, signatures);
        this.orders = new OrderBook(journal);
        this.rules = new OrderRules(identity, orders, CLOCK);
        this.controls = new ControlBook(journal, topology.name(), identity);
        this.permissions = new Permissions(controls, journal, topology, CLOCK);
    }

    public Operators operators() {
        return file.read();
    }

    /** What people told runs to do. */
    public OrderBook orders() {
        return orders;
    }

    /** Who may give which order. */
    public OrderRules rules() {
        return rules;
    }

    /** The kill switch, standing orders, and break-glass. */
    public ControlBook controls() {
        return controls;
    }

    /** What was permitted beforehand. */
    public Permissions permissions() {
        return permissions;
    }

    /**
     * Whoever asks for a run, after they proved who they are if they say so.
     *
     * @param needed the role that it takes
     * @throws dev.holdfast.model.error.HoldfastException {@code IDENTITY_UNPROVEN}, {@code NOT_PERMITTED}: the run is not started
     */
    public Actor requester(Caller caller, Runbook runbook, Role needed) {
        SignedText request = SignedText.of("request").field("runbook", runbook.hash());
        Actor actor = proven(caller, request, needed);
        rules.startObjection(runbook, actor).ifPresent(People::refuse);
        return actor;
    }

    /** Whoever called, after they proved who they are if they say so, and that they may do what the role may. */
    public Actor proven(Caller caller, SignedText purpose, Role needed) {
        Actor actor = caller.actor();
        String text = purpose.said(actor, now()).toString();
        identity.objection(new Identity.Said(actor, text, caller.sign(text, signatures)), needed)
                .ifPresent(People::refuse);
        return actor;
    }

    /**
     * Places an order in the name of whoever called.
     *
     * @param rule who must permit the step that it is about
     * @throws dev.holdfast.model.error.HoldfastException when they may not give it; nothing is placed then
     */
    public PlacedOrder place(RunState run, Optional<ApprovalRule> rule, Order order, Caller caller) {
        Instant at = now();
        Actor by = caller.actor();
        String text =
                SignedOrder.text(run.run(), run.begin().hash(), by, at, order).toString();
        Optional<String> signature = caller.sign(text, signatures);
        rules.examine(run.run(), run.begin(), rule, new PlacedOrder(0, at, by, order, signature))
                .ifPresent(People::refuse);
        return orders.place(run.run(), at, by, order, signature);
    }

    /**
     * Records a control in the name of whoever called.
     *
     * @throws dev.holdfast.model.error.HoldfastException when they may not; nothing is recorded then
     */
    public ControlEntry decide(Control control, Caller caller) {
        Instant at = now();
        Actor by = caller.actor();
        Optional<String> signature = caller.sign(controls.textToSign(by, at, control), signatures);
        return controls.record(at, by, control, signature);
    }

    private static Instant now() {
        return CLOCK.instant();
    }

    private static void refuse(Objection objection) {
        throw objection.exception();
    }
}
