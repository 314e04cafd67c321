package dev.holdfast.engine.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.engine.spi.SendResult;
import dev.holdfast.engine.spi.SendResult.Refused;
import dev.holdfast.engine.spi.SendResult.Unavailable;
import dev.holdfast.engine.testkit.MemoryJournal;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.notification.Delivery;
import dev.holdfast.model.notification.Message;
import dev.holdfast.model.topology.ChannelSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LATER = Duration.ofMinutes(20);
    private static final Message MESSAGE = message("m1");
    private static final List<ChannelSpec> SPECS = List.of(
            FakeChannels.spec("slack", "email"),
            FakeChannels.spec("pagerduty", "slack"),
            FakeChannels.spec("email", ""));

    private final MemoryJournal records = new MemoryJournal();
    private final FakeChannels channels = new FakeChannels();
    private final SequentialTempo tempo = new SequentialTempo();

    private static Message message(String id) {
        return new Message(id, Message.Severity.CRITICAL, "Primary is down", "replica1 is primary now");
    }

    private Outbox outbox() {
        return new Outbox(records, SPECS, channels::bind);
    }

    private List<Delivery> tell(String... over) {
        return tell(records, over);
    }

    private List<Delivery> tell(Records into, String... over) {
        Outbox outbox = new Outbox(into, SPECS, channels::bind);
        tempo.live(() -> outbox.tell(MESSAGE, List.of(over), LIMIT));
        return outbox.deliveries(MESSAGE.id(), List.of(over));
    }

    private List<String> types() {
        return records.read("outbox", 0).stream()
                .map(kept -> kept.entry().type())
                .toList();
    }

    private static SendResult refusedConnection() {
        return new Unavailable("connection refused");
    }

    @Test
    void tellsOverEveryChannel() {
        assertThat(tell("slack", "pagerduty", "email"))
                .containsExactly(
                        new Delivery.Sent("slack", "slack took m1"),
                        new Delivery.Sent("pagerduty", "pagerduty took m1"),
                        new Delivery.Sent("email", "email took m1"));
        assertThat(outbox().waiting()).isEmpty();
    }

    @Test
    void theMessageIsDurableBeforeTheFirstAttempt() {
        channels.always("slack", () -> {
            assertThat(types()).containsExactly("message-kept", "message-attempted");
            return new SendResult.Taken("ok");
        });

        assertThat(tell("slack")).containsExactly(new Delivery.Sent("slack", "ok"));
    }

    @Test
    void aChannelThatTookItIsNotToldAgain() {
        tell("slack", "email");

        tell("slack", "email");

        assertThat(channels.attempts()).containsExactly("slack:m1", "email:m1");
    }

    @Test
    void aResumedRunTellsOnlyWhoWasNotTold() {
        channels.always("email", () -> new Refused("no such mailbox"));
        tell("slack", "email");
        channels.works("email");

        assertThat(tell("slack", "email")).allMatch(Delivery.Sent.class::isInstance);

        assertThat(channels.taken()).containsExactly("slack:m1", "email:m1");
    }

    @Test
    void triesAgainWithGrowingPauses() {
        channels.next("email", refusedConnection(), refusedConnection(), refusedConnection());

        assertThat(tell("email")).containsExactly(new Delivery.Sent("email", "email took m1"));

        assertThat(tempo.sleeps())
                .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void waitsAsLongAsTheOtherSideAsks() {
        channels.next("email", new Unavailable("429", Optional.of(Duration.ofSeconds(7))));

        assertThat(tell("email")).containsExactly(new Delivery.Sent("email", "email took m1"));

        assertThat(tempo.sleeps()).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void doesNotWaitForMoreThanTheLimit() {
        channels.next("email", new Unavailable("429", Optional.of(Duration.ofMinutes(5))));

        assertThat(tell("email")).containsExactly(new Delivery.Pending("email", "429"));

        assertThat(tempo.sleeps()).isEmpty();
    }

    @Test
    void anotherChannelStandsInForOneThatFails() {
        channels.always("slack", OutboxTest::refusedConnection);

        assertThat(tell("slack"))
                .containsExactly(
                        new Delivery.Pending("slack", "connection refused"),
                        new Delivery.Sent("email", "email took m1"));
        assertThat(channels.taken()).containsExactly("email:m1");
    }

    @Test
    void theChainOfStandInsEnds() {
        List<ChannelSpec> circle = List.of(FakeChannels.spec("a", "b"), FakeChannels.spec("b", "a"));
        channels.always("a", () -> new Refused("no")).always("b", () -> new Refused("no"));
        Outbox outbox = new Outbox(records, circle, channels::bind);

        tempo.live(() -> outbox.tell(MESSAGE, List.of("a"), LIMIT));

        assertThat(channels.attempts()).containsExactly("a:m1", "b:m1");
        assertThat(outbox.waiting()).extracting(WaitingMessage::channel).containsExactly("a");
    }

    @Test
    void aChannelThatHangsLeavesTimeForTheOneThatStandsIn() {
        channels.always("slack", () -> {
            tempo.pass(Duration.ofSeconds(10));
            return new Unavailable("no answer");
        });

        assertThat(tell("slack")).contains(new Delivery.Sent("email", "email took m1"));
    }

    @Test
    void whatIsRefusedIsNotTriedAgainAtOnce() {
        channels.always("email", () -> new Refused("invalid address"));

        assertThat(tell("email")).containsExactly(new Delivery.Pending("email", "invalid address"));

        assertThat(channels.attempts()).hasSize(1);
        assertThat(tempo.sleeps()).isEmpty();
    }

    @Test
    void aChannelWithoutItsSecretIsPending() {
        channels.always("email", () -> {
            throw new HoldfastException(ErrorCode.SECRET_MISSING, "there is no file /run/secrets/mail");
        });

        assertThat(tell("email"))
                .containsExactly(new Delivery.Pending("email", "HF-7003: there is no file /run/secrets/mail"));
    }

    @Test
    void theTextOfADefectIsNotRecorded() {
        channels.always("email", () -> {
            throw new IllegalStateException("Authorization: Bearer hunter2");
        });

        assertThat(tell("email").toString()).contains("java.lang.IllegalStateException");
        assertThat(records.read("outbox", 0).toString()).doesNotContain("hunter2");
    }

    @Test
    void aChannelThatDoesNotExistIsNotPretendedToBePending() {
        assertThat(tell("slack", "telegraph"))
                .containsExactly(new Delivery.Sent("slack", "slack took m1"), new Delivery.Unconfigured("telegraph"));
        assertThat(outbox().waiting()).isEmpty();
    }

    @Test
    void anotherProcessSendsLaterWhatWaits() {
        channels.always("slack", OutboxTest::refusedConnection).always("email", OutboxTest::refusedConnection);
        tell("slack");
        channels.works("slack").works("email");
        tempo.pass(LATER);

        tempo.live(() -> assertThat(outbox().sendPending(LIMIT)).isEqualTo(1));

        assertThat(channels.taken()).containsExactly("slack:m1");
        assertThat(outbox().waiting()).isEmpty();
    }

    @Test
    void whatStoodInIsNotToldAgainWhenTheChannelStillFails() {
        channels.always("slack", OutboxTest::refusedConnection);
        tell("slack");

        tempo.live(() -> outbox().retry(LIMIT));
        tempo.live(() -> outbox().retry(LIMIT));

        assertThat(channels.taken()).containsExactly("email:m1");
        assertThat(outbox().waiting()).singleElement().satisfies(waiting -> {
            assertThat(waiting.channel()).isEqualTo("slack");
            assertThat(waiting.reason()).isEqualTo("connection refused");
            assertThat(waiting.since()).isEqualTo(Instant.parse("2026-11-23T03:00:00Z"));
        });
    }

    @Test
    @DisplayName("what failed just now is left alone, unless a person wants it tried")
    void pauses() {
        channels.always("email", () -> new Refused("over quota"));
        tell("email");

        tempo.live(() -> outbox().sendPending(LIMIT));
        assertThat(channels.attempts()).hasSize(1);

        tempo.live(() -> outbox().retry(LIMIT));
        assertThat(channels.attempts()).hasSize(2);
    }

    @Test
    void pausesDoNotGrowForEver() {
        channels.always("email", () -> new Refused("over quota"));
        tell("email");

        for (int day = 0; day < 50; day++) {
            tempo.live(() -> outbox().retry(LIMIT));
        }

        WaitingMessage waiting = outbox().waiting().getFirst();
        assertThat(waiting.attempts()).isEqualTo(51);
        assertThat(waiting.due()).isEqualTo(tempo.clock().instant().plus(Duration.ofMinutes(15)));
    }

    @Test
    void aMessageThatIsRefusedDoesNotHoldUpTheOthers() {
        channels.always("email", OutboxTest::refusedConnection);
        Outbox outbox = outbox();
        Stream.of("m1", "m2", "m3").forEach(id -> tempo.live(() -> outbox.tell(message(id), List.of("email"), LIMIT)));
        channels.works("email").next("email", new Refused("too long"));

        tempo.live(() -> assertThat(outbox.retry(LIMIT)).isEqualTo(2));

        assertThat(channels.taken()).containsExactly("email:m2", "email:m3");
    }

    @Test
    void aChannelThatCannotBeReachedIsTriedOnceForAllThatWaits() {
        channels.always("email", OutboxTest::refusedConnection);
        Outbox outbox = outbox();
        Stream.of("m1", "m2", "m3").forEach(id -> tempo.live(() -> outbox.tell(message(id), List.of("email"), LIMIT)));
        int before = channels.attempts().size();

        tempo.live(() -> outbox.retry(LIMIT));

        assertThat(channels.attempts()).hasSize(before + 1);
    }

    @Test
    void whatAnotherProcessIsSendingIsLeftToIt() {
        OutboxLog other = new OutboxLog(records);
        other.keep(MESSAGE, List.of("email"));
        tempo.live(() -> other.claim("m1", "email", Duration.ofSeconds(10)));

        tempo.live(() -> assertThat(outbox().retry(LIMIT)).isZero());

        assertThat(channels.attempts()).isEmpty();
    }

    @Test
    void aProcessThatDiedWhileSendingIsNotWaitedForForEver() {
        OutboxLog dead = new OutboxLog(records);
        dead.keep(MESSAGE, List.of("email"));
        tempo.live(() -> dead.claim("m1", "email", Duration.ofSeconds(10)));

        assertThat(tell("email")).containsExactly(new Delivery.Sent("email", "email took m1"));
    }

    @Test
    void aRecordOfALaterVersionIsPassedOver() {
        records.append("outbox", 0, Instant.EPOCH, List.of(new Records.Entry("message-sung", "{\"tune\":\"A\"}")));

        assertThat(tell("email")).containsExactly(new Delivery.Sent("email", "email took m1"));
    }

    @Test
    @DisplayName(
            "whichever append is the last one of a process, the next process tells everybody, and nobody whom it was recorded of twice")
    void cutAnywhere() {
        for (int appends = 0; appends < 12; appends++) {
            MemoryJournal journal = new MemoryJournal();
            FakeChannels world = new FakeChannels().next("slack", new Unavailable("502"));
            Outbox first = new Outbox(new FullDisk(journal, appends), SPECS, world::bind);
            boolean kept = appends > 0;
            tempo.live(() -> {
                if (kept) {
                    first.tell(MESSAGE, List.of("slack", "email"), LIMIT);
                } else {
                    assertThatThrownBy(() -> first.tell(MESSAGE, List.of("slack", "email"), LIMIT))
                            .isInstanceOf(HoldfastException.class);
                }
            });
            tempo.pass(LATER);

            Outbox next = new Outbox(journal, SPECS, world::bind);
            tempo.live(() -> next.sendPending(LIMIT));
            tempo.pass(LATER);
            tempo.live(() -> next.sendPending(LIMIT));

            assertThat(next.waiting()).as("cut after %d", appends).isEmpty();
            assertThat(next.isKept("m1")).isEqualTo(kept);
            assertThat(next.deliveries("m1", List.of("slack", "email")))
                    .as("cut after %d", appends)
                    .allMatch(delivery -> delivery instanceof Delivery.Sent == kept);
        }
    }

    @Test
    void thousandsOfMessagesAreReadOnce() {
        Outbox outbox = outbox();
        for (int i = 0; i < 3_000; i++) {
            Message message = message("m" + i);
            tempo.live(() -> outbox.tell(message, List.of("email"), LIMIT));
        }

        assertThat(channels.taken()).hasSize(3_000);
        assertThat(outbox().waiting()).isEmpty();
    }

    /** Takes so many appends, and then says that it does not know what became of them. */
    private static final class FullDisk implements Records {
        private final Records behind;
        private int left;

        FullDisk(Records behind, int left) {
            this.behind = behind;
            this.left = left;
        }

        @Override
        public AppendResult append(String stream, long expectedVersion, Instant at, List<Entry> entries) {
            if (left == 0) {
                return new AppendResult.Unknown("the disk is full");
            }
            left--;
            return behind.append(stream, expectedVersion, at, entries);
        }

        @Override
        public List<Kept> read(String stream, long after) {
            return behind.read(stream, after);
        }
    }
}
