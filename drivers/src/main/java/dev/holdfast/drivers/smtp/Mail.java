package dev.holdfast.drivers.smtp;

import dev.holdfast.drivers.channel.Shown;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.notification.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Date;

/** A message as a mail. Its Message-ID is made of the message's id, so that a mail program shows one that came twice once. */
final class Mail extends MimeMessage {
    private static final int LONGEST_SUBJECT = 200;

    private final String id;

    private Mail(Session session, String id) {
        super(session);
        this.id = id;
    }

    static Mail of(Session session, MailAccount account, Message message) throws MessagingException {
        Mail mail = new Mail(session, message.id());
        mail.setFrom(account.from());
        mail.setRecipients(RecipientType.TO, account.to().toArray(InternetAddress[]::new));
        String subject = "[%s] %s".formatted(message.severity(), message.subject());
        mail.setSubject(Shown.cut(Shown.line(subject), LONGEST_SUBJECT), "UTF-8");
        mail.setText("%s\n\n%s\n\nmessage %s\n".formatted(message.subject(), message.text(), message.id()), "UTF-8");
        mail.setSentDate(Date.from(Tempo.current().clock().instant()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        if (message.severity() == Message.Severity.CRITICAL) {
            mail.setHeader("X-Priority", "1");
        }
        mail.saveChanges();
        return mail;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", "<%s@holdfast.invalid>".formatted(id.replaceAll("[^A-Za-z0-9._-]", ".")));
    }
}
