package dev.holdfast.drivers.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.Reachability.Seen;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.topology.HostPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Looks at real sockets. */
class SocketReachabilityTest {
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String VANTAGE = "127.151.9.9";

    private final SocketReachability reach = new SocketReachability();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.151.9.20"));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "200,HEALTHY",
        "204,HEALTHY",
        "301,FAILED",
        "404,FAILED",
        "429,FAILED",
        "500,FAILED",
        "503,FAILED",
    })
    void theStatusTellsWhetherItServes(int code, Status expected) {
        answer("HTTP/1.1 %d Whatever\r\nContent-Length: 0\r\n\r\n".formatted(code));
        Seen seen = look(AMPLE);
        assertThat(seen.status()).isEqualTo(expected);
        assertThat(seen.detail()).isEqualTo("HTTP " + code);
        assertThat(seen.took()).isPositive();
    }

    @Test
    void theLookComesFromTheVantagePointAndAsksForThePage() throws InterruptedException {
        answer("HTTP/1.1 200 OK\r\n\r\n");
        look(AMPLE);
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(VANTAGE);
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("GET /health/ready?deep=1 HTTP/1.1");
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("Host: 127.151.9.20:" + server.getLocalPort());
    }

    @Test
    void whoClosesWithoutAnAnswerDoesNotServe() {
        answer("");
        assertThat(look(AMPLE).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void whoSpeaksSomethingElseDoesNotServe() {
        answer("SSH-2.0-OpenSSH_9.2\r\n");
        Seen seen = look(AMPLE);
        assertThat(seen.status()).isEqualTo(Status.FAILED);
        assertThat(seen.detail()).contains("no HTTP");
    }

    @Test
    void aConnectionThatIsTakenAndNeverAnsweredIsSilence() {
        // The kernel takes the connection for a server that hangs.
        Seen seen = look(SHORT);
        assertThat(seen.status()).isEqualTo(Status.UNREACHABLE);
        assertThat(seen.detail()).isEqualTo("nothing came back within 300 ms");
        assertThat(reach.tcp(VANTAGE, address(), AMPLE).status()).isEqualTo(Status.HEALTHY);
    }

    @Test
    void anAnswerThatDripsDoesNotOutlastTheLimit() {
        Thread.ofVirtual().start(() -> drip());
        Seen seen = look(SHORT);
        assertThat(seen.status()).isEqualTo(Status.UNREACHABLE);
        assertThat(seen.detail()).isEqualTo("nothing came back within 300 ms");
    }

    @Test
    void nobodyListens() throws IOException {
        server.close();
        assertThat(look(AMPLE).status()).isEqualTo(Status.UNREACHABLE);
        assertThat(look(AMPLE).detail()).contains("refused");
        assertThat(reach.tcp(VANTAGE, address(), AMPLE).status()).isEqualTo(Status.UNREACHABLE);
    }

    @Test
    void aVantagePointThatThisMachineDoesNotHaveCanNotTell() {
        Seen seen = reach.http("192.0.2.1", url(), AMPLE);
        assertThat(seen.status()).isEqualTo(Status.UNKNOWN);
        assertThat(seen.detail()).startsWith("can't look from 192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({"ftp://127.0.0.1/x", "http://name.example/", "'http:// /'", "nothing"})
    void anAddressThatCanNotBeLookedAtSaysNothing(String url) {
        assertThat(reach.http(VANTAGE, url, AMPLE).status()).isEqualTo(Status.UNKNOWN);
    }

    private Seen look(Duration limit) {
        return reach.http(VANTAGE, url(), limit);
    }

    private String url() {
        return "http://%s/health/ready?deep=1".formatted(address());
    }

    private HostPort address() {
        return new HostPort("127.151.9.20", server.getLocalPort());
    }

    private void answer(String text) {
        Thread.ofVirtual().start(() -> {
            try (Socket client = server.accept()) {
                heard.add(((InetSocketAddress) client.getRemoteSocketAddress())
                        .getAddress()
                        .getHostAddress());
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                    heard.add(line);
                }
                client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Sends a byte at a time, for ever. */
    private void drip() {
        try (Socket client = server.accept()) {
            while (true) {
                client.getOutputStream().write('H');
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException ended) {
            // The look is over.
        }
    }
}
