package dev.holdfast.drivers.smtp;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import jakarta.mail.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Properties;

/** Makes the mail library do what the account says. */
final class MailSession {
    private MailSession() {}

    static Session of(MailAccount account, Duration limit) {
        Properties settings = new Properties();
        String millis = Long.toString(Math.max(1, limit.toMillis()));
        settings.put("mail.smtp.host", account.server().host());
        settings.put("mail.smtp.port", Integer.toString(account.server().port()));
        settings.put("mail.smtp.connectiontimeout", millis);
        settings.put("mail.smtp.timeout", millis);
        settings.put("mail.smtp.writetimeout", millis);
        settings.put("mail.smtp.localhost", "holdfast");
        settings.put("mail.smtp.auth", Boolean.toString(account.login().isPresent()));
        // Whoever can be told is told, when one of several addresses is refused.
        settings.put("mail.smtp.sendpartial", "true");
        settings.put("mail.smtp.ssl.checkserveridentity", "true");
        settings.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        settings.put("mail.smtp.ssl.enable", Boolean.toString(account.tls() == MailAccount.Tls.IMPLICIT));
        String startTls = Boolean.toString(account.tls() == MailAccount.Tls.STARTTLS);
        settings.put("mail.smtp.starttls.enable", startTls);
        settings.put("mail.smtp.starttls.required", startTls);
        account.caFile().ifPresent(file -> {
            settings.put("mail.smtp.ssl.socketFactory", trusting(file));
            settings.put("mail.smtp.ssl.socketFactory.fallback", "false");
        });
        return Session.getInstance(settings);
    }

    private static Object trusting(String file) {
        try {
            return TrustedCertificates.sockets(Path.of(file));
        } catch (IOException | GeneralSecurityException e) {
            throw new HoldfastException(
                    ErrorCode.TOPOLOGY_INVALID,
                    "ca_file %s can't be used: %s".formatted(file, e.getClass().getSimpleName()),
                    e);
        }
    }
}
