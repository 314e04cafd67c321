package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/** The process of the stand-in of Kubernetes. It starts and ends the instances, and can be replaced without touching them. */
public final class KubernetesServer implements LabServer {
    private static final int ANSWER_MILLIS = 1500;
    /** Not one of the lab's regions, but where Holdfast itself is. */
    private static final LabRegion CONTROL = new LabRegion("control", "control", 0);

    private final LabContext context;
    private final ServiceCommand command;
    private final String primary;

    /**
     * The stand-in of a lab.
     *
     * @param primary the name of the database server that has the primary's role when this starts
     */
    public KubernetesServer(LabContext context, ServiceCommand command, String primary) {
        this.context = context;
        this.command = command;
        this.primary = primary;
    }

    @Override
    public String name() {
        return "kubernetes-stand-in";
    }

    @Override
    public LabRegion region() {
        return CONTROL;
    }

    @Override
    public List<HostPort> addresses() {
        return List.of(context.plan().kubernetes());
    }

    @Override
    public Path log() {
        return context.directory().kubernetes().resolve("stand-in.log");
    }

    @Override
    public Optional<ProcessEntry> process() {
        return context.daemons().find(name());
    }

    @Override
    public void start() {
        context.files().directory(context.directory().kubernetes());
        KubernetesAccess.prepare(
                context.directory(), context.files(), context.plan().kubernetes());
        int subnet = context.plan().regions().getFirst().subnet();
        // With the rights of this program, because only root can put what it starts into the control group of a region.
        context.daemons()
                .startAsSelf(name(), command.orchestrator(context.directory().root(), subnet, primary), log());
    }

    @Override
    public boolean answers() {
        if (!Files.isReadable(context.directory().kubeconfig())) {
            return false;
        }
        try {
            URI ready = URI.create("https://%s/readyz".formatted(context.plan().kubernetes()));
            HttpsURLConnection request = (HttpsURLConnection) ready.toURL().openConnection();
            request.setSSLSocketFactory(KubernetesAccess.read(context.directory())
                    .tls()
                    .clientContext()
                    .getSocketFactory());
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

    @Override
    public Duration patience() {
        return Duration.ofSeconds(60);
    }
}
