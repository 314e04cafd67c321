package dev.holdfast.drivers.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script, run by this machine's shell. */
class SettingsFileTest {
    @TempDir
    private Path directory;

    @Test
    void setsKeysWhereTheyAreAndAppendsNewOnes() throws IOException {
        Path file = file("""
                # database.primary=commented
                database.primary=primary

                 database.writer = 127.1.0.20:5432
                pool.size=8
                database.primary=again""");

        set(file, Map.of("database.primary", "replica1", "database.writer", "127.2.0.20:5432", "drain", "2s"));

        assertThat(file).hasContent("""
                # database.primary=commented
                database.primary=replica1

                database.writer=127.2.0.20:5432
                pool.size=8
                drain=2s
                """);
    }

    @Test
    void canBeDoneTwice() throws IOException {
        Path file = file("a=1\nb=2\n");

        set(file, Map.of("b", "3", "c", "4"));
        set(file, Map.of("b", "3", "c", "4"));

        assertThat(file).hasContent("a=1\nb=3\nc=4\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$(touch pwned)",
                "`touch pwned`",
                "'; touch pwned; '",
                "\"$HOME\"",
                "a\\nb\\\\c",
                "&",
                "SETTINGS",
                "a=b=c",
                "Zürich %s %d"
            })
    void writesEveryCharacterAsItIs(String value) throws IOException {
        Path file = file("key=old\nother=kept\n");

        set(file, Map.of("key", value));

        assertThat(Files.readAllLines(file)).containsExactly("key=" + value, "other=kept");
        assertThat(directory.resolve("pwned")).doesNotExist();
    }

    @Test
    void keepsTheModeAndLeavesNothingBehind() throws IOException {
        Path file = file("key=old\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        set(file, Map.of("key", "new"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(file.resolveSibling(".").toFile().list()).containsExactly("app.properties");
    }

    @Test
    void doesNotCreateAFileThatIsMissing() {
        Path file = directory.resolve("missing.properties");

        HostCommands.Result result = run(file, Map.of("key", "value"));

        assertThat(result.succeeded()).isFalse();
        assertThat(result.errors()).contains("missing.properties");
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "carriage\rreturn", "nul\0", " space", "space "})
    void refusesAValueThatALineCannotHold(String value) {
        assertThat(codeOf(Map.of("key", value))).isEqualTo(ErrorCode.PARAMETER_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "a\nb", "#a"})
    void refusesAKeyThatALineCannotHold(String key) {
        assertThat(codeOf(Map.of(key, "value"))).isEqualTo(ErrorCode.PARAMETER_INVALID);
    }

    /** In a directory whose name means something to a shell that isn't told otherwise. */
    private Path file(String content) throws IOException {
        Path parent = Files.createDirectory(directory.resolve("it's $HOME; a \"dir\""));
        return Files.writeString(parent.resolve("app.properties"), content);
    }

    private void set(Path file, Map<String, String> settings) {
        HostCommands.Result result = run(file, settings);
        assertThat(result.errors()).isEmpty();
        assertThat(result.succeeded()).isTrue();
    }

    private HostCommands.Result run(Path file, Map<String, String> settings) {
        return new LocalShell(directory).run(SettingsFile.script(file.toString(), settings), Duration.ofSeconds(20));
    }

    private static ErrorCode codeOf(Map<String, String> settings) {
        return catchThrowableOfType(HoldfastException.class, () -> SettingsFile.script("/file", settings))
                .code();
    }
}
