package dev.holdfast.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSourcesTest {
    private final SecretSources secrets = new SecretSources(Map.of("SLACK_TOKEN", "hunter2", "EMPTY", " "));

    private static Path secretFile(Path directory, String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "hunter2\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void findsAVariable() {
        assertThat(secrets.find("env:SLACK_TOKEN")).isEqualTo("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------"})
    void findsAFileOfItsOwner(String permissions, @TempDir Path directory) throws IOException {
        assertThat(secrets.find("file:" + secretFile(directory, permissions))).isEqualTo("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
    void refusesAFileThatOthersMayOpen(String permissions, @TempDir Path directory) throws IOException {
        Path file = secretFile(directory, permissions);

        HoldfastException refused = refused("file:" + file);

        assertThat(refused.attempted()).contains(file.toString(), permissions).doesNotContain("hunter2");
        assertThat(refused.nextMove()).contains("chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"env:MISSING", "env:EMPTY", "file:/nonexistent/token", "file:/"})
    void saysWhatIsMissing(String reference) {
        assertThat(refused(reference).attempted()).contains(reference.substring(reference.indexOf(':') + 1));
    }

    @Test
    void aSecretThatWasWrittenInsteadOfAReferenceIsNotShown() {
        assertThat(refused("xoxb-hunter2").attempted()).doesNotContain("hunter2");
    }

    private HoldfastException refused(String reference) {
        HoldfastException refused = catchThrowableOfType(HoldfastException.class, () -> secrets.find(reference));
        assertThat(refused.code()).isEqualTo(ErrorCode.SECRET_MISSING);
        return refused;
    }
}
