package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.LabFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was set at a load balancer at run time, and is there again after a reload or a new start.
 *
 * <p>Whoever sets something writes these files; the lab only makes them when there are none. One part is not the files' to say
 * when a load balancer starts: where the database is. Its role is found out from the database servers themselves, because it may
 * have moved while this load balancer was down.
 */
final class KeptState {
    /** The version of the format, and no server: everything is as the configuration says. */
    private static final String NOTHING = "1\n";

    private static final String NOBODY_LEAVES = "leave 0\n";
    private static final Set<String> DATABASE = Set.of(BalancerConfig.WRITERS, BalancerConfig.READERS);

    private final LabFiles files;
    private final Path state;
    private final Path knobs;

    KeptState(LabDirectory directory, LabFiles files, LabRegion region) {
        this.files = files;
        this.state = directory.balancerState(region);
        this.knobs = directory.balancerKnobs(region);
    }

    /** To be called before the load balancer starts, and not before it reloads. */
    void prepareStart() {
        files.write(state, Files.exists(state) ? withoutDatabase(read(state)) : NOTHING, "rw-r--r--");
        if (!Files.exists(knobs)) {
            files.write(knobs, NOBODY_LEAVES, "rw-r--r--");
        }
    }

    /** The second word of a line is the backend of its server. */
    static String withoutDatabase(String states) {
        return states.lines()
                .filter(line -> line.startsWith("#") || !DATABASE.contains(word(line, 1)))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String word(String line, int index) {
        String[] words = line.split(" ", -1);
        return index < words.length ? words[index] : "";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }
}
