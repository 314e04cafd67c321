package dev.holdfast.model.notification;

/**
 * Something to tell people.
 *
 * @param id the same message always has the same: whoever is told twice can see it
 * @param subject one line
 * @param text some lines
 */
public record Message(String id, Severity severity, String subject, String text) {

    /** How much it matters. */
    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }
}
