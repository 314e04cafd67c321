package dev.holdfast.lab.traffic;

import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** A DNS server that says what it is told to say, to whoever asks. */
public final class ScriptedNameServer implements AutoCloseable {
    private final DatagramSocket socket;
    private final List<String> clients = new CopyOnWriteArrayList<>();
    private volatile Script script = new Script.Silence();

    /** What it says. */
    sealed interface Script {
        record Address(String address, long ttl) implements Script {}

        /** An error; with an SOA record when it may be kept. */
        record Code(int code, Optional<Long> negativeTtl) implements Script {}

        record Silence() implements Script {}
    }

    public ScriptedNameServer(String address) {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    public HostPort address() {
        return new HostPort(socket.getLocalAddress().getHostAddress(), socket.getLocalPort());
    }

    /** From now on it answers with this address, which may be kept for so many seconds. */
    public void answer(String address, long ttl) {
        script = new Script.Address(address, ttl);
    }

    void say(int code) {
        script = new Script.Code(code, Optional.empty());
    }

    void say(int code, long negativeTtl) {
        script = new Script.Code(code, Optional.of(negativeTtl));
    }

    /** From now on it hears, and does not answer. */
    public void fallSilent() {
        script = new Script.Silence();
    }

    /** The address of the client of each query. */
    public List<String> clients() {
        return List.copyOf(clients);
    }

    private void serve() {
        var buffer = new byte[1500];
        while (!socket.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                clients.add(packet.getAddress().getHostAddress());
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                Optional<Message> answer = answer(query);
                if (answer.isPresent()) {
                    byte[] bytes = answer.get().toWire();
                    socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // The test is over.
            }
        }
    }

    private Optional<Message> answer(Message query) throws IOException {
        Record question = query.getQuestion();
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question, Section.QUESTION);
        switch (script) {
            case Script.Silence _ -> {
                return Optional.empty();
            }
            case Script.Address(String address, long ttl) ->
                answer.addRecord(
                        new ARecord(question.getName(), DClass.IN, ttl, InetAddress.getByName(address)),
                        Section.ANSWER);
            case Script.Code(int code, Optional<Long> negativeTtl) -> {
                answer.getHeader().setRcode(code);
                if (negativeTtl.isPresent()) {
                    answer.addRecord(soa(negativeTtl.get()), Section.AUTHORITY);
                }
            }
        }
        return Optional.of(answer);
    }

    /** The record may be kept for longer than the absence that it vouches for. */
    private static SOARecord soa(long negativeTtl) throws IOException {
        Name zone = Name.fromString("lab.test.");
        return new SOARecord(zone, DClass.IN, 2 * negativeTtl, zone, zone, 1, 1, 1, 1, negativeTtl);
    }

    @Override
    public void close() {
        socket.close();
    }
}
