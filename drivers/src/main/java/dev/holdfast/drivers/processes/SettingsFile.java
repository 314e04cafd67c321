package dev.holdfast.drivers.processes;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A file of {@code key=value} lines on a host, changed by a script for that host's shell. */
final class SettingsFile {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern VALUE = Pattern.compile("\\P{Cntrl}*");

    private SettingsFile() {}

    /**
     * A script that sets these keys of a file, leaves its other lines as they are, and can be run again.
     *
     * <p>The settings reach awk as data, in a here-document that the shell does not expand: none of their characters means
     * anything, and none of their lines can end it early, because each has an equals sign. Renaming makes the change atomic; the
     * copy before it gives the new file the owner and mode of the old one.
     */
    static String script(String file, Map<String, String> settings) {
        settings.forEach(SettingsFile::check);
        String lines = new TreeMap<>(settings)
                .entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining("\n"));
        return """
                set -eu
                file=%s
                new=$file.holdfast.$$
                trap 'rm -f -- "$new"' EXIT
                cp -p -- "$file" "$new"
                awk '
                    { key = $0; sub(/=.*/, "", key); gsub(/^[ \\t]+|[ \\t]+$/, "", key) }
                    NR == FNR { wanted[key] = $0; keys[++count] = key; next }
                    !(key in wanted) { print; next }
                    !(key in written) { print wanted[key]; written[key] = 1 }
                    END { for (i = 1; i <= count; i++) if (!(keys[i] in written)) print wanted[keys[i]] }
                ' - "$file" > "$new" <<'SETTINGS'
                %s
                SETTINGS
                mv -f -- "$new" "$file"
                """.formatted(quoted(file), lines);
    }

    private static void check(String key, String value) {
        if (!KEY.matcher(key).matches() || !VALUE.matcher(value).matches() || !value.equals(value.strip())) {
            throw new HoldfastException(
                    ErrorCode.PARAMETER_INVALID,
                    "setting '%s' = '%s': a line of key=value can't hold that".formatted(key, value));
        }
    }

    /** One word for the shell, whatever its characters. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
