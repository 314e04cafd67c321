package dev.holdfast.lab.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Requests by outcome and latency, in the form that Prometheus reads. */
final class RequestMetrics {
    /** The outcome of a request that was refused because too many were in flight. */
    static final String REJECTED = "rejected";
    /** The outcome of a request that the database left without an answer. */
    static final String UNAVAILABLE = "unavailable";

    private static final Duration[] STEPS = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger inFlight;
    private final LongAdder requests = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    /**
     * Requests that ended, since the start.
     *
     * @param failed those that could not be served
     * @param rejected those of them that were refused because too many were in flight
     */
    record Totals(long requests, long failed, long rejected) {}

    RequestMetrics() {
        inFlight = registry.gauge("orders.requests.in.flight", new AtomicInteger());
    }

    MeterRegistry registry() {
        return registry;
    }

    void started() {
        inFlight.incrementAndGet();
    }

    void ended(String operation, String outcome, Duration took) {
        inFlight.decrementAndGet();
        count(outcome);
        Timer.builder("orders.requests")
                .description("Requests for orders by what became of them")
                .tags("operation", operation, "outcome", outcome)
                .serviceLevelObjectives(STEPS)
                .register(registry)
                .record(took);
    }

    private void count(String outcome) {
        requests.increment();
        if (outcome.equals(REJECTED)) {
            rejected.increment();
        }
        if (outcome.equals(REJECTED) || outcome.equals(UNAVAILABLE)) {
            failed.increment();
        }
    }

    Totals totals() {
        return new Totals(requests.sum(), failed.sum(), rejected.sum());
    }

    int inFlight() {
        return inFlight.get();
    }

    String scrape() {
        return registry.scrape();
    }
}
