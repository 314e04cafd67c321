package dev.holdfast.lab.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceSettingsTest {
    private final Path file;

    ServiceSettingsTest(@TempDir Path directory) {
        file = directory.resolve("app.properties");
    }

    @Test
    void everyKeyHasItsPlace() throws IOException {
        Files.writeString(file, """
                instance=fastapi-main-use1-1
                region=us-east-1
                address=127.1.0.31
                port=8000
                socket.port=9001
                database.writer=127.1.0.20:5432
                database.reader=127.1.0.20:5433
                database.name=orders
                database.user=app
                database.primary=primary
                drain=PT3S
                """);

        assertThat(ServiceSettings.load(file))
                .isEqualTo(new ServiceSettings(
                        "fastapi-main-use1-1",
                        "us-east-1",
                        new HostPort("127.1.0.31", 8000),
                        9001,
                        new ServiceSettings.Database(
                                new HostPort("127.1.0.20", 5432), new HostPort("127.1.0.20", 5433), "orders", "app"),
                        "primary",
                        Duration.ofSeconds(3)));
    }

    @Test
    void webSocketsAreOnTheNextPortWhenNothingElseIsSaid() throws IOException {
        Files.writeString(file, """
                instance=a
                region=b
                address=127.1.0.31
                port=8000
                database.writer=127.1.0.20:5432
                database.reader=127.1.0.20:5433
                database.name=orders
                database.user=app
                database.primary=primary
                """);

        assertThat(ServiceSettings.load(file).sockets()).isEqualTo(new HostPort("127.1.0.31", 8001));
    }

    @Test
    void reportsEveryProblemAtOnce() throws IOException {
        Files.writeString(file, """
                instance=a
                region=b
                address=127.1.0.31
                port=eighty
                database.writer=127.1.0.20
                database.reader=127.1.0.20:99999
                database.name=orders
                database.primary=primary
                drain=soon
                """);

        assertThatThrownBy(() -> ServiceSettings.load(file))
                .isInstanceOfSatisfying(
                        HoldfastException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PARAMETER_INVALID))
                .hasMessageContaining("'eighty' is not a port")
                .hasMessageContaining("database.writer is not HOST:PORT")
                .hasMessageContaining("'99999' is not a port")
                .hasMessageContaining("database.user is missing")
                .hasMessageContaining("drain is not a duration");
    }
}
