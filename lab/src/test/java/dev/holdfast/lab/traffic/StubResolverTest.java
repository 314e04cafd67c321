package dev.holdfast.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

class StubResolverTest {
    private static final String CLIENT = "127.66.121.1";
    private static final String EAST = "127.121.0.20";
    private static final String WEST = "127.122.0.20";

    private final ScriptedNameServer first = new ScriptedNameServer("127.121.0.53");
    private final ScriptedNameServer second = new ScriptedNameServer("127.123.0.53");
    private final StubResolver resolver =
            new StubResolver("www.lab.test.", List.of(first.address(), second.address()), CLIENT, 0);

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void asksFromTheAddressOfItsClient() throws IOException {
        first.answer(EAST, 2);

        assertThat(resolver.ask()).isEqualTo(found(EAST, 2));
        assertThat(first.clients()).containsExactly(CLIENT);
        assertThat(second.clients()).isEmpty();
    }

    @Test
    void goesToTheOtherServerWhenOneIsSilentAndStaysThere() throws IOException {
        second.answer(WEST, 5);

        assertThat(resolver.ask()).isEqualTo(found(WEST, 5));
        first.answer(EAST, 5);
        assertThat(resolver.ask()).isEqualTo(found(WEST, 5));
        assertThat(first.clients()).hasSize(1);
    }

    @Test
    void aServerThatIsBrokenHasNotAnswered() throws IOException {
        first.say(Rcode.SERVFAIL);
        second.answer(WEST, 1);

        assertThat(resolver.ask()).isEqualTo(found(WEST, 1));
    }

    @Test
    void anAbsentNameMayBeKeptAsAbsentForAsLongAsTheZoneSays() throws IOException {
        first.say(Rcode.NXDOMAIN, 7);

        assertThat(resolver.ask()).isEqualTo(new NameReply.Nothing("www.lab.test.: NXDOMAIN", Duration.ofSeconds(7)));
        assertThat(second.clients()).isEmpty();
    }

    @Test
    void anAbsenceThatNobodyVouchesForIsNotKept() throws IOException {
        first.say(Rcode.NOERROR);

        assertThat(resolver.ask().ttl()).isZero();
    }

    @Test
    void nobodyAnswers() {
        second.say(Rcode.REFUSED);

        assertThatThrownBy(resolver::ask)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no DNS server answered for www.lab.test.");
        assertThat(first.clients()).as("everybody is asked twice").hasSize(2);
        assertThat(second.clients()).hasSize(2);
    }

    private static NameReply found(String address, long ttl) throws IOException {
        return new NameReply.Addresses(List.of(InetAddress.getByName(address)), Duration.ofSeconds(ttl));
    }
}
