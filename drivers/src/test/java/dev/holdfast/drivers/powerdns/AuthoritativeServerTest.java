package dev.holdfast.drivers.powerdns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.powerdns.AuthoritativeServer.Answer;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Rcode;

@Timeout(30)
class AuthoritativeServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private DnsStandIn standIn;

    @BeforeEach
    void start() throws IOException {
        standIn = new DnsStandIn("127.137.0.53");
    }

    @AfterEach
    void stop() throws IOException {
        standIn.close();
    }

    private Answer ask(Duration limit) {
        return new AuthoritativeServer("ns1", new HostPort("127.137.0.53", standIn.port()))
                .ask("www.lab.test.", Optional.of("127.66.1.7"), Deadline.in(limit));
    }

    @Test
    void readsTheAnswerAndItsTtl() {
        Answer answer = ask(LIMIT);

        assertThat(answer.addresses()).containsExactly("127.1.0.20");
        assertThat(answer.ttl()).isEqualTo(Duration.ofSeconds(2));
        assertThat(standIn.subnets()).containsExactly("127.66.1.7/32");
    }

    @Test
    void asksAgainWhenADatagramGotLost() {
        standIn.lose(1);

        assertThat(ask(LIMIT).addresses()).containsExactly("127.1.0.20");
        assertThat(standIn.subnets()).hasSize(2);
    }

    @Test
    void takesTheAnswerOverTcpWhenItIsTooLong() {
        standIn.answer(message -> message.getHeader().setFlag(Flags.TC));

        assertThat(ask(LIMIT).addresses()).isEqualTo(List.of("127.1.0.21"));
    }

    @Test
    void doesNotBelieveAnAnswerWithoutAuthority() {
        standIn.answer(message -> message.getHeader().unsetFlag(Flags.AA));

        assertThat(ask(LIMIT).isThere()).isFalse();
        assertThat(ask(LIMIT).detail()).contains("without authority");
    }

    @Test
    void saysWithWhatTheServerRefuses() {
        standIn.answer(message -> message.getHeader().setRcode(Rcode.SERVFAIL));

        assertThat(ask(LIMIT).isThere()).isFalse();
        assertThat(ask(LIMIT).detail()).contains("SERVFAIL");
    }

    @Test
    void saysThatNobodyAnswers() {
        standIn.lose(Integer.MAX_VALUE);

        Answer answer = ask(Duration.ofMillis(300));

        assertThat(answer.isThere()).isFalse();
        assertThat(answer.detail()).contains("ns1", "127.137.0.53");
    }
}
