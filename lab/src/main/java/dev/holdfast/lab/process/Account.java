package dev.holdfast.lab.process;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Who the servers of the lab run as. PostgreSQL refuses to run as root, so under root everything runs as the account of
 * Debian's packages; else as whoever started the lab.
 *
 * @param switched whether commands must be run through {@code setpriv} to be this account's
 */
public record Account(String name, long uid, boolean switched) {
    private static final String SERVERS = "postgres";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** The account for a lab that this process brings up. Under root, PostgreSQL's packages must be installed. */
    public static Account forServers() {
        if (!isRoot()) {
            return new Account(System.getProperty("user.name"), ownUid(), false);
        }
        String uid = Shell.check(List.of("id", "-u", SERVERS), LIMIT).trim();
        return new Account(SERVERS, Long.parseLong(uid), true);
    }

    public static boolean isRoot() {
        return ownUid() == 0;
    }

    private static long ownUid() {
        try {
            return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.INTERNAL_ERROR, "reading the id of the user from /proc/self", e);
        }
    }

    /** The command line that runs this command as the account. */
    public List<String> command(List<String> command) {
        if (!switched) {
            return command;
        }
        List<String> all = new ArrayList<>(
                List.of("setpriv", "--reuid=" + name, "--regid=" + name, "--init-groups", "--inh-caps=-all", "--"));
        all.addAll(command);
        return all;
    }
}
