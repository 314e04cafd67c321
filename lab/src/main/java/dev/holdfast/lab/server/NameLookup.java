package dev.holdfast.lab.server;

import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Asks a DNS server for addresses, on behalf of a client elsewhere. */
final class NameLookup {
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final int PAYLOAD = 1232;
    private static final int WHOLE_ADDRESS = 32;

    private NameLookup() {}

    /**
     * The IPv4 addresses that a server answers with; none when it does not answer.
     *
     * @param client an IPv4 address
     */
    static List<String> addresses(HostPort server, String name, String client) {
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(server.host(), server.port()));
        resolver.setTimeout(ANSWER);
        resolver.setEDNS(0, PAYLOAD, 0, new ClientSubnetOption(WHOLE_ADDRESS, InetAddress.ofLiteral(client)));
        try {
            Message question = Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN));
            return resolver.send(question).getSection(Section.ANSWER).stream()
                    .filter(ARecord.class::isInstance)
                    .map(ARecord.class::cast)
                    .map(record -> record.getAddress().getHostAddress())
                    .toList();
        } catch (IOException notYet) {
            return List.of();
        }
    }
}
