package dev.holdfast.app.wiring;

import dev.holdfast.engine.audit.AuditKey;
import dev.holdfast.engine.audit.AuditSeal;
import dev.holdfast.engine.audit.AuditSecret;
import dev.holdfast.engine.audit.CheckpointFile;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where an installation keeps what signs its audit trail. */
public record AuditFiles(Surroundings surroundings, Path stateDirectory) {
    private static final String NAMED = "HOLDFAST_AUDIT_SECRET";
    private static final String CREDENTIAL = "holdfast-audit";

    public AuditSeal seal() {
        return new AuditSeal(this::key, checkpoints());
    }

    /** The checkpoints beside the journal. */
    public CheckpointFile checkpoints() {
        return new CheckpointFile(stateDirectory.resolve("checkpoints.jsonl"));
    }

    /** The key, opened with the secret; both are made when there is no key yet. */
    public AuditKey key() {
        return AuditKey.open(keyFile(), secret());
    }

    /** The public key as it lies in the state directory; empty when there is none yet. */
    public Optional<String> publicKey() {
        return AuditKey.publicKeyIn(keyFile());
    }

    private Path keyFile() {
        return stateDirectory.resolve("audit-key.json");
    }

    private AuditSecret secret() {
        Optional<Path> named = surroundings.variable(NAMED).map(surroundings::resolve);
        Optional<Path> handedOver = surroundings
                .variable("CREDENTIALS_DIRECTORY")
                .map(directory -> Path.of(directory).resolve(CREDENTIAL))
                .filter(Files::exists);
        if (named.isEmpty() && handedOver.isPresent()) {
            return AuditSecret.readHandedOver(handedOver.get());
        }
        Path file = named.orElseGet(() -> surroundings.underUserHome(".config/holdfast/audit.secret"));
        if (file.startsWith(stateDirectory)) {
            throw new HoldfastException(
                    ErrorCode.AUDIT_KEY_MISSING,
                    "the secret %s lies in the state directory, with the key that it protects".formatted(file),
                    "move it elsewhere, and name it in " + NAMED,
                    null);
        }
        // A new secret would not open a key that is there.
        return Files.exists(keyFile()) ? AuditSecret.read(file) : AuditSecret.readOrMake(file);
    }
}
