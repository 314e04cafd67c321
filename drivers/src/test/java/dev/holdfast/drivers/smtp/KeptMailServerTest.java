package dev.holdfast.drivers.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.drivers.channel.HttpStandIn;
import dev.holdfast.drivers.pagerduty.PagerDutyDriver;
import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.notification.Outbox;
import dev.holdfast.engine.notification.WaitingMessage;
import dev.holdfast.engine.spi.Notifier;
import dev.holdfast.engine.spi.Secrets;
import dev.holdfast.model.notification.Delivery;
import dev.holdfast.model.notification.Message;
import dev.holdfast.model.topology.ChannelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mail through the whole way: kept in a real journal, a real mail server that hangs, a stand-in for PagerDuty that stands in. */
@Timeout(60)
class KeptMailServerTest {
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String KEY = "hunter2planted0123456789abcdef01";
    private static final Secrets SECRETS = reference -> reference.equals("env:KEY") ? KEY : EximServer.PASSWORD;
    private static final Message MESSAGE =
            new Message("run-1/notify", Message.Severity.WARNING, "Recovered", "replica1 is primary");

    private final List<String> alerts = new CopyOnWriteArrayList<>();

    @Test
    void aMailWaitsForItsServerAndIsSentOnceByAnotherProcess(@TempDir Path directory) throws IOException {
        Path journal = directory.resolve("journal.db");
        try (EximServer exim = EximServer.start();
                HttpStandIn pagerDuty = new HttpStandIn((_, body) -> {
                    alerts.add(body);
                    return new HttpStandIn.Reply(202, "{}");
                })) {
            List<ChannelSpec> channels = List.of(email(exim), pagerDuty(pagerDuty));
            exim.signal("STOP");
            try (SqliteJournal records = SqliteJournal.open(journal)) {
                Outbox outbox = new Outbox(records, channels, KeptMailServerTest::bind);
                assertThat(outbox.tell(MESSAGE, List.of("email"), SHORT))
                        .hasExactlyElementsOfTypes(Delivery.Pending.class, Delivery.Sent.class);
            }
            exim.signal("CONT");
            try (SqliteJournal records = SqliteJournal.open(journal)) {
                Outbox another = new Outbox(records, channels, KeptMailServerTest::bind);
                assertThat(another.waiting())
                        .extracting(WaitingMessage::channel)
                        .containsExactly("email");

                assertThat(another.retry(LIMIT)).isEqualTo(1);
                assertThat(another.retry(LIMIT)).isZero();

                assertThat(another.waiting()).isEmpty();
            }
            assertThat(exim.awaitMails(1)).singleElement().asString().contains("Subject: [WARNING] Recovered");
            assertThat(alerts).hasSize(1);
            assertThat(Files.readString(journal, ISO_8859_1))
                    .contains("run-1/notify")
                    .doesNotContain("hunter2");
        }
    }

    private static Notifier bind(ChannelSpec spec) {
        return spec.driver().equals("smtp")
                ? new SmtpDriver().bind(spec, SECRETS)
                : new PagerDutyDriver().bind(spec, SECRETS);
    }

    private static ChannelSpec email(EximServer exim) {
        Map<String, String> settings = Map.of(
                "server",
                "%s:%d".formatted(exim.address(), EximServer.STARTTLS),
                "from",
                "holdfast@holdfast.test",
                "to",
                "oncall@holdfast.test",
                "user",
                EximServer.USER,
                "ca_file",
                exim.certificate().toString());
        return new ChannelSpec("email", "smtp", settings, Optional.of("env:PASSWORD"), Optional.of("pagerduty"));
    }

    private static ChannelSpec pagerDuty(HttpStandIn standIn) {
        return new ChannelSpec(
                "pagerduty", "pagerduty", Map.of("url", standIn.url()), Optional.of("env:KEY"), Optional.empty());
    }
}
