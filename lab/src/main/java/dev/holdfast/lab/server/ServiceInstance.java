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
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One instance of the service. It is started by the same script that restarts it, so there is one way to start it. */
public final class ServiceInstance implements PodProgram {
    private final LabContext context;
    private final LabInstance instance;
    private final ServiceCommand command;
    private final ProgramFiles programs;
    private final String primary;

    /**
     * An instance of the plan.
     *
     * @param programs one for all instances that start together
     * @param primary the name of the server that has the primary's role when this starts
     */
    public ServiceInstance(
            LabContext context, LabInstance instance, ServiceCommand command, ProgramFiles programs, String primary) {
        this.context = context;
        this.instance = instance;
        this.command = command;
        this.programs = programs;
        this.primary = primary;
    }

    @Override
    public String name() {
        return instance.name();
    }

    @Override
    public LabRegion region() {
        return instance.region();
    }

    @Override
    public List<HostPort> addresses() {
        return List.of(instance.address(), instance.sockets());
    }

    @Override
    public boolean usual() {
        return instance.usual();
    }

    @Override
    public Path log() {
        return context.directory().instance(instance.name()).resolve("app.log");
    }

    @Override
    public Optional<ProcessEntry> process() {
        return context.daemons().find(name());
    }

    @Override
    public void prepare() {
        Path config = context.directory().instanceConfig(name());
        script().write(programs.reachable(command.command(name(), config)));
    }

    @Override
    public void start() {
        script().run();
    }

    private RestartScript script() {
        return new RestartScript(context, name(), region(), log(), endSignal());
    }

    @Override
    public String endSignal() {
        return "TERM";
    }

    @Override
    public Map<String, String> usualSettings() {
        return Map.of(
                "database.writer",
                Balancer.writer(region()).toString(),
                "database.reader",
                Balancer.reader(region()).toString(),
                "database.primary",
                primary,
                "database.name",
                "orders",
                "database.user",
                "app");
    }

    @Override
    public void configure(Map<String, String> settings) {
        String lines = new TreeMap<>(settings)
                .entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining("\n"));
        context.files()
                .write(
                        context.directory().instanceConfig(name()),
                        """
                # Written by the lab's stand-in of Kubernetes; POST /admin/reload takes changes over.
                instance=%s
                region=%s
                address=%s
                port=%d
                %s
                """.formatted(
                                        name(),
                                        region().name(),
                                        instance.address().host(),
                                        instance.address().port(),
                                        lines),
                        "rw-r--r--");
    }

    @Override
    public boolean answers() {
        return Readiness.at(instance.address());
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(60);
    }
}
