package dev.holdfast.drivers.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.spi.SendResult;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.notification.Message;
import dev.holdfast.model.topology.ChannelSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends mail to a real mail server. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmtpNotifierServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String SECRET = "file:/secret";

    private final EximServer exim;

    SmtpNotifierServerTest() throws IOException {
        exim = EximServer.start();
    }

    @AfterAll
    void stop() throws IOException {
        exim.close();
    }

    private static Message message(String subject) {
        return new Message("run-1/notify", Message.Severity.CRITICAL, subject, "replica1 is primary now\nÜber alles");
    }

    private Map<String, String> settings(int port) {
        return new HashMap<>(Map.of(
                "server",
                "%s:%d".formatted(exim.address(), port),
                "from",
                "Holdfast <holdfast@holdfast.test>",
                "to",
                "oncall@holdfast.test",
                "user",
                EximServer.USER,
                "ca_file",
                exim.certificate().toString()));
    }

    private static ChannelSpec spec(Map<String, String> settings) {
        Optional<String> secret = Optional.of(SECRET).filter(_ -> settings.containsKey("user"));
        return new ChannelSpec("email", "smtp", settings, secret, Optional.empty());
    }

    private static SendResult send(Map<String, String> settings, String password, Duration limit) {
        return new SmtpDriver().bind(spec(settings), _ -> password).send(message("Primary is down"), limit);
    }

    private static SendResult send(Map<String, String> settings) {
        return send(settings, EximServer.PASSWORD, LIMIT);
    }

    private List<String> mailsAfter(int before) throws IOException {
        List<String> all = exim.awaitMails(before + 1);
        return all.subList(before, all.size());
    }

    @ParameterizedTest
    @CsvSource({"2525, starttls", "2465, implicit"})
    @DisplayName("over STARTTLS and over implicit TLS, logged in")
    void overTls(int port, String tls) throws IOException {
        int before = exim.mails().size();
        Map<String, String> settings = settings(port);
        settings.put("tls", tls);

        assertThat(send(settings))
                .isInstanceOfSatisfying(
                        SendResult.Taken.class,
                        taken -> assertThat(taken.receipt()).startsWith("250 OK id="));

        assertThat(mailsAfter(before))
                .singleElement()
                .asString()
                .contains(
                        "From: Holdfast <holdfast@holdfast.test>",
                        "To: oncall@holdfast.test",
                        "Subject: [CRITICAL] Primary is down",
                        "Message-ID: <run-1.notify@holdfast.invalid>",
                        "replica1 is primary now");
        assertThat(exim.log()
                        .lines()
                        .filter(line -> line.contains("<= holdfast@"))
                        .toList()
                        .getLast())
                .contains("X=TLS1.", "A=plain:holdfast");
    }

    @Test
    void withoutLoggingIn() throws IOException {
        int before = exim.mails().size();
        Map<String, String> settings = settings(EximServer.STARTTLS);
        settings.remove("user");
        settings.put("to", "open@holdfast.test");

        assertThat(send(settings)).isInstanceOf(SendResult.Taken.class);

        assertThat(mailsAfter(before)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2-wrong", "hunter2-Straße&="})
    void aWrongPasswordIsRefusedAndNotShown(String password) {
        SendResult result = send(settings(EximServer.STARTTLS), password, LIMIT);

        assertThat(result).isInstanceOf(SendResult.Refused.class);
        assertThat(result.toString()).contains("535").doesNotContain("hunter2");
    }

    @Test
    void aServerThatShowsACertificateOfNobodyKnownIsRefused() {
        int before = exim.mails().size();
        Map<String, String> settings = settings(EximServer.STARTTLS);
        settings.remove("ca_file");

        assertThat(send(settings)).isInstanceOf(SendResult.Refused.class);

        assertThat(exim.mails()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {EximServer.STARTTLS, EximServer.IMPLICIT})
    void aCertificateOfAnotherServerIsRefused(int port) {
        int before = exim.mails().size();
        Map<String, String> settings = settings(port);
        settings.put("server", "%s:%d".formatted(exim.otherAddress(), port));
        settings.put("tls", port == EximServer.IMPLICIT ? "implicit" : "starttls");

        assertThat(send(settings)).isInstanceOf(SendResult.Refused.class);

        assertThat(exim.mails()).hasSize(before);
    }

    @Test
    void aServerWithoutTlsGetsNothing() throws IOException {
        int before = exim.mails().size();

        assertThat(send(settings(EximServer.PLAIN)))
                .isInstanceOfSatisfying(
                        SendResult.Refused.class,
                        refused -> assertThat(refused.reason()).contains("STARTTLS"));

        assertThat(exim.mails()).hasSize(before);
        assertThat(exim.log()).as("logged in without TLS").doesNotContain("P=esmtpa ");
    }

    @Test
    void withoutTlsOnlyWhenThatIsSaid() {
        Map<String, String> settings = settings(EximServer.PLAIN);
        settings.remove("user");
        settings.put("tls", "none");
        settings.put("to", "open@holdfast.test");

        assertThat(send(settings)).isInstanceOf(SendResult.Taken.class);
    }

    @Test
    void aMailboxThatDoesNotExistIsRefused() {
        Map<String, String> settings = settings(EximServer.STARTTLS);
        settings.put("to", "nobody@holdfast.test");

        assertThat(send(settings))
                .isInstanceOfSatisfying(
                        SendResult.Refused.class,
                        refused -> assertThat(refused.reason()).contains("550", "no such mailbox"));
    }

    @Test
    void oneMailboxThatDoesNotExistDoesNotKeepTheOthersInTheDark() throws IOException {
        int before = exim.mails().size();
        Map<String, String> settings = settings(EximServer.STARTTLS);
        settings.put("to", "nobody@holdfast.test, oncall@holdfast.test");

        assertThat(send(settings))
                .isInstanceOfSatisfying(
                        SendResult.Taken.class,
                        taken -> assertThat(taken.receipt())
                                .contains("took it for oncall@holdfast.test", "no such mailbox"));

        assertThat(mailsAfter(before)).hasSize(1);
    }

    @Test
    void notNowIsWorthAnotherTry() {
        Map<String, String> settings = settings(EximServer.STARTTLS);
        settings.put("to", "later@holdfast.test");

        assertThat(send(settings))
                .isInstanceOfSatisfying(
                        SendResult.Unavailable.class,
                        unavailable -> assertThat(unavailable.reason()).contains("451", "try again later"));
    }

    @Test
    void nobodyListens() {
        assertThat(send(settings(2599))).isInstanceOf(SendResult.Unavailable.class);
    }

    @Test
    void aServerThatHangsIsLeftWithTheLimit() throws IOException {
        exim.signal("STOP");
        try {
            assertThat(send(settings(EximServer.STARTTLS), EximServer.PASSWORD, SHORT))
                    .isInstanceOf(SendResult.Unavailable.class);
        } finally {
            exim.signal("CONT");
        }
    }

    @Test
    void aSubjectCannotAddAHeader() throws IOException {
        int before = exim.mails().size();

        new SmtpDriver()
                .bind(spec(settings(EximServer.STARTTLS)), _ -> EximServer.PASSWORD)
                .send(message("down\r\nX-Evil: yes"), LIMIT);

        String mail = mailsAfter(before).getFirst();
        assertThat(mail.substring(0, mail.indexOf("\n\n")))
                .contains("Subject: ")
                .doesNotContain("\nX-Evil");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server | mail.example | must be a host and a port",
                "to | not an address @@ | must be mail addresses",
                "tls | maybe | must be one of starttls, implicit, none",
                "tls | none | a password is not sent without TLS",
                "subject | x | has no setting [subject]"
            })
    void aMistakeInTheSettingsIsSaid(String name, String value, String text) {
        Map<String, String> settings = settings(EximServer.STARTTLS);
        settings.put(name, value);

        HoldfastException problem = catchThrowableOfType(HoldfastException.class, () -> send(settings));

        assertThat(problem.code()).isEqualTo(ErrorCode.TOPOLOGY_INVALID);
        assertThat(problem.attempted()).startsWith("notifications.email: ").contains(text);
    }
}
