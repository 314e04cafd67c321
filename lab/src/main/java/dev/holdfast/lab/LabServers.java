package dev.holdfast.lab;

import dev.holdfast.lab.kubernetes.LabWorkloads;
import dev.holdfast.lab.server.Balancer;
import dev.holdfast.lab.server.DnsServer;
import dev.holdfast.lab.server.KubernetesServer;
import dev.holdfast.lab.server.LabContext;
import dev.holdfast.lab.server.LabServer;
import dev.holdfast.lab.server.PodProgram;
import dev.holdfast.lab.server.RegionalDatabase;
import dev.holdfast.lab.server.ServiceCommand;
import dev.holdfast.lab.server.SshHost;
import java.util.List;
import java.util.stream.Stream;

/** The servers of a lab, except those of the database. */
final class LabServers {
    private LabServers() {}

    static List<LabServer> hosts(LabContext context) {
        return context.plan().regions().stream()
                .<LabServer>map(region -> new SshHost(context, region))
                .toList();
    }

    /**
     * @param primary the name of the database server that they lead to when they start
     */
    static List<Balancer> balancers(LabContext context, String primary) {
        return context.plan().regions().stream()
                .map(region -> new Balancer(context, region, primary))
                .toList();
    }

    /** Whatever can run in a pod, in every slot; to look at. */
    static List<PodProgram> pods(LabContext context) {
        return LabWorkloads.toLookAt(context).programs();
    }

    /** To look at. */
    static KubernetesServer kubernetes(LabContext context) {
        return new KubernetesServer(context, ServiceCommand.NONE, "");
    }

    static List<DnsServer> dnsServers(LabContext context) {
        return context.plan().dnsServers().stream()
                .map(server -> new DnsServer(context, server))
                .toList();
    }

    static List<RegionalDatabase> regionalDatabases(LabContext context) {
        return context.plan().regions().stream()
                .map(region -> new RegionalDatabase(context, region))
                .toList();
    }

    /** To look at. */
    static List<LabServer> all(LabContext context) {
        return all(context, "");
    }

    /**
     * To look at, or to start again.
     *
     * @param primary the name of the database server that load balancers lead to when they start
     */
    static List<LabServer> all(LabContext context, String primary) {
        return Stream.<List<? extends LabServer>>of(
                        balancers(context, primary),
                        hosts(context),
                        dnsServers(context),
                        regionalDatabases(context),
                        List.of(kubernetes(context)),
                        pods(context))
                .<LabServer>flatMap(List::stream)
                .toList();
    }
}
