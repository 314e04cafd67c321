package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabInstance;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.model.topology.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An HAProxy of its own that counts each client's requests, refuses those that are too many, and hands the others on. */
public final class RateLimiter implements PodProgram {
    /** What a client may send: in ten seconds as much as 100 a second. */
    private static final String LIMIT = "limit";

    private static final String USUAL_LIMIT = "1000";

    private final LabContext context;
    private final LabInstance slot;

    public RateLimiter(LabContext context, LabInstance slot) {
        this.context = context;
        this.slot = slot;
    }

    @Override
    public String name() {
        return slot.name();
    }

    @Override
    public LabRegion region() {
        return slot.region();
    }

    @Override
    public List<HostPort> addresses() {
        return List.of(slot.address());
    }

    @Override
    public boolean usual() {
        return slot.usual();
    }

    @Override
    public Path log() {
        return context.directory().instance(name()).resolve("haproxy.log");
    }

    @Override
    public Optional<ProcessEntry> process() {
        return context.daemons().find(name());
    }

    private Path config() {
        return context.directory().instance(name()).resolve("haproxy.cfg");
    }

    @Override
    public void prepare() {
        script().write(List.of("/usr/sbin/haproxy", "-db", "-f", config().toString()));
    }

    @Override
    public void start() {
        script().run();
    }

    private RestartScript script() {
        return new RestartScript(context, name(), region(), log(), endSignal());
    }

    /** Connections that are open may end by themselves. */
    @Override
    public String endSignal() {
        return "USR1";
    }

    @Override
    public Map<String, String> usualSettings() {
        return Map.of(LIMIT, USUAL_LIMIT);
    }

    @Override
    public void configure(Map<String, String> settings) {
        String text = Template.render(
                "rate-limiter.cfg",
                Map.of(
                        "name", name(),
                        "host", slot.address().host(),
                        "limit", settings.getOrDefault(LIMIT, USUAL_LIMIT),
                        "entrance", Balancer.http(region()).toString()));
        context.files().write(config(), text, "rw-r--r--");
    }

    @Override
    public boolean answers() {
        return Readiness.at(slot.address());
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(15);
    }
}
