package dev.holdfast.lab.countries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.maxmind.db.Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountryDatabaseTest {
    private static final Instant BUILT = Instant.parse("2026-11-01T00:00:00Z");
    private static final List<CountryNetwork> NETWORKS = List.of(
            new CountryNetwork("127.66.1.0/24", "US", "NA"),
            new CountryNetwork("127.66.5.0/24", "DE", "EU"),
            new CountryNetwork("198.51.100.128/25", "FR", "EU"),
            new CountryNetwork("198.51.0.0/16", "DE", "EU"),
            new CountryNetwork("203.0.113.9/32", "JP", "AS"),
            new CountryNetwork("2001:db8:5::/48", "DE", "EU"));

    @Test
    void aReaderFindsTheCountryOfEachAddress() {
        assertThat(List.of("127.66.1.0", "127.66.1.255"))
                .allMatch(address -> country(address).equals("US"));
        assertThat(country("127.66.5.7")).isEqualTo("DE");
        assertThat(country("203.0.113.9")).isEqualTo("JP");
        assertThat(country("2001:db8:5:1::1")).isEqualTo("DE");
    }

    @Test
    void nothingIsSaidOfOtherAddresses() {
        assertThat(List.of("127.66.0.255", "127.66.2.0", "203.0.113.8", "0.0.0.0", "255.255.255.255", "2001:db8:6::"))
                .allMatch(address -> find(address).isEmpty());
    }

    @Test
    void theLongerNetworkCounts() {
        assertThat(country("198.51.100.127")).isEqualTo("DE");
        assertThat(country("198.51.100.128")).isEqualTo("FR");
        assertThat(country("198.51.101.0")).isEqualTo("DE");
    }

    @Test
    void hasTheShapeOfGeoLite2() throws IOException {
        assertThat(find("127.66.5.7"))
                .contains(Map.of(
                        "continent", Map.of("code", "EU"),
                        "country", Map.of("iso_code", "DE", "names", Map.of("en", "DE"))));
        try (Reader reader = reader()) {
            assertThat(reader.getMetadata().databaseType()).isEqualTo("GeoLite2-Country");
            assertThat(reader.getMetadata().ipVersion()).isEqualTo(6);
            assertThat(reader.getMetadata().buildTime()).isEqualTo(BUILT);
        }
    }

    @Test
    void whatIsNoNetworkIsRefused() {
        for (String text : List.of("127.66.1.0", "example.com/24", "/24")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CountryDatabase.of(List.of(new CountryNetwork(text, "US", "NA")), BUILT));
        }
    }

    private static String country(String address) {
        return find(address)
                .map(found -> (Map<?, ?>) found.get("country"))
                .map(country -> String.valueOf(country.get("iso_code")))
                .orElse("nothing");
    }

    private static Optional<Map<?, ?>> find(String address) {
        try (Reader reader = reader()) {
            return Optional.ofNullable(reader.get(InetAddress.ofLiteral(address), Map.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reader reader() throws IOException {
        return new Reader(new ByteArrayInputStream(CountryDatabase.of(NETWORKS, BUILT)));
    }
}
