package dev.holdfast.operations.region;

import dev.holdfast.model.dns.DnsAnswer;
import dev.holdfast.model.topology.DnsSpec;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What clients of every country get from every DNS server. Pure. */
record Answers(DnsSpec spec, List<DnsAnswer> all) {
    Answers {
        all = List.copyOf(all);
    }

    private static boolean isAnswered(DnsAnswer answer) {
        return !answer.addresses().isEmpty();
    }

    /** The servers that answered anybody. */
    List<String> servers() {
        return all.stream()
                .filter(Answers::isAnswered)
                .map(DnsAnswer::server)
                .distinct()
                .toList();
    }

    /** Answers that lead to one of these regions: a sentence each. */
    List<String> leadingTo(Collection<String> regions) {
        return all.stream()
                .flatMap(answer -> answer.addresses().stream()
                        .flatMap(address -> region(address).stream())
                        .filter(regions::contains)
                        .map(region ->
                                "%s leads a client in %s to %s".formatted(answer.server(), answer.country(), region)))
                .toList();
    }

    /** Clients that get no answer, or an address that belongs to no region, from a server that answers others: a sentence each. */
    List<String> wrong() {
        List<String> answering = servers();
        return all.stream()
                .filter(answer -> answering.contains(answer.server()))
                .filter(answer -> !isAnswered(answer)
                        || !answer.addresses().stream()
                                .allMatch(address -> region(address).isPresent()))
                .map(answer -> "%s tells a client in %s %s"
                        .formatted(
                                answer.server(),
                                answer.country(),
                                isAnswered(answer) ? answer.addresses() : answer.detail()))
                .toList();
    }

    private Optional<String> region(String address) {
        return spec.answers().stream()
                .filter(answer -> answer.address().equals(address))
                .map(DnsSpec.Answer::region)
                .findFirst();
    }

    /** Where clients are led, for people. */
    String text() {
        return servers().stream().map(server -> server + ": " + text(server)).collect(Collectors.joining("; "));
    }

    private String text(String server) {
        return all.stream()
                .filter(answer -> answer.server().equals(server))
                .map(answer -> answer.country() + " to "
                        + answer.addresses().stream()
                                .map(address -> region(address).orElse(address))
                                .distinct()
                                .collect(Collectors.joining("+")))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
