package dev.holdfast.lab.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests by outcome and latency, in the form that Prometheus reads. */
final class RequestMetrics {
    private static final Duration[] STEPS = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger inFlight;

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
        Timer.builder("orders.requests")
                .description("Requests for orders by what became of them")
                .tags("operation", operation, "outcome", outcome)
                .serviceLevelObjectives(STEPS)
                .register(registry)
                .record(took);
    }

    int inFlight() {
        return inFlight.get();
    }

    String scrape() {
        return registry.scrape();
    }
}
