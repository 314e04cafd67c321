package dev.holdfast.lab.server;

import java.nio.file.Path;
import java.util.List;

/** How processes of the lab that are this program are started: only the program itself knows its own class path. */
public interface ServiceCommand {
    /** For servers that are only looked at. */
    ServiceCommand NONE = new ServiceCommand() {
        @Override
        public List<String> command(String instance, Path configFile) {
            return List.of("false");
        }

        @Override
        public List<String> orchestrator(Path labDirectory, int subnet, String primary) {
            return List.of("false");
        }
    };

    /** The command line of one instance of the service, in the foreground; its output is its log. */
    List<String> command(String instance, Path configFile);

    /**
     * The command line of the stand-in of Kubernetes, likewise.
     *
     * @param subnet that the lab starts at
     * @param primary the name of the database server that has the primary's role when this starts
     */
    List<String> orchestrator(Path labDirectory, int subnet, String primary);
}
