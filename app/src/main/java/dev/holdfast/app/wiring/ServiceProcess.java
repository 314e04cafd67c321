package dev.holdfast.app.wiring;

import dev.holdfast.lab.server.ServiceCommand;
import java.nio.file.Path;
import java.util.List;

/** How an instance of the lab's service is started: as another process of this program. */
public final class ServiceProcess implements ServiceCommand {
    /** The hidden command that becomes the service. */
    public static final String COMMAND = "lab-service";

    @Override
    public List<String> command(String instance, Path configFile) {
        return OwnCommand.of(COMMAND, configFile.toString());
    }
}
