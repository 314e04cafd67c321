package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabCountry;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabDnsServer;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.plan.LabRegion;
import java.util.stream.Collectors;

/** The part of the lab's topology that says under which name clients find the service. */
final class TopologyDns {
    private TopologyDns() {}

    static String render(LabPlan plan, LabDirectory directory) {
        return """
                dns:
                  service:
                    driver: powerdns
                    zone: %s
                    record: %s
                    ttl: %ds
                    deployment: %s
                    countries: "%s"
                    servers:
                %s
                    answers:
                %s
                    clients: { %s }
                """.formatted(
                plan.zone(),
                plan.serviceName(),
                ServiceRecord.TTL,
                plan.deployment(),
                directory.countries(),
                plan.dnsServers().stream()
                        .map(server -> server(server, directory))
                        .collect(Collectors.joining("\n")),
                plan.regions().stream().map(region -> answer(plan, region)).collect(Collectors.joining("\n")),
                plan.countries().stream()
                        .map(country -> "%s: %s".formatted(country.code(), country.client()))
                        .collect(Collectors.joining(", ")));
    }

    private static String server(LabDnsServer server, LabDirectory directory) {
        return "      %s: { region: %s, address: \"%s\", api: \"http://%s\", secret: \"file:%s\" }"
                .formatted(
                        server.name(),
                        server.region().name(),
                        server.address(),
                        server.api(),
                        directory.dnsKey(server.name()));
    }

    private static String answer(LabPlan plan, LabRegion region) {
        return "      %s: { address: %s, weight: %d, countries: [%s] }"
                .formatted(
                        region.name(),
                        region.balancer(),
                        ServiceRecord.WEIGHT,
                        plan.countriesOf(region).stream().map(LabCountry::code).collect(Collectors.joining(", ")));
    }
}
