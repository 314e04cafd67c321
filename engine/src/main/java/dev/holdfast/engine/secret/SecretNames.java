package dev.holdfast.engine.secret;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells from the name of a variable whether its value is a secret. */
public final class SecretNames {
    private static final List<String> TELLING =
            List.of("PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "CREDENTIAL", "APIKEY");
    private static final Set<String> TELLING_AS_A_WORD = Set.of("KEY", "PASS", "PWD", "AUTH");
    /** The shell's own directories. */
    private static final Set<String> HARMLESS = Set.of("PWD", "OLDPWD");
    /** A name that ends like this says where a secret is, or which one, but not what it is. */
    private static final Set<String> HARMLESS_ENDS = Set.of("FILE", "PATH", "DIR", "SOCK", "NAME", "ID", "TYPE");

    private SecretNames() {}

    /** Whether somebody would give a secret such a name: {@code DB_PASSWORD} or {@code api-key}, but not {@code KEY_FILE}. */
    public static boolean isSecret(String name) {
        String plain = name.toUpperCase(Locale.ROOT);
        List<String> words = List.of(plain.split("[^A-Z0-9]+"));
        if (words.isEmpty() || HARMLESS.contains(plain) || HARMLESS_ENDS.contains(words.getLast())) {
            return false;
        }
        return TELLING.stream().anyMatch(plain::contains) || words.stream().anyMatch(TELLING_AS_A_WORD::contains);
    }
}
