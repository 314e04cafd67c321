package dev.holdfast.engine.identity;

import dev.holdfast.engine.text.TextHash;
import dev.holdfast.model.operator.Actor;
import java.time.Instant;

/**
 * What a person signs: a line for the purpose, then a line for each field. The same facts always give the same text, and no value
 * can be taken for another line.
 */
public final class SignedText {
    private final StringBuilder text = new StringBuilder();

    private SignedText(String purpose) {
        text.append("holdfast ").append(purpose).append('\n');
    }

    /** A text for one purpose, which is never that of another. */
    public static SignedText of(String purpose) {
        return new SignedText(purpose);
    }

    /** Adds who says it, from where, and when. */
    public SignedText said(Actor by, Instant at) {
        return field("by", by.name()).field("from", by.from()).field("at", at);
    }

    /** Adds a field. */
    public SignedText field(String name, Object value) {
        String line =
                value.toString().replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        text.append(name).append(": ").append(line).append('\n');
        return this;
    }

    /** The first 12 hexadecimal digits of a SHA-256, short enough to be read out. */
    public String fingerprint() {
        return TextHash.shortOf(text.toString());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
