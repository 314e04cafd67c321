package dev.holdfast.app.output;

import dev.holdfast.engine.forecast.Forecast;
import dev.holdfast.engine.forecast.Loss;
import dev.holdfast.engine.forecast.RegionForecast;
import dev.holdfast.engine.forecast.RegionImpact;
import dev.holdfast.engine.forecast.Span;
import dev.holdfast.engine.forecast.StepEstimate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** For programs: what would happen if a database died or a region were lost now. */
public final class ForecastDocument {
    private ForecastDocument() {}

    public static Map<String, Object> of(Forecast forecast) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("database", forecast.database());
        document.put("primary_down", forecast.primary().isEmpty());
        forecast.primary().ifPresent(primary -> document.put("primary", primary));
        document.put("runbook", forecast.runbook());
        document.put("rto", rto(forecast));
        document.put("rpo", rpo(forecast));
        document.put("obstacles", forecast.obstacles());
        return document;
    }

    /** For programs: what would happen if a region were lost now. */
    public static Map<String, Object> of(RegionForecast forecast) {
        RegionImpact impact = forecast.impact();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("region", forecast.region());
        document.put("down", forecast.down());
        document.put("good", forecast.isGood());
        document.put("runbook", forecast.runbook());
        document.put("rto", rto(forecast));
        document.put("rpo_met", forecast.meetsRpo());
        impact.loss().ifPresent(loss -> {
            Map<String, Object> lost = new LinkedHashMap<>();
            put(loss, lost);
            document.put("database", lost);
        });
        impact.primaryLost().ifPresent(primary -> document.put("primary_lost", primary));
        document.put("capacity", capacity(impact));
        document.put("dns", dns(impact));
        document.put("data_over_rpo", impact.names("data-over-rpo"));
        document.put("impact", impact.sentences());
        document.put("obstacles", forecast.obstacles());
        return document;
    }

    private static Map<String, Object> rto(RegionForecast forecast) {
        Map<String, Object> document = span(forecast.served());
        forecast.impact().rto().ifPresent(objective -> document.put("objective", objective));
        document.put("met", forecast.meetsRto());
        document.put("measured_here", forecast.time().measured());
        document.put("served_when_done", forecast.time().served());
        document.put("detection", span(forecast.time().detection()));
        document.put(
                "steps",
                forecast.time().path().stream().map(ForecastDocument::step).toList());
        document.put("dns_ttl", forecast.impact().dnsTtl());
        return document;
    }

    private static Map<String, Object> capacity(RegionImpact impact) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("verdict", impact.capacity().name().toLowerCase(Locale.ROOT));
        impact.text("traffic-share").ifPresent(share -> document.put("traffic_share", share));
        if (impact.capacity() != RegionImpact.Capacity.UNKNOWN) {
            document.put("instances_needed", impact.number("instances-needed"));
            document.put("instances_ready", impact.number("instances-ready"));
            document.put("instances_room", impact.number("instances-room"));
            document.put("unserved_percent", impact.unserved());
        }
        impact.text("capacity-basis").ifPresent(basis -> document.put("basis", basis));
        return document;
    }

    private static Map<String, Object> dns(RegionImpact impact) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("servers_lost", impact.names("dns-servers-lost"));
        document.put("servers_left", impact.names("dns-servers-left"));
        document.put("ttl", impact.dnsTtl());
        return document;
    }

    private static Map<String, Object> rto(Forecast forecast) {
        Map<String, Object> document = span(forecast.time().total());
        document.put("objective", forecast.objective().rto());
        document.put("met", forecast.meetsRto());
        document.put("measured_here", forecast.time().measured());
        document.put("served_when_done", forecast.time().served());
        document.put("detection", span(forecast.time().detection()));
        document.put(
                "steps",
                forecast.time().path().stream().map(ForecastDocument::step).toList());
        return document;
    }

    private static Map<String, Object> step(StepEstimate step) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("step", step.step());
        document.putAll(span(step.span()));
        document.put("basis", step.basis().name().toLowerCase(Locale.ROOT));
        document.put("samples", step.samples());
        return document;
    }

    private static Map<String, Object> span(Span span) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("expected", span.expected());
        document.put("worst", span.worst());
        return document;
    }

    private static Map<String, Object> rpo(Forecast forecast) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("objective", forecast.objective().rpo());
        document.put("met", forecast.meetsRpo());
        forecast.loss().ifPresent(loss -> put(loss, document));
        return document;
    }

    private static void put(Loss loss, Map<String, Object> document) {
        document.put("candidate", loss.candidate());
        loss.time().ifPresent(time -> document.put("lost", time));
        document.put("bytes", loss.bytes());
        document.put("transactions", loss.transactions());
        document.put("reason", loss.reason());
    }
}
