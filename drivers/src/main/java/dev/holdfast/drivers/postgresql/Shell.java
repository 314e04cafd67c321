package dev.holdfast.drivers.postgresql;

import java.util.Map;
import java.util.stream.Collectors;

/** Writes scripts of the POSIX shell: values come in as variables, so that the text of a script is always the same. */
final class Shell {

    private Shell() {}

    /** A script that starts with these variables, away from any data directory, and with untranslated messages. */
    static String script(Map<String, String> variables, String body) {
        String header = variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + quote(variable.getValue()) + "\n")
                .collect(Collectors.joining());
        return "cd /\nexport LC_ALL=C\n" + header + body;
    }

    static String quote(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
