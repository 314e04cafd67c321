package dev.holdfast.drivers.haproxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** Text files on a host. Their paths must need no quoting. */
final class HostFiles {
    /** No line of the files is like this. */
    private static final String END = "== end of file ==";

    private final String host;
    private final HostCommands commands;

    HostFiles(String host, HostCommands commands) {
        this.host = host;
        this.commands = commands;
    }

    /** The lines of each file. */
    List<List<String>> read(List<String> paths, Deadline deadline) {
        String script = paths.stream()
                .map(path -> "cat %s\necho '%s'\n".formatted(path, END))
                .collect(Collectors.joining("", "set -e\n", ""));
        List<List<String>> files = new ArrayList<>();
        List<String> file = new ArrayList<>();
        for (String line : run(script, deadline).lines().toList()) {
            if (line.equals(END)) {
                files.add(List.copyOf(file));
                file.clear();
            } else {
                file.add(line);
            }
        }
        return files;
    }

    /** Replaces each file as a whole, and reads it back. Whoever reads one meanwhile sees the old text or the new one. */
    void replace(Map<String, String> texts, Deadline deadline) {
        String script = texts.entrySet().stream()
                .map(file -> replacement(file.getKey(), file.getValue()))
                .collect(Collectors.joining());
        String seen = run("set -e\n" + script, deadline);
        if (!seen.equals(String.join("", texts.values()))) {
            throw new HoldfastException(
                    ErrorCode.NOT_PROVEN,
                    "%s on %s were written, and read back otherwise".formatted(texts.keySet(), host));
        }
    }

    /** The text is packed: a shell takes no argument of more than 128 kB. The file keeps who may read it. */
    private static String replacement(String path, String text) {
        return """
                new=$(mktemp %1$s.XXXXXX)
                trap 'rm -f "$new"' EXIT
                printf %%s '%2$s' | base64 -d | gzip -d > "$new"
                chmod --reference=%1$s "$new" 2>/dev/null || chmod 644 "$new"
                sync "$new"
                mv -f "$new" %1$s
                cat %1$s
                """.formatted(path, packed(text));
    }

    private static String packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private String run(String script, Deadline deadline) {
        HostCommands.Result result = commands.run(script, deadline.remaining());
        if (!result.succeeded()) {
            throw new HoldfastException(
                    ErrorCode.COMMAND_FAILED,
                    "host %s: %s".formatted(host, result.errors().strip()));
        }
        return result.output();
    }
}
