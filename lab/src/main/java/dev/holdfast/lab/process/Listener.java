package dev.holdfast.lab.process;

import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A TCP port that some process listens on, as {@code /proc/net} shows it. */
public record Listener(HostPort address, long inode) {
    private static final String EVERY_IPV4 = "0.0.0.0";
    private static final String LISTENING = "0A";
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

    /** Every port of this machine that somebody listens on. */
    public static List<Listener> all() {
        List<Listener> listeners = new ArrayList<>(read(Path.of("/proc/net/tcp")));
        listeners.addAll(read(Path.of("/proc/net/tcp6")));
        return listeners;
    }

    /** Whether a second socket could not be bound to this address. */
    public boolean occupies(HostPort wanted) {
        return address.port() == wanted.port()
                && (address.host().equals(wanted.host()) || address.host().equals(EVERY_IPV4));
    }

    private static List<Listener> read(Path table) {
        try {
            return Files.readAllLines(table).stream()
                    .skip(1)
                    .map(Listener::parse)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException absent) {
            return List.of();
        }
    }

    /** Reads one line of the kernel's table; empty unless it is a listening socket that takes IPv4 connections. */
    static Optional<Listener> parse(String line) {
        List<String> fields = List.of(line.trim().split("\\s+"));
        if (fields.size() < 10 || !fields.get(3).equals(LISTENING)) {
            return Optional.empty();
        }
        int colon = fields.get(1).indexOf(':');
        int port = Integer.parseInt(fields.get(1), colon + 1, fields.get(1).length(), 16);
        return host(fields.get(1).substring(0, colon))
                .map(host -> new Listener(new HostPort(host, port), Long.parseLong(fields.get(9))));
    }

    /** The kernel prints each group of four bytes in the order of this machine, which is little-endian. */
    private static Optional<String> host(String hex) {
        if (hex.length() == 8) {
            return Optional.of(ipv4(hex));
        }
        if (hex.matches("0{32}")) {
            return Optional.of(EVERY_IPV4);
        }
        return hex.startsWith("0000000000000000FFFF0000") ? Optional.of(ipv4(hex.substring(24))) : Optional.empty();
    }

    private static String ipv4(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return String.join(
                ".",
                IntStream.of(3, 2, 1, 0)
                        .mapToObj(i -> Integer.toString(bytes[i] & 0xff))
                        .toList());
    }

    /** The process that holds this socket; empty when it is another user's and may not be looked at. */
    public Optional<ProcessEntry> owner() {
        return ProcessTable.all().stream()
                .filter(entry -> sockets(entry.pid()).contains(inode))
                .findFirst();
    }

    /** The sockets that a process holds; none when it may not be looked at. */
    public static Set<Long> sockets(long pid) {
        Set<Long> sockets = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : descriptors) {
                Matcher matcher = SOCKET.matcher(target(descriptor).toString());
                if (matcher.matches()) {
                    sockets.add(Long.parseLong(matcher.group(1)));
                }
            }
            return sockets;
        } catch (IOException unreadable) {
            return Set.of();
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException closed) {
            return descriptor;
        }
    }
}
