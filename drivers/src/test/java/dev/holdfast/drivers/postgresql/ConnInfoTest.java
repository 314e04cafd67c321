package dev.holdfast.drivers.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.NodeSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnInfoTest {

    @Test
    void readsWhatItWrites() {
        ConnInfo conninfo = new ConnInfo(Map.of("host", "127.0.0.1", "password", "it's \\ 'secret'", "options", ""));

        assertThat(ConnInfo.parse(conninfo.toString())).isEqualTo(conninfo);
    }

    @Test
    void readsSpacesAroundTheSign() {
        assertThat(ConnInfo.parse("host = h1  port=5433 application_name='two words'"))
                .isEqualTo(new ConnInfo(Map.of("host", "h1", "port", "5433", "application_name", "two words")));
    }

    @Test
    void leadsToTheServerWithItsAddressAndPort() {
        NodeSpec node = new NodeSpec("a", "r", "h", new HostPort("127.1.0.10", 5432), 1, "/d", "/c", "/l");

        assertThat(ConnInfo.parse("host=127.1.0.10").leadsTo(node)).isTrue();
        assertThat(ConnInfo.parse("host=127.1.0.10 port=5432").leadsTo(node)).isTrue();
        assertThat(ConnInfo.parse("host=127.1.0.10 port=5433").leadsTo(node)).isFalse();
        assertThat(ConnInfo.parse("host=127.1.0.1 port=5432").leadsTo(node)).isFalse();
        assertThat(ConnInfo.parse("").leadsTo(node)).isFalse();
    }
}
