package dev.holdfast.drivers.powerdns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** A DNS server that can be in trouble. Over TCP it answers with the next address, so that the two can be told apart. */
final class DnsStandIn implements AutoCloseable {
    private final ServerSocket listener;
    private final DatagramSocket datagrams;
    private final List<String> subnets = new CopyOnWriteArrayList<>();
    private final AtomicInteger toLose = new AtomicInteger();
    private final AtomicReference<Consumer<Message>> change = new AtomicReference<>(_ -> {});

    DnsStandIn(String host) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        listener = new ServerSocket(0, 5, address);
        datagrams = new DatagramSocket(listener.getLocalPort(), address);
        Thread.ofVirtual().start(this::answerDatagrams);
        Thread.ofVirtual().start(this::answerConnections);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** So many datagrams never arrive at it. */
    void lose(int number) {
        toLose.set(number);
    }

    /** What is different about its answers over UDP. */
    void answer(Consumer<Message> otherwise) {
        change.set(otherwise);
    }

    /** The subnets that it was asked for, also with those datagrams that got lost. */
    List<String> subnets() {
        return subnets;
    }

    private void answerDatagrams() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
                datagrams.receive(packet);
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                query.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET).stream()
                        .map(ClientSubnetOption.class::cast)
                        .forEach(subnet -> subnets.add(
                                subnet.getAddress().getHostAddress() + "/" + subnet.getSourcePrefixLength()));
                if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
                    Message answer = answer(query, "127.1.0.20");
                    change.get().accept(answer);
                    byte[] bytes = answer.toWire();
                    datagrams.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            // The test is over, and closed the socket.
            return;
        }
    }

    private void answerConnections() {
        try {
            while (true) {
                try (Socket socket = listener.accept()) {
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    byte[] query = in.readNBytes(in.readUnsignedShort());
                    byte[] bytes = answer(new Message(query), "127.1.0.21").toWire();
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    out.writeShort(bytes.length);
                    out.write(bytes);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // The test is over, and closed the listener.
            return;
        }
    }

    private static Message answer(Message query, String address) throws IOException {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        answer.addRecord(
                new ARecord(query.getQuestion().getName(), DClass.IN, 2, InetAddress.getByName(address)),
                Section.ANSWER);
        return answer;
    }

    @Override
    public void close() throws IOException {
        datagrams.close();
        listener.close();
    }
}
