package dev.holdfast.drivers.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.DatabaseDriver;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class PostgresDriverTest {

    @Test
    void isFoundByName() {
        assertThat(ServiceLoader.load(DatabaseDriver.class))
                .anySatisfy(driver -> assertThat(driver.name()).isEqualTo("postgresql"));
    }
}
