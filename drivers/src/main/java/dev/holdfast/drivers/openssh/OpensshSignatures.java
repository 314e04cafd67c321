package dev.holdfast.drivers.openssh;

import dev.holdfast.engine.spi.Signatures;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operator.Operator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Signs and verifies with {@code ssh-keygen -Y}. What it needs to know of a private key it finds out itself: a passphrase is typed
 * into it, an agent or a hardware key is asked by it. Holdfast hands over the name of a file and the text, nothing else.
 */
public final class OpensshSignatures implements Signatures {
    /** Keeps a signature that was made for something else from counting here. */
    private static final String NAMESPACE = "holdfast";

    /** Somebody may have to look for their hardware key. */
    private static final Duration SIGN = Duration.ofMinutes(2);

    private static final Duration VERIFY = Duration.ofSeconds(10);

    @Override
    public String sign(String text, Path key) {
        if (!Files.isReadable(key)) {
            throw unproven("the key %s can't be read".formatted(key));
        }
        Keygen.Result result = Keygen.run(List.of("-Y", "sign", "-n", NAMESPACE, "-f", key.toString()), text, SIGN);
        if (result.exitCode() != 0) {
            throw unproven("signing with %s: %s".formatted(key, result.errors().strip()));
        }
        return result.output();
    }

    @Override
    public boolean verify(String text, Operator by, String signature) {
        return inDirectory(directory -> {
            Path signers = write(directory.resolve("signers"), signers(by));
            Path signed = write(directory.resolve("signature"), signature);
            List<String> arguments = List.of(
                    "-Y",
                    "verify",
                    "-n",
                    NAMESPACE,
                    "-I",
                    by.name(),
                    "-f",
                    signers.toString(),
                    "-s",
                    signed.toString());
            return Keygen.run(arguments, text, VERIFY).exitCode() == 0;
        });
    }

    private static String signers(Operator by) {
        return by.keys().stream()
                .map(key -> "%s namespaces=\"%s\" %s%n".formatted(by.name(), NAMESPACE, key))
                .collect(Collectors.joining());
    }

    private static HoldfastException unproven(String attempted) {
        return new HoldfastException(ErrorCode.IDENTITY_UNPROVEN, attempted);
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }

    private static <T> T inDirectory(Function<Path, T> work) {
        try {
            Path directory = Files.createTempDirectory("holdfast-verify");
            try {
                return work.apply(directory);
            } finally {
                for (String name : List.of("signers", "signature")) {
                    Files.deleteIfExists(directory.resolve(name));
                }
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("verifying a signature", e);
        }
    }
}
