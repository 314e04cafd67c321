package dev.holdfast.app.wiring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.logging.LogManager;

/**
 * What may be logged on standard error: nothing, because Holdfast speaks through its output and its journal, unless
 * {@code HOLDFAST_LOG} names a level or somebody debugs. The JDK makes an instance when something is logged first.
 */
public final class LogSettings {
    private static final String DEBUG = "holdfast.debug";

    public LogSettings() {
        String level =
                Optional.ofNullable(System.getenv("HOLDFAST_LOG")).orElse(Boolean.getBoolean(DEBUG) ? "INFO" : "OFF");
        String settings = """
                handlers=java.util.logging.ConsoleHandler
                .level=%1$s
                java.util.logging.ConsoleHandler.level=%1$s
                java.util.logging.SimpleFormatter.format=%%1$tT.%%1$tL %%4$s %%3$s %%5$s%%6$s%%n
                """.formatted(level);
        try {
            LogManager.getLogManager()
                    .readConfiguration(new ByteArrayInputStream(settings.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading settings from memory", e);
        }
    }

    /**
     * Tells the JDK to use these settings, without starting its logging yet.
     *
     * @param debug whether somebody looks for a defect
     */
    public static void announce(boolean debug) {
        System.setProperty(DEBUG, Boolean.toString(debug));
        System.setProperty("java.util.logging.config.class", LogSettings.class.getName());
    }
}
