package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.LabFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    private static final int BACKEND = 1;
    private static final int CHECK = 10;
    /** Of {@code srv_check_status}: unknown, and initialising. */
    private static final Set<String> NOT_LOOKED_AT = Set.of("0", "1");

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

    /**
     * Says which slots are empty, when nothing was kept yet: after a reload, requests need not find out.
     *
     * @param states as {@code show servers state} shows them in good times
     */
    void seed(String states) {
        if (read(state).equals(NOTHING)) {
            files.write(state, withoutDatabase(states), "rw-r--r--");
        }
    }

    /** Whether the load balancer has looked at every slot since it started. */
    static boolean complete(String states) {
        List<String> statuses = states.lines()
                .filter(line -> word(line, BACKEND).equals("app"))
                .map(line -> word(line, CHECK))
                .toList();
        return !statuses.isEmpty() && statuses.stream().noneMatch(NOT_LOOKED_AT::contains);
    }

    /** The second word of a line is the backend of its server. */
    static String withoutDatabase(String states) {
        return states.lines()
                .filter(line -> line.startsWith("#") || !DATABASE.contains(word(line, BACKEND)))
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
