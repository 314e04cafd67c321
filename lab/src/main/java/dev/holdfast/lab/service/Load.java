package dev.holdfast.lab.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;
import tools.jackson.core.JsonGenerator;

/** How much an instance has to do, and how much it can. A request beyond its limit is refused at once. */
final class Load {
    /** Far more than can be in flight at the rate of the lab; keeps a flood from taking the memory. */
    private static final int MOST_IN_FLIGHT = 512;

    private final Semaphore room = new Semaphore(MOST_IN_FLIGHT);
    private final IntSupplier waiting;
    private final IntSupplier sockets;

    /**
     * The load of one instance.
     *
     * @param waiting how many requests wait for a connection to the database
     * @param sockets how many WebSockets are open
     */
    Load(MeterRegistry registry, IntSupplier waiting, IntSupplier sockets) {
        this.waiting = waiting;
        this.sockets = sockets;
        Gauge.builder("orders.requests.limit", () -> MOST_IN_FLIGHT)
                .description("Requests that may be in flight at once")
                .register(registry);
        Gauge.builder("orders.requests.waiting", waiting::getAsInt)
                .description("Requests that wait for a connection to the database")
                .register(registry);
        Gauge.builder("orders.sockets", sockets::getAsInt)
                .description("Open WebSockets")
                .register(registry);
    }

    /** Takes a place, which must be given back; false when there is none. */
    boolean admit() {
        return room.tryAcquire();
    }

    void release() {
        room.release();
    }

    void write(JsonGenerator json, RequestMetrics.Totals totals) {
        json.writeObjectPropertyStart("load");
        json.writeNumberProperty("in_flight", MOST_IN_FLIGHT - room.availablePermits());
        json.writeNumberProperty("limit", MOST_IN_FLIGHT);
        json.writeNumberProperty("waiting", waiting.getAsInt());
        json.writeNumberProperty("sockets", sockets.getAsInt());
        json.writeNumberProperty("requests", totals.requests());
        json.writeNumberProperty("failed", totals.failed());
        json.writeNumberProperty("rejected", totals.rejected());
        json.writeEndObject();
    }
}
