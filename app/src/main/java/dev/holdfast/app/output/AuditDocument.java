package dev.holdfast.app.output;

import dev.holdfast.engine.audit.AuditRecord;
import dev.holdfast.engine.audit.AuditReport;
import dev.holdfast.engine.audit.Breach;
import java.util.LinkedHashMap;
import java.util.Map;

/** The audit trail for programs. */
public final class AuditDocument {
    private AuditDocument() {}

    /** What became of verifying it. */
    public static Map<String, Object> of(AuditReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("whole", report.breach().isEmpty());
        document.put("records", report.records());
        document.put("checkpoints", report.checkpoints());
        document.put("covered", report.covered());
        document.put("key", report.key());
        document.put("key_proven", report.keyProven());
        report.breach().ifPresent(breach -> document.put("breach", of(breach)));
        return document;
    }

    private static Map<String, Object> of(Breach breach) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("kind", breach.kind().name());
        document.put("record", breach.seq());
        document.put("stream", breach.stream());
        document.put("index", breach.index());
        document.put("at", breach.at());
        document.put("detail", breach.detail());
        return document;
    }

    /** A record; its body is JSON in a text. */
    public static Map<String, Object> of(AuditRecord record) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("record", record.seq());
        document.put("stream", record.stream());
        document.put("index", record.index());
        document.put("at", record.at());
        document.put("type", record.type());
        document.put("body", record.body());
        return document;
    }
}
