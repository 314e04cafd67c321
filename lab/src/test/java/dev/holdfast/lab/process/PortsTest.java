package dev.holdfast.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final String HOST = "127.54.0.10";

    @Test
    void aPortOfAnotherProcessIsRefusedByNameAndOwner() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            HostPort taken = new HostPort(HOST, socket.getLocalPort());
            assertThat(Ports.taken(List.of(taken))).containsExactly(taken);
            assertThatExceptionOfType(HoldfastException.class)
                    .isThrownBy(() -> Ports.refuseForeign(List.of(taken), List.of()))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LAB_PORT_IN_USE))
                    .withMessageStartingWith(
                            "%s is taken by process %d",
                            taken, ProcessHandle.current().pid());
        }
    }

    @Test
    void aPortOfTheLabIsNot() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            HostPort taken = new HostPort(HOST, socket.getLocalPort());
            List<ProcessEntry> ours =
                    ProcessEntry.read(ProcessHandle.current().pid()).stream().toList();
            Ports.refuseForeign(List.of(taken), ours);
            assertThat(ours).hasSize(1);
        }
    }

    @Test
    void readsTheTableOfTheKernel() {
        String listening =
                "   0: 0A00017F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000 101 0 4711 1 0 100";
        String connected =
                "   1: 0A00017F:1538 0100007F:A2C4 01 00000000:00000000 00:00000000 00000000 101 0 4712 1 0 100";
        assertThat(Listener.parse(listening)).contains(new Listener(new HostPort("127.1.0.10", 5432), 4711));
        assertThat(Listener.parse(connected)).isEmpty();
    }

    @Test
    void aSocketOnEveryAddressOccupiesEachOfThem() {
        String everywhere = "   0: 00000000000000000000000000000000:1538 00000000000000000000000000000000:0000 0A"
                + " 00000000:00000000 00:00000000 00000000 101 0 4713 1 0 100";
        Listener listener = Listener.parse(everywhere).orElseThrow();
        assertThat(listener.occupies(new HostPort("127.1.0.10", 5432))).isTrue();
        assertThat(listener.occupies(new HostPort("127.1.0.10", 5433))).isFalse();
    }
}
