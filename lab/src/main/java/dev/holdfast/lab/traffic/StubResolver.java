package dev.holdfast.lab.traffic;

import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks DNS servers for a name's address, from the address of one client, so that they can tell where it is.
 *
 * <p>It stays with a server as long as that one answers. One that is silent, refuses, or says that it is broken makes it go on to the
 * next, all of them twice.
 */
final class StubResolver {
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final int ROUNDS = 2;

    private final Name name;
    private final List<SimpleResolver> servers;
    private final AtomicInteger current;

    StubResolver(String name, List<HostPort> servers, String client, int turn) {
        this.name = absolute(name);
        this.servers = servers.stream().map(server -> resolver(server, client)).toList();
        current = new AtomicInteger(Math.floorMod(turn, servers.size()));
    }

    private static SimpleResolver resolver(HostPort server, String client) {
        var resolver = new SimpleResolver(new InetSocketAddress(server.host(), server.port()));
        resolver.setLocalAddress(new InetSocketAddress(client, 0));
        resolver.setTimeout(PATIENCE);
        return resolver;
    }

    private static Name absolute(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a DNS name: " + name, e);
        }
    }

    NameReply ask() throws IOException {
        var failure = new IOException("no DNS server answered for " + name);
        for (int i = 0; i < ROUNDS * servers.size(); i++) {
            int server = current.get();
            try {
                return ask(servers.get(server));
            } catch (IOException e) {
                failure.addSuppressed(e);
                current.compareAndSet(server, (server + 1) % servers.size());
            }
        }
        throw failure;
    }

    private NameReply ask(SimpleResolver server) throws IOException {
        Message answer = server.send(Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)));
        int code = answer.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            throw new IOException(server + " says " + Rcode.string(code));
        }
        List<Record> records = answer.getSection(Section.ANSWER);
        List<InetAddress> addresses = records.stream()
                .filter(ARecord.class::isInstance)
                .map(found -> ((ARecord) found).getAddress())
                .toList();
        if (addresses.isEmpty()) {
            return new NameReply.Nothing(name + ": " + Rcode.string(code), negativeTtl(answer));
        }
        return new NameReply.Addresses(
                addresses,
                Duration.ofSeconds(
                        records.stream().mapToLong(Record::getTTL).min().orElse(0)));
    }

    /** As RFC 2308 has it: the zone's SOA says how long; without one the answer is not kept. */
    private static Duration negativeTtl(Message answer) {
        return Duration.ofSeconds(answer.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .mapToLong(found -> Math.min(found.getTTL(), ((SOARecord) found).getMinimum()))
                .findFirst()
                .orElse(0));
    }
}
