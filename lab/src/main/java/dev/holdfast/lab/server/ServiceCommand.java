package dev.holdfast.lab.server;

import java.nio.file.Path;
import java.util.List;

/** How an instance of the service is started: only the program that holds the service knows its own class path. */
@FunctionalInterface
public interface ServiceCommand {

    /** The command line of one instance, in the foreground; its output is its log. */
    List<String> command(String instance, Path configFile);
}
