package dev.holdfast.lab.service;

import java.io.PrintStream;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What happened, one line of JSON an event. */
final class EventLog {
    private static final JsonFactory JSON = new JsonFactory();

    private final PrintStream out;
    private final String instance;

    EventLog(PrintStream out, String instance) {
        this.out = out;
        this.instance = instance;
    }

    void event(String name, Map<String, String> fields) {
        write("INFO", name, fields);
    }

    void warning(String name, Map<String, String> fields) {
        write("WARN", name, fields);
    }

    /** Sends what the libraries log through this log too, so that every line of the process has the same form. */
    void takeOverLibraries() {
        LogManager.getLogManager().reset();
        Logger.getLogger("").addHandler(new LibraryHandler());
    }

    private void write(String level, String name, Map<String, String> fields) {
        var line = new StringWriter(200);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("time", Instant.now().toString());
            json.writeStringProperty("level", level);
            json.writeStringProperty("instance", instance);
            json.writeStringProperty("event", name);
            fields.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        out.println(line);
    }

    private final class LibraryHandler extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            if (isLoggable(entry)) {
                write(
                        entry.getLevel().getName(),
                        "library",
                        Map.of(
                                "logger", String.valueOf(entry.getLoggerName()),
                                "message", formatter.formatMessage(entry),
                                "cause", String.valueOf(entry.getThrown())));
            }
        }

        @Override
        public void flush() {
            out.flush();
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
