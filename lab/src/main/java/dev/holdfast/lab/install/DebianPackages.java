package dev.holdfast.lab.install;

import dev.holdfast.lab.process.Account;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The packages of the distribution that the lab needs. Installing them starts nothing: neither Debian's own database cluster,
 * nor its load balancer, nor its DNS server, nor its ssh server.
 */
public final class DebianPackages {
    /** The programs of PostgreSQL. */
    public static final Path POSTGRESQL = Path.of("/usr/lib/postgresql/15/bin");

    /** The tables that PowerDNS wants in a SQLite database. */
    public static final Path POWERDNS_SCHEMA = Path.of("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql");

    private static final Path POWERDNS_MODULES = Path.of(
            "/usr/lib",
            System.getProperty("os.arch").equals("aarch64") ? "aarch64-linux-gnu" : "x86_64-linux-gnu",
            "pdns");
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Path START_POLICY = Path.of("/usr/sbin/policy-rc.d");
    private static final Path CLUSTER_DEFAULTS = Path.of("/etc/postgresql-common/createcluster.conf");
    private static final Map<String, List<String>> NEEDED = new TreeMap<>(Map.of(
            "postgresql-15",
                    List.of("postgres", "initdb", "pg_basebackup", "pg_ctl", "psql").stream()
                            .map(program -> POSTGRESQL.resolve(program).toString())
                            .toList(),
            "haproxy", List.of("/usr/sbin/haproxy"),
            "pdns-server", List.of("/usr/sbin/pdns_server"),
            "pdns-backend-sqlite3",
                    List.of(
                            POWERDNS_SCHEMA.toString(),
                            POWERDNS_MODULES.resolve("libgsqlite3backend.so").toString()),
            "pdns-backend-geoip",
                    List.of(POWERDNS_MODULES.resolve("libgeoipbackend.so").toString()),
            "sqlite3", List.of("/usr/bin/sqlite3"),
            "rsync", List.of("/usr/bin/rsync"),
            "openssh-server", List.of("/usr/sbin/sshd"),
            "openssh-client", List.of("/usr/bin/ssh-keygen"),
            "util-linux", List.of("/usr/bin/setsid", "/usr/bin/setpriv", "/usr/bin/flock")));
    /** Only the faults that drop packets need it. */
    private static final Map<String, List<String>> WANTED =
            Map.of("nftables", List.of("/usr/sbin/nft"), "kubernetes-client", List.of("/usr/bin/kubectl"));

    private DebianPackages() {}

    /** Installs what is missing when this process may, else throws with the one line to run. */
    public static void ensure(Consumer<String> progress) {
        List<String> missing = missing(NEEDED, DebianPackages::present);
        boolean mayInstall = Account.isRoot() && Files.isExecutable(Path.of("/usr/bin/apt-get"));
        if (!missing.isEmpty() && !mayInstall) {
            throw new HoldfastException(ErrorCode.LAB_PACKAGES_MISSING, line(missing));
        }
        List<String> wanted = mayInstall ? missing(WANTED, DebianPackages::present) : List.of();
        if (!missing.isEmpty()) {
            install(Stream.concat(missing.stream(), wanted.stream()).toList(), progress);
            return;
        }
        if (!wanted.isEmpty()) {
            tryInstall(wanted, progress);
        }
    }

    private static void tryInstall(List<String> packages, Consumer<String> progress) {
        try {
            install(packages, progress);
        } catch (HoldfastException e) {
            progress.accept("going on without %s, so some faults are not available: %s"
                    .formatted(String.join(", ", packages), e.attempted()));
        }
    }

    /** A file that is no program counts when it can be read. */
    private static boolean present(String path) {
        return Files.isReadable(Path.of(path));
    }

    /** The packages of which a program is absent. */
    static List<String> missing(Map<String, List<String>> packages, Predicate<String> present) {
        return packages.entrySet().stream()
                .filter(entry -> !entry.getValue().stream().allMatch(present))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** The line that a person can run instead. */
    static String line(List<String> packages) {
        return "apt-get update && apt-get install -y --no-install-recommends " + String.join(" ", packages);
    }

    private static void install(List<String> packages, Consumer<String> progress) {
        boolean ownPolicy = false;
        try {
            progress.accept("installing " + String.join(", ", packages));
            ownPolicy = forbidStarts();
            withoutMainCluster();
            apt(List.of("update", "-q"));
            progress.accept("package lists are up to date, downloading and unpacking " + String.join(", ", packages));
            List<String> install = new ArrayList<>(List.of("install", "-y", "-q", "--no-install-recommends"));
            install.addAll(packages);
            apt(install);
        } catch (IOException e) {
            throw new HoldfastException(
                    ErrorCode.LAB_PACKAGES_MISSING, "preparing to install %s: %s".formatted(packages, e), e);
        } finally {
            if (ownPolicy) {
                allowStarts();
            }
        }
    }

    /** Packages ask this file whether they may start their service; one that an administrator wrote is kept. */
    private static boolean forbidStarts() throws IOException {
        if (Files.exists(START_POLICY)) {
            return false;
        }
        Files.writeString(START_POLICY, "#!/bin/sh\nexit 101\n");
        Files.setPosixFilePermissions(START_POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
        return true;
    }

    private static void allowStarts() {
        try {
            Files.deleteIfExists(START_POLICY);
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.INTERNAL_ERROR, "deleting " + START_POLICY, e);
        }
    }

    private static void withoutMainCluster() throws IOException {
        if (!Files.exists(CLUSTER_DEFAULTS)) {
            Files.createDirectories(Path.of("/etc/postgresql-common"));
            Files.writeString(
                    CLUSTER_DEFAULTS,
                    "# Written when Holdfast installed PostgreSQL, which it runs itself.\ncreate_main_cluster = false\n");
        }
    }

    private static void apt(List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of("env", "DEBIAN_FRONTEND=noninteractive", "UCF_FORCE_CONFFOLD=1", "apt-get"));
        command.addAll(arguments);
        Shell.Result result = Shell.run(command, LIMIT);
        if (!result.succeeded()) {
            throw new HoldfastException(
                    ErrorCode.LAB_PACKAGES_MISSING,
                    "`%s` ended with %d:%n%s"
                            .formatted(String.join(" ", command), result.exitCode(), lastLines(result.output())));
        }
    }

    private static String lastLines(String output) {
        List<String> lines = output.strip().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }
}
