package dev.holdfast.lab.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The one directory that holds everything of a lab. It can be deleted when the lab is down. */
public record LabDirectory(Path root) {
    private static final Path FOR_ROOT = Path.of("/var/tmp/holdfast/lab");

    public LabDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * The directory to use: the one that was asked for, else the usual one. For root that is a place which the account of the
     * servers can reach, because they do not run as root.
     */
    public static LabDirectory choose(Optional<Path> asked) {
        if (asked.isPresent()) {
            return new LabDirectory(asked.get());
        }
        if ("root".equals(System.getProperty("user.name"))) {
            return new LabDirectory(FOR_ROOT);
        }
        return new LabDirectory(Path.of(System.getProperty("user.home"), ".local", "state", "holdfast", "lab"));
    }

    /** Present in a directory that the lab made, so that no other directory is ever deleted. */
    public Path marker() {
        return root.resolve(".holdfast-lab");
    }

    public boolean exists() {
        return Files.exists(marker());
    }

    /** The topology of this lab, written by {@code up}. */
    public Path topology() {
        return root.resolve("topology.yaml");
    }

    public Path ssh() {
        return root.resolve("ssh");
    }

    /** Configuration, log and data of one database server. */
    public Path node(String name) {
        return root.resolve("pg").resolve(name);
    }

    public Path dataDirectory(String node) {
        return node(node).resolve("data");
    }

    public Path configFile(String node) {
        return node(node).resolve("postgresql.conf");
    }

    public Path nodeLog(String node) {
        return node(node).resolve("postgresql.log");
    }

    public Path balancers() {
        return root.resolve("haproxy");
    }

    /** What is set at a load balancer at run time, in the form of {@code show servers state}; kept there by whoever sets it. */
    public Path balancerState(LabRegion region) {
        return balancers().resolve(region.shortName() + ".state");
    }

    /** What a load balancer asks of clients: a line {@code leave 0}, or {@code leave 1} for them to connect anew. */
    public Path balancerKnobs(LabRegion region) {
        return balancers().resolve(region.shortName() + ".knobs");
    }

    public Path dns() {
        return root.resolve("dns");
    }

    /** Configuration, data, key and log of one DNS server. */
    public Path dnsServer(String name) {
        return dns().resolve(name);
    }

    /** The key of a DNS server's API; only its owner may read it. */
    public Path dnsKey(String name) {
        return dnsServer(name).resolve("api.key");
    }

    /** The country database of the lab's clients. */
    public Path countries() {
        return dns().resolve("countries.mmdb");
    }

    /** What the regions have of their own, and copies of what others have. */
    public Path regional() {
        return root.resolve("regional");
    }

    public Path regional(LabRegion region) {
        return regional().resolve(region.shortName());
    }

    /** Configuration, restart command and log of one instance of the service. */
    public Path instance(String name) {
        return root.resolve("app").resolve(name);
    }

    public Path instanceConfig(String name) {
        return instance(name).resolve("app.properties");
    }

    public Path restartCommand(String name) {
        return instance(name).resolve("restart");
    }

    /** Objects, log and access of the stand-in of Kubernetes. */
    public Path kubernetes() {
        return root.resolve("kubernetes");
    }

    /** How clients such as {@code kubectl} find the stand-in of Kubernetes. */
    public Path kubeconfig() {
        return kubernetes().resolve("kubeconfig");
    }

    /** Which process is which server. */
    public Path processes() {
        return root.resolve("run");
    }

    /** The faults that have not ended. */
    public Path faults() {
        return root.resolve("faults");
    }

    /** Present while a region is lost to a crash: nobody starts anything there. It names the servers that ran there. */
    public Path lostRegion(String region) {
        return faults().resolve("region-%s.down".formatted(region));
    }

    /** Copies of programs that the account of the servers can't read where they are. */
    public Path programs() {
        return root.resolve("lib");
    }
}
