package dev.holdfast.lab.server;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.fault.Faults;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabInstance;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.Account;
import dev.holdfast.lab.process.Daemons;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The load balancers and DNS servers of a lab, with an instance in each usual slot that only says where it is. */
final class NetworkUnderTest implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Lab lab;
    private final LabContext context;
    private final Bringing bringing = new Bringing(progress -> {});
    private final List<HttpServer> instances = new ArrayList<>();
    private final List<Balancer> balancers;
    private final List<DnsServer> dnsServers;

    NetworkUnderTest(int subnet) {
        LabDirectory directory = new LabDirectory(Path.of("/var/tmp/holdfast-network-%d-%d"
                .formatted(subnet, ProcessHandle.current().pid())));
        lab = new Lab(directory, LabPlan.startingAt(subnet));
        context = LabContext.of(lab.plan(), directory, Account.forServers());
        context.files().prepare();
        context.files().directory(directory.processes());
        balancers = lab.plan().regions().stream()
                .map(region -> new Balancer(context, region, "primary"))
                .toList();
        dnsServers = lab.plan().dnsServers().stream()
                .map(server -> new DnsServer(context, server))
                .toList();
        startOrNothing();
    }

    private void startOrNothing() {
        try {
            start();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void start() {
        lab.plan().usualInstances().forEach(this::start);
        balancers.forEach(bringing::up);
        DnsServer.prepareCountries(context);
        dnsServers.forEach(bringing::up);
        balancers.forEach(Balancer::awaitService);
        dnsServers.forEach(DnsServer::awaitService);
    }

    private void start(LabInstance instance) {
        List.of(instance.address(), instance.sockets()).forEach(address -> instances.add(serve(instance, address)));
    }

    private static HttpServer serve(LabInstance instance, HostPort address) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(address.host(), address.port()), 0);
            byte[] answer = "%s:%d".formatted(instance.name(), address.port()).getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("serving at " + address, e);
        }
    }

    LabPlan plan() {
        return lab.plan();
    }

    LabContext context() {
        return context;
    }

    Faults faults() {
        return lab.faults();
    }

    LabRegion region(int index) {
        return plan().regions().get(index);
    }

    Balancer balancer(int index) {
        return balancers.get(index);
    }

    List<DnsServer> dnsServers() {
        return dnsServers;
    }

    void stop(LabServer server) {
        Daemons.end(server.process().stream().toList(), "TERM", GRACE);
    }

    /** As the lab does, with the database's role where it is then. */
    void startWithPrimary(int balancer, String primary) {
        bringing.up(new Balancer(context, region(balancer), primary));
    }

    /** Runs commands of HAProxy's Runtime API. */
    String ask(int balancer, String commands) {
        HostPort control = Balancer.control(region(balancer));
        try (Socket socket = new Socket(control.host(), control.port())) {
            socket.getOutputStream().write((commands + "\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends everything, and proves that nothing is left. */
    @Override
    public void close() {
        instances.forEach(instance -> instance.stop(0));
        lab.delete(progress -> {});
    }
}
