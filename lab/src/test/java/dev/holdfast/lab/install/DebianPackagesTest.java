package dev.holdfast.lab.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DebianPackagesTest {
    private static final Map<String, List<String>> PACKAGES =
            Map.of("haproxy", List.of("/usr/sbin/haproxy"), "postgresql-15", List.of("/pg/initdb", "/pg/postgres"));

    @Test
    void aPackageIsMissingWhenOneOfItsProgramsIs() {
        assertThat(DebianPackages.missing(PACKAGES, "/pg/initdb"::equals)).containsExactly("haproxy", "postgresql-15");
        assertThat(DebianPackages.missing(PACKAGES, program -> !program.equals("/pg/postgres")))
                .containsExactly("postgresql-15");
        assertThat(DebianPackages.missing(PACKAGES, program -> true)).isEmpty();
    }

    @Test
    void theLineToRunNamesThePackages() {
        assertThat(DebianPackages.line(List.of("haproxy", "postgresql-15")))
                .isEqualTo("apt-get update && apt-get install -y --no-install-recommends haproxy postgresql-15");
    }
}
