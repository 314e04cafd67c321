package dev.holdfast.drivers.channel;

import dev.holdfast.engine.spi.Secrets;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A secret that was read for one call. It is shown nowhere: texts of the other side pass through {@link #hide}. */
public final class SecretText {
    private static final String HIDDEN = "***";

    private final String value;

    private SecretText(String value) {
        this.value = value;
    }

    public static SecretText find(Secrets secrets, String reference) {
        return new SecretText(secrets.find(reference));
    }

    /** The secret itself, for the one place that sends it. */
    public String reveal() {
        return value;
    }

    /** The text without the secret, also where it is encoded; on one line, and not longer than people read. */
    public String hide(String text) {
        String hidden = text.replace(value, HIDDEN)
                .replace(URLEncoder.encode(value, StandardCharsets.UTF_8), HIDDEN)
                .replace(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)), HIDDEN);
        return Shown.line(hidden);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
