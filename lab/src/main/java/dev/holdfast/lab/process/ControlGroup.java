package dev.holdfast.lab.process;

import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The control group of a region: it tells the processes of the region from all others, and with them the connections that they
 * open without an address of their own. What a member starts is a member. Needs root and control groups of version 2; without
 * them the lab works, and the faults that need them are refused.
 */
public final class ControlGroup {
    /** How deep below the root of the hierarchy it is. */
    public static final int LEVEL = 2;

    private static final Path MOUNTS = Path.of("/proc/mounts");
    private static final Path ALL = Path.of("/sys/fs/cgroup");
    private static final String FAMILY = "holdfast-lab";

    private final Optional<Path> place;

    private ControlGroup(Optional<Path> place) {
        this.place = place;
    }

    /** That of a region, whether it is there or not. */
    public static ControlGroup of(LabRegion region) {
        return new ControlGroup(hierarchy().map(root -> root.resolve(FAMILY).resolve(region.subnetPrefix())));
    }

    /** Where version 2 is, for those who may change it. */
    private static Optional<Path> hierarchy() {
        if (!Account.isRoot()) {
            return Optional.empty();
        }
        try {
            return Files.readAllLines(MOUNTS).stream()
                    .map(line -> List.of(line.split(" ")))
                    .filter(fields -> fields.size() > 2 && fields.get(2).equals("cgroup2"))
                    .map(fields -> Path.of(fields.get(1)))
                    .filter(path -> path.startsWith(ALL) && Files.isWritable(path.resolve("cgroup.procs")))
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether this process can make control groups. */
    public static boolean isSupported() {
        return hierarchy().isPresent();
    }

    /** The command line that runs this command as a member from its first moment on; must be run with the rights of root. */
    public List<String> command(List<String> command) {
        if (place.isEmpty()) {
            return command;
        }
        prepare();
        List<String> all = new ArrayList<>(List.of(
                "sh",
                "-c",
                "echo $$ >%s && exec \"$@\"".formatted(Shell.quote(members().toString())),
                "sh"));
        all.addAll(command);
        return List.copyOf(all);
    }

    /** Takes processes in, and all that came from them; those that are gone by then are no failure. */
    public void adopt(List<ProcessEntry> processes) {
        if (place.isEmpty()) {
            return;
        }
        prepare();
        for (ProcessEntry process : ProcessTable.withDescendants(processes)) {
            try {
                Files.writeString(members(), Long.toString(process.pid()));
            } catch (IOException gone) {
                // It ended.
            }
        }
    }

    /** Its members that have not ended. */
    public List<ProcessEntry> processes() {
        if (place.isEmpty() || !Files.exists(members())) {
            return List.of();
        }
        try {
            return Files.readAllLines(members()).stream()
                    .flatMap(line -> ProcessEntry.read(Long.parseLong(line)).stream())
                    .filter(process -> !process.ended())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + members(), e);
        }
    }

    /** The shell command that pauses every member at once, or lets them go on. */
    public String freeze(boolean frozen) {
        return "echo %d >%s"
                .formatted(
                        frozen ? 1 : 0,
                        Shell.quote(required().resolve("cgroup.freeze").toString()));
    }

    /** Its name for the packet filter. */
    public String filterPath() {
        return ALL.relativize(required()).toString();
    }

    private Path required() {
        return place.orElseThrow(
                () -> new HoldfastException(
                        ErrorCode.FAULT_NOT_PERMITTED,
                        "the processes of a region are told from others by their control group, which needs root and version 2"));
    }

    private Path members() {
        return required().resolve("cgroup.procs");
    }

    private void prepare() {
        try {
            Files.createDirectories(required());
        } catch (IOException e) {
            throw new UncheckedIOException("making " + required(), e);
        }
    }

    /** Takes it away; one that still has members stays. Repeatable. */
    public void remove() {
        place.ifPresent(path -> {
            remove(path);
            Optional.ofNullable(path.getParent()).ifPresent(ControlGroup::remove);
        });
    }

    private static void remove(Path group) {
        try {
            Files.delete(group);
        } catch (IOException usedOrAbsent) {
            // Somebody is still in it, or another lab has a group in it, or it was never made.
        }
    }
}
