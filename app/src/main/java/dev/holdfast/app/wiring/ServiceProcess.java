package dev.holdfast.app.wiring;

import dev.holdfast.lab.server.ServiceCommand;
import java.nio.file.Path;
import java.util.List;

/** How the lab's own processes are started: each as another process of this program. */
public final class ServiceProcess implements ServiceCommand {
    /** The hidden command that becomes the service. */
    public static final String COMMAND = "lab-service";

    /** The hidden command that becomes the stand-in of Kubernetes. */
    public static final String ORCHESTRATOR = "lab-kubernetes";

    @Override
    public List<String> command(String instance, Path configFile) {
        return OwnCommand.of(COMMAND, configFile.toString());
    }

    @Override
    public List<String> orchestrator(Path labDirectory, int subnet, String primary) {
        return OwnCommand.of(ORCHESTRATOR, labDirectory.toString(), Integer.toString(subnet), primary);
    }
}
