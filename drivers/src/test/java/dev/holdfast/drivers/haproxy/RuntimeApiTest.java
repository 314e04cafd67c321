package dev.holdfast.drivers.haproxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.HostPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the driver makes of a Runtime API that is dead, mute, endless or cut short. */
@Timeout(20)
class RuntimeApiTest {
    private static final Duration LIMIT = Duration.ofMillis(200);

    @Test
    void reportsAnAddressWhereNobodyListens() throws IOException {
        int port;
        try (ServerSocket closedAtOnce = listen()) {
            port = closedAtOnce.getLocalPort();
        }

        assertThat(failure(port).code()).isEqualTo(ErrorCode.BALANCER_UNREACHABLE);
    }

    @Test
    void givesUpOnAMuteServer() throws IOException {
        try (ServerSocket mute = listen()) {
            HoldfastException failure = failure(mute.getLocalPort());

            assertThat(failure.code()).isEqualTo(ErrorCode.BALANCER_UNREACHABLE);
            assertThat(failure.attempted()).contains("lb", "127.42.1.1", "PT0.2S");
        }
    }

    @Test
    void givesUpOnAnAnswerWithoutEnd() throws IOException {
        try (ServerSocket endless = listen()) {
            serve(endless, out -> {
                while (true) {
                    out.write('x');
                    out.flush();
                }
            });

            assertThat(failure(endless.getLocalPort()).code()).isEqualTo(ErrorCode.BALANCER_UNREACHABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "Permission denied\n\n",
                "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state\n3 pg_writer 1 prim"
            })
    void doesNotTakeAShortAnswerForSuccess(String answer) throws IOException {
        try (ServerSocket server = listen()) {
            serve(server, out -> out.write(answer.getBytes(UTF_8)));

            HoldfastException failure = failure(server.getLocalPort());

            assertThat(failure.code()).isEqualTo(ErrorCode.BALANCER_UNREACHABLE);
            assertThat(failure.attempted())
                    .contains(answer.strip().lines().findFirst().orElse(""));
        }
    }

    private static HoldfastException failure(int port) {
        BalancerSpec spec = new BalancerSpec("lb", "us-east-1", "haproxy", new HostPort("127.42.1.1", port));
        HaproxyBalancer balancer = new HaproxyBalancer(spec, host -> {
            throw new IllegalArgumentException("no host " + host);
        });
        return catchThrowableOfType(HoldfastException.class, () -> balancer.ready("pg_writer", "primary", LIMIT));
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 8, InetAddress.getByName("127.42.1.1"));
    }

    /** Answers the first connection, after its line was read, and closes it. */
    private static void serve(ServerSocket server, Answer answer) {
        Thread.ofVirtual().start(() -> {
            try (Socket client = server.accept()) {
                new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8)).readLine();
                answer.send(client.getOutputStream());
            } catch (IOException e) {
                // The driver left: that is what these tests are about.
                return;
            }
        });
    }

    private interface Answer {
        void send(OutputStream out) throws IOException;
    }
}
