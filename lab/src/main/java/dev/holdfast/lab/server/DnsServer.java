package dev.holdfast.lab.server;

import dev.holdfast.lab.countries.CountryDatabase;
import dev.holdfast.lab.countries.CountryNetwork;
import dev.holdfast.lab.plan.LabCountry;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabDnsServer;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PowerDNS: leads clients of the service to a region, by their country, by weights, and by what answers. */
public final class DnsServer implements LabServer {
    private static final int ANSWER_MILLIS = 1000;
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final LabContext context;
    private final LabDnsServer server;
    private boolean zoneIsNew;

    public DnsServer(LabContext context, LabDnsServer server) {
        this.context = context;
        this.server = server;
    }

    /** Writes the country database, which all servers share; to be called before any starts. */
    public static void prepareCountries(LabContext context) {
        Path file = context.directory().countries();
        if (!Files.exists(file)) {
            List<CountryNetwork> networks = context.plan().countries().stream()
                    .map(country -> new CountryNetwork(country.network(), country.code(), country.continent()))
                    .toList();
            context.files().write(file, CountryDatabase.of(networks, Instant.now()), "rw-r--r--");
        }
    }

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public LabRegion region() {
        return server.region();
    }

    @Override
    public List<HostPort> addresses() {
        return List.of(server.address(), server.api());
    }

    @Override
    public Path log() {
        return context.directory().dnsServer(name()).resolve("pdns.log");
    }

    @Override
    public Optional<ProcessEntry> process() {
        return context.daemons().find(name());
    }

    @Override
    public void start() {
        LabDirectory directory = context.directory();
        Path home = context.files().directory(directory.dnsServer(name()));
        prepareKey(directory.dnsKey(name()));
        Path database = DnsZoneData.file(directory, server);
        zoneIsNew = new DnsZoneData(context, server, log()).prepare(database);
        context.files().write(home.resolve("pdns.conf"), config(home, database), "rw-------");
        context.daemons().start(name(), List.of("/usr/sbin/pdns_server", "--config-dir=" + home), log());
    }

    /** Made once, and kept: whoever controls the server has it. */
    private void prepareKey(Path file) {
        if (!Files.exists(file)) {
            byte[] key = new byte[KEY_BYTES];
            RANDOM.nextBytes(key);
            context.files().write(file, HexFormat.of().formatHex(key) + "\n", "rw-------");
        }
    }

    private String config(Path home, Path database) {
        return Template.render(
                "pdns.conf",
                Map.of(
                        "name", name(),
                        "host", server.address().host(),
                        "port", Integer.toString(server.address().port()),
                        "api_port", Integer.toString(server.api().port()),
                        "key", key(),
                        "database", database.toString(),
                        // Relative to where the servers of the lab run, because the name of a socket must be short.
                        "sockets", context.directory().root().relativize(home).toString(),
                        "countries", context.directory().countries().toString()));
    }

    private String key() {
        try {
            return Files.readString(context.directory().dnsKey(name())).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the key of " + name(), e);
        }
    }

    @Override
    public boolean answers() {
        return !answersTo(context.plan().countries().getFirst()).isEmpty() && apiAnswers();
    }

    private List<String> answersTo(LabCountry country) {
        return NameLookup.addresses(server.address(), context.plan().serviceName(), country.client());
    }

    private boolean apiAnswers() {
        try {
            URI self = URI.create("http://%s/api/v1/servers/localhost".formatted(server.api()));
            HttpURLConnection request = (HttpURLConnection) self.toURL().openConnection();
            request.setRequestProperty("X-API-Key", key());
            request.setConnectTimeout(ANSWER_MILLIS);
            request.setReadTimeout(ANSWER_MILLIS);
            try {
                return request.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                request.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }

    /**
     * Waits until clients are led to where the service is: at first to the region of their country, and later to wherever the
     * zone says by then.
     */
    public void awaitService() {
        if (!Poll.until(patience(), () -> context.plan().countries().stream().allMatch(this::leads))) {
            throw Bringing.failed(name(), "does not lead every client to the region of its country", log());
        }
    }

    private boolean leads(LabCountry country) {
        List<String> answers = answersTo(country);
        return zoneIsNew ? answers.equals(List.of(country.home().balancer())) : !answers.isEmpty();
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(15);
    }
}
