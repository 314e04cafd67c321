package dev.holdfast.operations.communication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.notification.Message;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.communication.NotifyChannels.Parameters;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.FakeSite;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Telling people")
class NotifyChannelsTest {
    private static final Parameters ALL = new Parameters("slack, pagerduty,email", Optional.empty());

    private final FakeSite site = new FakeSite(Path.of("evidence"));
    private final FakeExecution execution = new FakeExecution(site);
    private final NotifyChannels operation = new NotifyChannels();

    private Message told() {
        return site.fakeNotifications().told().getFirst();
    }

    @Test
    @DisplayName("says who is primary and where clients are served")
    void summary() {
        Proof proof = execution.run(operation, ALL);

        assertThat(proof)
                .isEqualTo(new Proof.Holds(
                        "slack: sent (ok); pagerduty: sent (ok); email: sent (ok)",
                        Map.of("told", "slack,pagerduty,email", "waiting", "")));
        assertThat(told().severity()).isEqualTo(Message.Severity.WARNING);
        assertThat(told().subject()).isEqualTo("test: the service is up");
        assertThat(told().text()).isEqualTo("""
                        orders: primary is primary; replica1, replica2 follow it
                        fastapi-main: clients are served in us-east-1, us-west-2, eu-west-1""");
    }

    @Test
    @DisplayName("is critical when clients are not served, and says so in the subject")
    void notServed() {
        site.crash("primary");

        execution.run(operation, ALL);

        assertThat(told().severity()).isEqualTo(Message.Severity.CRITICAL);
        assertThat(told().subject()).isEqualTo("test: orders: no server accepts writes");
        assertThat(told().text()).contains("CLIENTS ARE NOT SERVED");
    }

    @Test
    @DisplayName("says what it was told to say, and then how the service is")
    void ownWords() {
        execution.run(operation, new Parameters("slack", Optional.of("Failing over\nbecause of the storm")));

        assertThat(told().subject()).isEqualTo("test: Failing over");
        assertThat(told().text()).startsWith("Failing over\nbecause of the storm\norders: primary is primary");
    }

    @Test
    @DisplayName("holds although a channel fails, and does not call it told")
    void pending() {
        site.fakeNotifications().breakDown("pagerduty");

        assertThat(execution.run(operation, ALL))
                .isInstanceOfSatisfying(
                        Proof.Holds.class,
                        holds -> assertThat(holds.evidence())
                                .contains("pagerduty: not sent, kept and tried again (connection refused)"));
    }

    @Test
    @DisplayName("says loudly when nobody was told at all")
    void nobody() {
        site.fakeNotifications().breakDown("slack");

        assertThat(execution.run(operation, new Parameters("slack", Optional.empty())))
                .isInstanceOfSatisfying(
                        Proof.Holds.class, holds -> assertThat(holds.evidence()).startsWith("NOBODY WAS TOLD YET: "));
    }

    @Test
    @DisplayName("warns of a channel that the topology does not have")
    void unconfigured() {
        Proof proof = execution.run(operation, new Parameters("slack,telegraph", Optional.empty()));

        assertThat(proof)
                .isInstanceOfSatisfying(
                        Proof.Holds.class,
                        holds -> assertThat(holds.evidence())
                                .contains("telegraph: not in the topology, so nobody is told over it"));
        assertThat(execution.notes()).singleElement().asString().startsWith("WARNING: nobody was told over telegraph");
    }

    @Test
    @DisplayName("tells nothing twice when its step is executed again")
    void repeated() {
        execution.run(operation, ALL);

        assertThat(operation.assess(ALL, execution)).isInstanceOf(Assessment.Satisfied.class);
        execution.run(operation, ALL);
        assertThat(site.fakeNotifications().told()).hasSize(1);
    }

    @Test
    @DisplayName("has the same message in every attempt of a step")
    void sameMessage() {
        site.fakeNotifications().breakDown("email");
        execution.run(operation, ALL);
        site.fakeNotifications().repair("email");
        execution.run(operation, ALL);

        assertThat(site.fakeNotifications().told())
                .extracting(Message::id)
                .hasSize(2)
                .containsOnly(told().id());
        assertThat(operation.assess(ALL, execution)).isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("plans without needing confirmation, and changes nothing while planning")
    void plan() {
        assertThat(execution.plan(operation, ALL).changes())
                .containsExactly("slack: send", "pagerduty: send", "email: send");
        assertThat(execution.plan(operation, ALL).needsConfirmation()).isFalse();
        assertThat(site.fakeNotifications().told()).isEmpty();
    }

    @Test
    @DisplayName("refuses to tell nobody")
    void noChannel() {
        assertThatThrownBy(() -> new Parameters(" , ", Optional.empty()))
                .isInstanceOf(HoldfastException.class)
                .hasMessageContaining("names no channel");
    }
}
