package dev.holdfast.drivers.powerdns;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A DNS server as clients find it: over UDP, and over TCP when an answer is too long. */
final class AuthoritativeServer {
    /** A datagram can get lost, so the question is asked anew after this. */
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private static final int LARGEST_DATAGRAM = 1232;

    private final String name;
    private final HostPort address;

    AuthoritativeServer(String name, HostPort address) {
        this.name = name;
        this.address = address;
    }

    /**
     * What came back.
     *
     * @param addresses none when there was no answer from authority
     * @param ttl of the answer
     * @param detail the answer, or why there was none
     */
    record Answer(List<String> addresses, Duration ttl, String detail) {
        Answer {
            addresses = List.copyOf(addresses);
        }

        boolean isThere() {
            return !addresses.isEmpty();
        }

        private static Answer missing(String detail) {
            return new Answer(List.of(), Duration.ZERO, detail);
        }
    }

    /**
     * Asks for the addresses of a name.
     *
     * @param client the address or subnet of the client to ask for; without it, the asking machine is the client
     */
    Answer ask(String record, Optional<String> client, Deadline deadline) {
        Message query = query(record, client);
        while (true) {
            Duration patience = deadline.remaining(PATIENCE);
            try {
                return answer(exchange(query, patience));
            } catch (TimeoutException e) {
                if (deadline.isOver()) {
                    return Answer.missing("%s does not answer queries at %s".formatted(name, address));
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof SocketTimeoutException) || deadline.isOver()) {
                    return Answer.missing("%s at %s: %s".formatted(name, address, reason(e)));
                }
            }
        }
    }

    private static Message query(String record, Optional<String> client) {
        try {
            Message query = Message.newQuery(Record.newRecord(Name.fromString(record), Type.A, DClass.IN));
            query.getHeader().unsetFlag(Flags.RD);
            client.map(AuthoritativeServer::subnet)
                    .ifPresent(subnet -> query.addRecord(
                            new OPTRecord(LARGEST_DATAGRAM, 0, 0, 0, List.of(subnet)), Section.ADDITIONAL));
            return query;
        } catch (TextParseException e) {
            throw new HoldfastException(ErrorCode.TOPOLOGY_INVALID, "the name '%s'".formatted(record), e);
        }
    }

    /** Such as {@code 127.66.1.7}, or {@code 127.66.1.0/24}. */
    private static ClientSubnetOption subnet(String client) {
        try {
            String[] parts = client.split("/", 2);
            InetAddress network = InetAddress.ofLiteral(parts[0]);
            int all = network.getAddress().length * Byte.SIZE;
            return new ClientSubnetOption(parts.length == 1 ? all : Integer.parseInt(parts[1]), 0, network);
        } catch (IllegalArgumentException e) {
            throw new HoldfastException(
                    ErrorCode.TOPOLOGY_INVALID, "client '%s' is no address or subnet".formatted(client), e);
        }
    }

    private Message exchange(Message query, Duration patience) throws ExecutionException, TimeoutException {
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(address.host(), address.port()));
        resolver.setTimeout(patience);
        CompletableFuture<Message> answer = resolver.sendAsync(query).toCompletableFuture();
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "asking DNS server " + name, e);
        }
    }

    private Answer answer(Message message) {
        if (message.getRcode() != Rcode.NOERROR) {
            return Answer.missing("%s answers %s".formatted(name, Rcode.string(message.getRcode())));
        }
        if (!message.getHeader().getFlag(Flags.AA)) {
            return Answer.missing("%s answers without authority".formatted(name));
        }
        List<ARecord> records = message.getSection(Section.ANSWER).stream()
                .filter(ARecord.class::isInstance)
                .map(ARecord.class::cast)
                .toList();
        if (records.isEmpty()) {
            return Answer.missing("%s answers with no address".formatted(name));
        }
        List<String> addresses = records.stream()
                .map(record -> record.getAddress().getHostAddress())
                .toList();
        long ttl = records.stream().mapToLong(Record::getTTL).min().orElseThrow();
        return new Answer(addresses, Duration.ofSeconds(ttl), "%s for %d s".formatted(addresses, ttl));
    }

    private static String reason(ExecutionException e) {
        return Optional.ofNullable(e.getCause())
                .map(cause -> Optional.ofNullable(cause.getMessage())
                        .orElseGet(() -> cause.getClass().getSimpleName()))
                .orElse("failed");
    }
}
