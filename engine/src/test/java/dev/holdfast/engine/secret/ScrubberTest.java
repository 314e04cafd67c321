package dev.holdfast.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The scrubber")
class ScrubberTest {
    private static final Scrubber WITHOUT_VARIABLES = new Scrubber(Map.of());

    @ParameterizedTest
    @DisplayName("blanks out what stands where secrets usually stand")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "login with password=hunter2 failed | login with password=*** failed",
                "db_password = 'two words', next | db_password = '***', next",
                "{\"password\":\"hunter2\",\"user\":\"me\"} | {\"password\":\"***\",\"user\":\"me\"}",
                "PGPASSWORD=hunter2 psql | PGPASSWORD=*** psql",
                "curl -H 'Authorization: Bearer abc.def' | curl -H 'Authorization: Bearer ***'",
                "Authorization: Basic dXNlcjpwdw== | Authorization: Basic ***",
                "authorization: rawvalue | authorization: ***",
                "sent bearer abcdefgh12345678 | sent bearer ***",
                "tool --api-key 12345 --fast | tool --api-key *** --fast",
                "tool --token=12345 | tool --token=***",
                "connecting to postgresql://app:hunter2@db:5432/orders | connecting to postgresql://***@db:5432/orders",
                "https://x.example/?token=12345&page=2 | https://x.example/?token=***&page=2"
            })
    void places(String text, String clean) {
        assertThat(WITHOUT_VARIABLES.scrub(text)).isEqualTo(clean);
        assertThat(WITHOUT_VARIABLES.scrub(clean)).isEqualTo(clean);
    }

    @ParameterizedTest
    @DisplayName("leaves ordinary text alone")
    @ValueSource(
            strings = {
                "replica1 promoted, timeline 3",
                "secrets.yaml:3:5: is not a key",
                "https://status.example/page",
                "mail to ops@example.com",
                "--token-file /run/token --fast",
                "the primary key of orders is id"
            })
    void ordinaryText(String text) {
        assertThat(WITHOUT_VARIABLES.scrub(text)).isEqualTo(text);
    }

    @Test
    @DisplayName("blanks out the values of secret variables wherever they stand, the longer one first")
    void values() {
        Scrubber scrubber = new Scrubber(Map.of(
                "API_TOKEN", "s3cr3t",
                "DB_PASSWORD", "s3cr3t-and-more",
                "SIGNING_KEY", "-----BEGIN\n  linetwo\n-----END",
                "DATABASE_URL", "postgresql://app:inurl@db/orders",
                "PASSWORD", "abc",
                "REGION", "us-east-1"));

        assertThat(scrubber.scrub("a s3cr3t b s3cr3t-and-more c linetwo d inurl e abc f us-east-1"))
                .isEqualTo("a *** b *** c *** d *** e abc f us-east-1");
    }

    @ParameterizedTest
    @DisplayName("tells secret names from others")
    @CsvSource({
        "DB_PASSWORD, true", "PGPASSWORD, true", "API_TOKEN, true", "api-key, true", "KEY, true",
                "AWS_SECRET_ACCESS_KEY, true",
        "MY_CREDENTIALS, true", "PGPASSFILE, false", "PWD, false", "OLDPWD, false", "SSH_AUTH_SOCK, false",
                "KEY_FILE, false",
        "TOKEN_PATH, false", "KEYBOARD, false", "MONKEY, false", "AWS_ACCESS_KEY_ID, false", "'', false", "_, false"
    })
    void names(String name, boolean secret) {
        assertThat(SecretNames.isSecret(name)).isEqualTo(secret);
    }
}
