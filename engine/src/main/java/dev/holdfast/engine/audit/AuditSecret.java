package dev.holdfast.engine.audit;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/** The 32 bytes that open the {@link AuditKey}. They lie outside of the state directory, and nobody else can read them. */
public final class AuditSecret {
    private static final int LENGTH = 32;
    private static final Set<PosixFilePermission> OF_OTHERS = PosixFilePermissions.fromString("---rwxrwx");
    private static final FileAttribute<?> OWN_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> OWN_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final byte[] bytes;

    private AuditSecret(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** Reads the secret; it must be there, and nobody else may read it. */
    public static AuditSecret read(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
                throw missing(
                        "%s can be used by others: %s".formatted(file, PosixFilePermissions.toString(permissions)),
                        "`chmod 600 %s`; if others may have read it, begin a new audit key".formatted(file));
            }
        } catch (IOException e) {
            throw missing("reading the secret %s: %s".formatted(file, e), ErrorCode.AUDIT_KEY_MISSING.nextMove());
        }
        return readHandedOver(file);
    }

    /** Reads the secret where a service manager put it, who sees to it that nobody else can reach it. */
    public static AuditSecret readHandedOver(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length != LENGTH) {
                throw missing(
                        "%s has %d bytes instead of %d".formatted(file, bytes.length, LENGTH),
                        "bring back the file that was there");
            }
            return new AuditSecret(file, bytes);
        } catch (IOException e) {
            throw missing("reading the secret %s: %s".formatted(file, e), ErrorCode.AUDIT_KEY_MISSING.nextMove());
        }
    }

    /** Reads the secret, or makes it where there is none. */
    public static AuditSecret readOrMake(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[LENGTH];
                new SecureRandom().nextBytes(bytes);
                Files.createDirectories(file.toAbsolutePath().getParent(), OWN_DIRECTORY);
                Path unfinished = Files.createTempFile(file.toAbsolutePath().getParent(), "audit", ".tmp", OWN_FILE);
                finish(file, unfinished, bytes);
            }
        } catch (IOException e) {
            throw missing("making the secret %s: %s".formatted(file, e), ErrorCode.AUDIT_KEY_MISSING.nextMove());
        }
        return read(file);
    }

    private static void finish(Path file, Path unfinished, byte[] bytes) throws IOException {
        try {
            Files.write(unfinished, bytes, StandardOpenOption.SYNC);
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException e) {
            // Another process was quicker: its secret is the one.
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    private static HoldfastException missing(String found, String nextMove) {
        return new HoldfastException(ErrorCode.AUDIT_KEY_MISSING, found, nextMove, null);
    }

    /** Where it lies; never what it is. */
    @Override
    public String toString() {
        return file.toString();
    }
}
