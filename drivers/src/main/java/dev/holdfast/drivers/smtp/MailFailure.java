package dev.holdfast.drivers.smtp;

import dev.holdfast.engine.spi.SendResult;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Says what an exception of the mail library means: is it worth to try again, or must somebody correct something? */
record MailFailure(MailAccount account, UnaryOperator<String> shown) {
    private static final int PERMANENT = 500;

    SendResult result(MessagingException failure) {
        if (failure instanceof SendFailedException partly && partly.getValidSentAddresses() != null) {
            List<Address> told = List.of(partly.getValidSentAddresses());
            if (!told.isEmpty()) {
                return new SendResult.Taken(
                        "%s took it for %s, not for %s".formatted(account.server(), addresses(told), reason(failure)));
            }
        }
        String reason = "%s: %s".formatted(account.server(), reason(failure));
        return isPermanent(failure) ? new SendResult.Refused(reason) : new SendResult.Unavailable(reason);
    }

    private static String addresses(List<Address> all) {
        return all.stream().map(Address::toString).collect(Collectors.joining(", "));
    }

    private static boolean isPermanent(MessagingException failure) {
        if (failure instanceof AuthenticationFailedException) {
            // A server that can't look passwords up for the moment answers 454.
            return !String.valueOf(failure.getMessage()).startsWith("4");
        }
        return chain(failure).stream().anyMatch(MailFailure::isPermanentAlone);
    }

    private static boolean isPermanentAlone(Throwable link) {
        return switch (link) {
            case SMTPAddressFailedException refused -> refused.getReturnCode() >= PERMANENT;
            case SMTPSendFailedException refused -> refused.getReturnCode() >= PERMANENT;
            case SSLException _ -> true;
            default -> String.valueOf(link.getMessage()).contains("STARTTLS is required");
        };
    }

    private String reason(MessagingException failure) {
        return shown.apply(chain(failure).stream()
                .map(link -> Optional.ofNullable(link.getMessage())
                        .orElseGet(() -> link.getClass().getSimpleName()))
                .map(String::strip)
                .distinct()
                .collect(Collectors.joining("; ")));
    }

    /** A mail exception has both a cause and a next one. */
    private static Set<Throwable> chain(MessagingException failure) {
        Set<Throwable> links = new LinkedHashSet<>();
        follow(failure, links);
        return links;
    }

    private static void follow(Throwable link, Set<Throwable> links) {
        if (!links.add(link)) {
            return;
        }
        Optional.ofNullable(link.getCause()).ifPresent(cause -> follow(cause, links));
        if (link instanceof MessagingException mail) {
            Optional.ofNullable(mail.getNextException()).ifPresent(next -> follow(next, links));
        }
    }
}
