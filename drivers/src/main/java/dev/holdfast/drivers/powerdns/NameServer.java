package dev.holdfast.drivers.powerdns;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.Parallel;
import dev.holdfast.drivers.powerdns.AuthoritativeServer.Answer;
import dev.holdfast.engine.spi.Secrets;
import dev.holdfast.model.dns.DnsAnswer;
import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DnsSpec;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of a service's DNS servers: told by its API, and believed by its answers. */
final class NameServer {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final DnsSpec spec;
    private final String name;
    private final PowerdnsApi api;
    private final AuthoritativeServer dns;

    NameServer(DnsSpec spec, DnsSpec.Server server, HttpClient client, Secrets secrets) {
        this.spec = spec;
        this.name = server.name();
        this.api = new PowerdnsApi(client, spec, server, secrets);
        this.dns = new AuthoritativeServer(name, server.address());
    }

    DnsServerState state(Deadline deadline) {
        return Parallel.both(
                () -> told(deadline),
                () -> dns.ask(spec.record(), Optional.empty(), deadline),
                (told, answer) -> new DnsServerState(
                        name, told.targets(), answer.isThere(), told.detail() + "; clients get: " + answer.detail()));
    }

    /** What the API says; no targets when there are none that Holdfast could change. */
    private record Told(Optional<List<DnsTarget>> targets, String detail) {}

    private Told told(Deadline deadline) {
        try {
            return switch (api.read(deadline).record()) {
                case ServiceRecord.Absent _ -> new Told(Optional.of(List.of()), "its API knows no " + spec.record());
                case ServiceRecord.Ours ours ->
                    new Told(
                            Optional.of(ours.targets()),
                            ours.disabled() ? "the record is disabled" : "its API answers");
                case ServiceRecord.Foreign foreign ->
                    new Told(Optional.empty(), "the record is not Holdfast's: " + foreign.what());
            };
        } catch (HoldfastException e) {
            if (e.code() == ErrorCode.INTERRUPTED) {
                throw e;
            }
            return new Told(Optional.empty(), e.attempted());
        }
    }

    DnsAnswer answer(String country, String client, Deadline deadline) {
        Answer answer = dns.ask(spec.record(), Optional.of(client), deadline);
        return new DnsAnswer(name, country, client, answer.addresses(), answer.ttl(), answer.detail());
    }

    /** Makes the server say this, and waits until it does so to clients. */
    void set(List<DnsTarget> targets, Deadline deadline) {
        String content = LuaAnswers.render(spec, targets);
        ZoneView before = api.read(deadline);
        if (!before.record().is(content, spec.ttl())) {
            refuseUnlessChangeable(before);
            write(content, before, deadline);
        }
        awaitAnswers(targets, deadline);
    }

    private void refuseUnlessChangeable(ZoneView zone) {
        if (zone.record() instanceof ServiceRecord.Foreign foreign) {
            throw new HoldfastException(
                    ErrorCode.DNS_RECORD_FOREIGN,
                    "%s at %s was not written by Holdfast: %s".formatted(spec.record(), name, foreign.what()));
        }
        if (zone.isCopy()) {
            throw new HoldfastException(
                    ErrorCode.DNS_UNREACHABLE,
                    "zone %s at %s is of kind %s: it is copied from another server, which would undo a change"
                            .formatted(spec.zone(), name, zone.kind()),
                    "name the server that it is copied from",
                    null);
        }
    }

    private void write(String content, ZoneView before, Deadline deadline) {
        RecordChange change = new RecordChange().service(spec, content);
        if (!before.counting()) {
            change.serial(spec, api.top(deadline));
        }
        try {
            api.change(change.json(), deadline);
        } catch (HoldfastException e) {
            // The answer may have got lost on its way, and the change be there.
            if (e.code() == ErrorCode.INTERRUPTED || !shows(content, deadline)) {
                throw e;
            }
        }
        ZoneView after = api.read(deadline);
        if (!after.record().is(content, spec.ttl())) {
            throw new HoldfastException(
                    ErrorCode.NOT_PROVEN,
                    "%s accepted the change of %s, and shows something else after it".formatted(name, spec.record()));
        }
    }

    private boolean shows(String content, Deadline deadline) {
        try {
            return api.read(deadline).record().is(content, spec.ttl());
        } catch (HoldfastException e) {
            return false;
        }
    }

    /** The server may keep an answer for some seconds in its caches. */
    private void awaitAnswers(List<DnsTarget> targets, Deadline deadline) {
        List<String> allowed = targets.stream()
                .filter(target -> target.weight() > 0)
                .map(DnsTarget::address)
                .toList();
        List<Answer> wrong = wrong(allowed, deadline);
        List<Answer> shown = wrong;
        while (!wrong.isEmpty()) {
            if (deadline.isOver()) {
                throw new HoldfastException(
                        ErrorCode.DNS_ANSWER_WRONG,
                        "%s was told to lead clients to %s for %s; they get: %s"
                                .formatted(name, allowed, spec.ttl(), details(shown)));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            wrong = wrong(allowed, deadline);
            // The last look may have had no time for an answer.
            shown = wrong.stream().anyMatch(Answer::isThere) ? wrong : shown;
        }
    }

    private List<Answer> wrong(List<String> allowed, Deadline deadline) {
        List<Optional<String>> clients = Stream.concat(
                        Stream.of(Optional.<String>empty()),
                        spec.clients().values().stream().map(Optional::of))
                .toList();
        return Parallel.each(clients, client -> dns.ask(spec.record(), client, deadline)).stream()
                .filter(answer -> !answer.isThere()
                        || !allowed.containsAll(answer.addresses())
                        || !answer.ttl().equals(spec.ttl()))
                .toList();
    }

    private static String details(List<Answer> answers) {
        return answers.stream().map(Answer::detail).distinct().collect(Collectors.joining("; "));
    }
}
