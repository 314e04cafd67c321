package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabInstance;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.ControlGroup;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.model.topology.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One instance of the service. It is started by the same script that restarts it, so there is one way to start it. */
public final class ServiceInstance implements LabServer {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    /** Times 50 ms: how long an instance may take to finish what it does before it is killed. */
    private static final int STOP_TRIES = 200;

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

    /** Whether it runs when the lab has come up. */
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
    public void start() {
        LabDirectory directory = context.directory();
        Path config = directory.instanceConfig(name());
        context.files().directory(directory.processes());
        context.files().log(log());
        context.files().write(config, settings(), "rw-r--r--");
        List<String> reachable = programs.reachable(command.command(name(), config));
        context.files().write(directory.restartCommand(name()), restartScript(reachable), "rwxr-xr-x");
        startAgain();
    }

    @Override
    public void startAgain() {
        List<String> restart =
                List.of(context.directory().restartCommand(name()).toString());
        Shell.check(ControlGroup.of(region()).command(context.account().command(restart)), START_LIMIT);
    }

    private String settings() {
        return """
                # Written by `holdfast lab up`; POST /admin/reload takes changes over.
                instance=%s
                region=%s
                address=%s
                port=%d
                database.writer=%s
                database.reader=%s
                database.primary=%s
                database.name=orders
                database.user=app
                """.formatted(
                        name(),
                        region().name(),
                        instance.address().host(),
                        instance.address().port(),
                        Balancer.writer(region()),
                        Balancer.reader(region()),
                        primary);
    }

    private String restartScript(List<String> argv) {
        return Template.render(
                "restart.sh",
                Map.of(
                        "name", name(),
                        "record", Shell.quote(context.daemons().recordOf(name()).toString()),
                        "log", Shell.quote(log().toString()),
                        "tries", Integer.toString(STOP_TRIES),
                        "membership", Shell.quote(context.daemons().membership()),
                        "command", argv.stream().map(Shell::quote).collect(Collectors.joining(" "))));
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
