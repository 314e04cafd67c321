package dev.holdfast.engine.secret;

import dev.holdfast.engine.spi.Secrets;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Secrets in variables of the environment and in files.
 *
 * <p>Each is read when it is needed, so that a new one counts at once. A file that others may read is refused: what is in it is no
 * secret.
 */
public final class SecretSources implements Secrets {
    private static final String VARIABLE = "env:";
    private static final String FILE = "file:";
    private static final Pattern REFERENCE = Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]*|file:/[^\\x00-\\x1f]+");
    private static final Set<PosixFilePermission> FOR_OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
    /** More than any token; a file that is longer was named by mistake. */
    private static final long LONGEST = 65_536;

    private final Map<String, String> environment;

    public SecretSources(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Whether this is {@code env:NAME} or {@code file:/path}. Anything else may be the secret itself: show it to nobody. */
    public static boolean isReference(String text) {
        return REFERENCE.matcher(text).matches();
    }

    @Override
    public String find(String reference) {
        if (!isReference(reference)) {
            throw missing("the topology names a secret in another way than env:NAME or file:/path");
        }
        String found = reference.startsWith(VARIABLE)
                ? variable(reference.substring(VARIABLE.length()))
                : file(Path.of(reference.substring(FILE.length())));
        if (found.isBlank()) {
            throw missing("the secret %s is empty".formatted(reference));
        }
        return found.strip();
    }

    private String variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .orElseThrow(() -> missing("the variable %s of the environment is not set".formatted(name)));
    }

    private static String file(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.stream().anyMatch(FOR_OTHERS::contains)) {
                throw new HoldfastException(
                        ErrorCode.SECRET_MISSING,
                        "the secret in %s is not used: others than its owner may open the file (%s)"
                                .formatted(file, PosixFilePermissions.toString(permissions)),
                        "take the right from them with `chmod 600 %s`, and renew the secret if it may have been read"
                                .formatted(file),
                        null);
            }
            if (Files.size(file) > LONGEST) {
                throw missing("the file %s is too long for a secret".formatted(file));
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw missing("there is no file %s".formatted(file));
        } catch (IOException e) {
            throw new HoldfastException(
                    ErrorCode.SECRET_MISSING,
                    "reading the secret in %s: %s".formatted(file, e.getClass().getSimpleName()),
                    e);
        }
    }

    private static HoldfastException missing(String found) {
        return new HoldfastException(ErrorCode.SECRET_MISSING, found);
    }
}
