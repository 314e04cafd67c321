package dev.holdfast.lab.fault;

import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.process.Account;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Drops packets between addresses of the lab, in a table of nftables that is the lab's own. */
final class PacketFilter {
    private static final String NFT = "/usr/sbin/nft";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** The bit of CAP_NET_ADMIN. */
    private static final int NET_ADMIN = 12;

    private final String table;
    private final Account account;

    PacketFilter(LabPlan plan, Account account) {
        this.table = "holdfast_lab_" + plan.subnet().replace('.', '_');
        this.account = account;
    }

    /** Throws when this process may not drop packets. */
    void requirePermission(String sentence) {
        if (!isInstalled()) {
            throw new HoldfastException(
                    ErrorCode.FAULT_NOT_PERMITTED,
                    "'%s' needs nft to drop packets".formatted(sentence),
                    "as root, run: apt-get install -y nftables",
                    null);
        }
        if (!isPermitted()) {
            throw new HoldfastException(
                    ErrorCode.FAULT_NOT_PERMITTED, "'%s' drops packets, which needs CAP_NET_ADMIN".formatted(sentence));
        }
    }

    /** Whether this process can drop packets. */
    static boolean mayFilter() {
        return isInstalled() && isPermitted();
    }

    private static boolean isInstalled() {
        return Files.isExecutable(Path.of(NFT));
    }

    private static boolean isPermitted() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("CapEff:"))
                    .map(line -> Long.parseUnsignedLong(
                            line.substring("CapEff:".length()).trim(), 16))
                    .anyMatch(capabilities -> (capabilities >> NET_ADMIN & 1) == 1);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Makes the table; it changes nothing while its sets are empty. Repeatable. */
    void prepare() {
        if (!exists()) {
            Shell.check(List.of(NFT, rules()), LIMIT);
        }
    }

    /**
     * The sets decide: {@code dead} addresses exchange no packet with anybody, the addresses of a {@code cut} pair none with
     * each other. Standbys and Holdfast both connect from 127.0.0.1, so {@code uncontrolled} addresses are cut from everybody
     * there except the account of the servers.
     */
    private String rules() {
        return """
                table inet %1$s {
                  set dead { type ipv4_addr; }
                  set cut { type ipv4_addr . ipv4_addr; }
                  set uncontrolled { type ipv4_addr; }
                  chain input {
                    type filter hook input priority -10; policy accept;
                    ip saddr @dead drop
                    ip daddr @dead drop
                    ip saddr . ip daddr @cut drop
                    ip daddr . ip saddr @cut drop
                  }
                  chain output {
                    type filter hook output priority -10; policy accept;
                    ip saddr @dead drop
                    ip daddr @dead drop
                    ip saddr . ip daddr @cut drop
                    ip daddr . ip saddr @cut drop
                    ip saddr 127.0.0.1 ip daddr @uncontrolled meta skuid != %2$d drop
                  }
                }
                """.formatted(table, account.uid());
    }

    /** The shell command that puts these elements into a set. */
    String add(String set, String elements) {
        return command("add", set, elements);
    }

    /** The shell command that takes these elements out of a set. */
    String delete(String set, String elements) {
        return command("delete", set, elements);
    }

    private String command(String verb, String set, String elements) {
        return "%s %s element inet %s %s '{ %s }'".formatted(NFT, verb, table, set, elements);
    }

    /** The name of a table for one fault alone. */
    String tableFor(String sentence) {
        return "%s_%s".formatted(table, sentence.replaceAll("[^a-z0-9]+", "_"));
    }

    /** Makes a table of its own with these chains; one that was left behind is replaced. */
    static void install(String table, String chains) {
        Shell.check(
                List.of(
                        NFT,
                        "add table inet %1$s%ndelete table inet %1$s%ntable inet %1$s {%n%2$s}%n"
                                .formatted(table, chains)),
                LIMIT);
    }

    /** The shell command that takes a table away; one that is gone is no failure. */
    static String drop(String table) {
        return "%s delete table inet %s 2>/dev/null || true".formatted(NFT, table);
    }

    /** Takes the lab's tables away with all that is in them. Repeatable. */
    void remove() {
        if (!mayFilter()) {
            return;
        }
        Shell.check(List.of(NFT, "list tables inet"), LIMIT)
                .lines()
                .map(line -> line.replaceFirst("^table inet ", "").strip())
                .filter(name -> name.equals(table) || name.startsWith(table + "_"))
                .forEach(name -> Shell.check(List.of(NFT, "delete table inet " + name), LIMIT));
    }

    private boolean exists() {
        return Shell.run(List.of(NFT, "list table inet " + table), LIMIT).succeeded();
    }
}
