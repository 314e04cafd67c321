package dev.holdfast.drivers.smtp;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.channel.SecretText;
import dev.holdfast.drivers.channel.Shown;
import dev.holdfast.engine.spi.Notifier;
import dev.holdfast.engine.spi.Secrets;
import dev.holdfast.engine.spi.SendResult;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.notification.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Sends a mail for each message. */
final class SmtpNotifier implements Notifier {
    private final MailAccount account;
    private final Secrets secrets;

    SmtpNotifier(MailAccount account, Secrets secrets) {
        this.account = account;
        this.secrets = secrets;
    }

    /** The library limits each read and write, not the whole; an interrupt closes the socket of the thread that is in one. */
    @Override
    public SendResult send(Message message, Duration limit) {
        Optional<SecretText> password = account.login().map(login -> SecretText.find(secrets, login.password()));
        Deadline deadline = Deadline.in(limit);
        FutureTask<SendResult> task = new FutureTask<>(() -> deliver(message, deadline, password));
        Thread thread = Thread.ofVirtual().name("smtp").start(task);
        try {
            return task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new SendResult.Unavailable(
                    "%s: no answer within %d ms".formatted(account.server(), limit.toMillis()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HoldfastException coded) {
                throw coded;
            }
            throw new IllegalStateException("sending a mail failed unexpectedly", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "sending a mail", e);
        } finally {
            thread.interrupt();
        }
    }

    private SendResult deliver(Message message, Deadline deadline, Optional<SecretText> password) {
        Session session = MailSession.of(account, deadline.remaining());
        try (SMTPTransport transport = (SMTPTransport) session.getTransport("smtp")) {
            transport.connect(
                    account.server().host(),
                    account.server().port(),
                    account.login().map(MailAccount.Login::user).orElse(null),
                    password.map(SecretText::reveal).orElse(null));
            Mail mail = Mail.of(session, account, message);
            transport.sendMessage(mail, mail.getAllRecipients());
            return new SendResult.Taken(shown(password, transport.getLastServerResponse()));
        } catch (MessagingException e) {
            return new MailFailure(account, text -> shown(password, text)).result(e);
        }
    }

    private static String shown(Optional<SecretText> password, String text) {
        return password.map(secret -> secret.hide(text)).orElseGet(() -> Shown.line(text));
    }
}
