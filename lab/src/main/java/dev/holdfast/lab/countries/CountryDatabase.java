package dev.holdfast.lab.countries;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file that tells the country of an address, with the keys of GeoLite2-Country: {@code country.iso_code},
 * {@code country.names.en} and {@code continent.code}.
 *
 * <p>As in GeoLite2, the tree is one of IPv6 with the IPv4 addresses below {@code ::/96}, and {@code ::ffff:0:0/96} leads to the
 * same.
 */
public final class CountryDatabase {
    private static final BigInteger IPV4 = BigInteger.ZERO;
    private static final BigInteger IPV4_MAPPED = BigInteger.valueOf(0xffff).shiftLeft(32);
    private static final int ABOVE_IPV4 = 96;
    private static final int IP_VERSION = 6;
    /** Where a reader finds the metadata, from the end of the file. */
    private static final byte[] MARKER = "\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);

    private CountryDatabase() {}

    /** The bytes of the file. Of two networks that hold an address, the longer one counts. */
    public static byte[] of(List<CountryNetwork> networks, Instant built) {
        SearchTree tree = new SearchTree();
        DataSection data = new DataSection();
        Map<String, Integer> offsets = new HashMap<>();
        networks.stream()
                .sorted(Comparator.comparingInt(CountryNetwork::prefix))
                .forEach(network -> {
                    int offset = offsets.computeIfAbsent(
                            network.country() + "/" + network.continent(), key -> write(network, data));
                    tree.insert(network.address(), network.prefix(), offset);
                });
        tree.alias(IPV4_MAPPED, IPV4, ABOVE_IPV4);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(tree.bytes());
        file.writeBytes(data.bytes());
        file.writeBytes(MARKER);
        file.writeBytes(metadata(tree, built).bytes());
        return file.toByteArray();
    }

    private static int write(CountryNetwork network, DataSection data) {
        int offset = data.size();
        data.map(2).text("continent").texts(Map.of("code", network.continent()));
        data.text("country").map(2).text("iso_code").text(network.country());
        data.text("names").texts(Map.of("en", network.country()));
        return offset;
    }

    private static DataSection metadata(SearchTree tree, Instant built) {
        return new DataSection()
                .map(9)
                .text("node_count")
                .uint32(tree.size())
                .text("record_size")
                .uint16(tree.recordBits())
                .text("ip_version")
                .uint16(IP_VERSION)
                .text("database_type")
                .text("GeoLite2-Country")
                .text("languages")
                .texts(List.of("en"))
                .text("binary_format_major_version")
                .uint16(2)
                .text("binary_format_minor_version")
                .uint16(0)
                .text("build_epoch")
                .uint64(built.getEpochSecond())
                .text("description")
                .texts(Map.of("en", "The clients of Holdfast's lab"));
    }
}
