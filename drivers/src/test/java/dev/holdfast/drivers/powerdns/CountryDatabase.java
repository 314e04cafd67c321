package dev.holdfast.drivers.powerdns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A country database of GeoLite2's shape that says where the networks 127.66.x.0/24 are. */
final class CountryDatabase {
    private static final int PREFIX = 24;
    private static final int SEPARATOR = 16;
    private static final int EMPTY = 0;

    /** Each node is a pair: another node, minus the index of a country less one, or nothing. */
    private final List<int[]> nodes = new ArrayList<>(List.of(new int[2]));

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final List<Integer> offsets = new ArrayList<>();

    private CountryDatabase() {}

    /** Writes it: the number of the network, and the country in it. */
    static Path write(Path file, Map<Integer, String> countries) throws IOException {
        CountryDatabase database = new CountryDatabase();
        countries.forEach((network, country) -> database.add(0x7f420000 | network << 8, country));
        Files.write(file, database.bytes());
        return file;
    }

    private void add(int address, String country) {
        offsets.add(data.size());
        data.writeBytes(map(Map.of("country", map(Map.of("iso_code", text(country))))));
        int node = 0;
        for (int bit = 0; bit < PREFIX; bit++) {
            int side = address >>> (31 - bit) & 1;
            if (bit == PREFIX - 1) {
                nodes.get(node)[side] = -offsets.size();
            } else if (nodes.get(node)[side] == EMPTY) {
                nodes.add(new int[2]);
                nodes.get(node)[side] = nodes.size() - 1;
            }
            node = nodes.get(node)[side];
        }
    }

    private byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int[] node : nodes) {
            out.writeInt(target(node[0]));
            out.writeInt(target(node[1]));
        }
        out.write(new byte[SEPARATOR]);
        data.writeTo(out);
        out.write(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
        out.write("MaxMind.com".getBytes(UTF_8));
        out.write(map(Map.of(
                "node_count", number(6, nodes.size()),
                "record_size", number(5, 32),
                "ip_version", number(5, 4),
                "database_type", text("GeoLite2-Country"),
                "languages", new byte[] {0, 4},
                "description", map(Map.of()),
                "build_epoch", new byte[] {1, 2, 1},
                "binary_format_major_version", number(5, 2),
                "binary_format_minor_version", number(5, 0))));
        return bytes.toByteArray();
    }

    private int target(int entry) {
        if (entry == EMPTY) {
            return nodes.size();
        }
        return entry > 0 ? entry : nodes.size() + SEPARATOR + offsets.get(-entry - 1);
    }

    private static byte[] text(String text) {
        return field(2, text.getBytes(UTF_8));
    }

    private static byte[] number(int type, int number) {
        return field(type, new byte[] {(byte) (number >> 8), (byte) number});
    }

    private static byte[] field(int type, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(type << 5 | Math.min(content.length, 29));
        if (content.length >= 29) {
            out.write(content.length - 29);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] map(Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(7 << 5 | entries.size());
        entries.forEach((key, value) -> {
            out.writeBytes(text(key));
            out.writeBytes(value);
        });
        return out.toByteArray();
    }
}
