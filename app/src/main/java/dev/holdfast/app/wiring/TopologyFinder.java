package dev.holdfast.app.wiring;

import dev.holdfast.engine.topology.TopologyParser;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.process.Account;
import dev.holdfast.lab.server.LabContext;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the topology: the file that was named, else that of the directory, else the lab's. */
final class TopologyFinder {
    private static final String FILE_NAME = "topology.yaml";

    private final Surroundings surroundings;
    private final Optional<String> named;

    TopologyFinder(Surroundings surroundings, Optional<String> named) {
        this.surroundings = surroundings;
        this.named = named.or(() -> surroundings.variable("HOLDFAST_TOPOLOGY"));
    }

    Path find() {
        if (named.isPresent()) {
            return namedFile(surroundings.resolve(named.get()));
        }
        Path here = surroundings.resolve(FILE_NAME);
        if (Files.isRegularFile(here)) {
            return here;
        }
        Path lab = surroundings.labDirectory().topology();
        if (Files.isRegularFile(lab)) {
            return lab;
        }
        throw new HoldfastException(
                ErrorCode.TOPOLOGY_MISSING,
                "looked for --topology, HOLDFAST_TOPOLOGY, %s and, of a lab that was started, %s".formatted(here, lab));
    }

    /** Servers of a lab that is down do not answer, which must not be taken for a disaster. */
    void requireRunningLab() {
        LabDirectory lab = surroundings.labDirectory();
        if (find().equals(lab.topology()) && !runs(lab)) {
            throw new HoldfastException(
                    ErrorCode.LAB_DOWN,
                    "the topology %s is that of the lab, of which no process runs".formatted(find()));
        }
    }

    private static boolean runs(LabDirectory lab) {
        LabContext context = LabContext.of(LabPlan.standard(), lab, Account.forServers());
        List<Path> dataDirectories = context.plan().nodes().stream()
                .map(node -> lab.dataDirectory(node.name()))
                .toList();
        return !context.daemons().members(dataDirectories).isEmpty();
    }

    private static Path namedFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new HoldfastException(ErrorCode.TOPOLOGY_MISSING, "there is no file %s".formatted(file));
        }
        return file;
    }

    static Topology read(Path file) {
        try {
            return TopologyParser.parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.TOPOLOGY_MISSING, "reading %s: %s".formatted(file, e), e);
        }
    }
}
