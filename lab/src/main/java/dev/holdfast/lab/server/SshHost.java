package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ssh server of a region's host. */
public final class SshHost implements LabServer {
    private static final int ANSWER_MILLIS = 1000;

    private final LabContext context;
    private final LabRegion region;

    public SshHost(LabContext context, LabRegion region) {
        this.context = context;
        this.region = region;
    }

    @Override
    public String name() {
        return "sshd-" + region.shortName();
    }

    @Override
    public LabRegion region() {
        return region;
    }

    @Override
    public List<HostPort> addresses() {
        return List.of(SshKeys.address(region));
    }

    @Override
    public Path log() {
        return context.directory().ssh().resolve(name() + ".log");
    }

    @Override
    public Optional<ProcessEntry> process() {
        return context.daemons().find(name());
    }

    @Override
    public void start() {
        LabDirectory directory = context.directory();
        String text = Template.render(
                "sshd_config",
                Map.of(
                        "host", SshKeys.address(region).host(),
                        "port", Integer.toString(SshKeys.address(region).port()),
                        "host_key", SshKeys.hostKey(directory, region).toString(),
                        "authorized_keys", SshKeys.authorizedKeys(directory).toString(),
                        "membership", context.daemons().membership()));
        Path config = context.files().write(directory.ssh().resolve(name() + ".conf"), text, "rw-r--r--");
        context.daemons().start(name(), List.of("/usr/sbin/sshd", "-D", "-e", "-f", config.toString()), log());
    }

    @Override
    public boolean answers() {
        HostPort address = SshKeys.address(region);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII).equals("SSH-");
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(15);
    }
}
