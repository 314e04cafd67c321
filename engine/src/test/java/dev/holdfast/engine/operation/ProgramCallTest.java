package dev.holdfast.engine.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The call of a program")
class ProgramCallTest {

    @Test
    @DisplayName("is the same after it was a step's parameters")
    void roundTrip() {
        ProgramCall call = new ProgramCall(
                List.of("./warm.sh", "", "it's", "$(rm x)", "a b"),
                Map.of("A", "b c", "D", ""),
                List.of("is-warm", "-q"),
                true);

        Map<String, String> written = call.asParameters();

        assertThat(ProgramCall.of(
                        written.getOrDefault("program", ""),
                        Optional.ofNullable(written.get("arguments")),
                        Optional.ofNullable(written.get("environment")),
                        Optional.ofNullable(written.get("check")),
                        Boolean.parseBoolean(written.get("repeatable"))))
                .isEqualTo(call);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("keeps every word as it was, whatever is in it")
    void anyWords(long seed) {
        Random random = new Random(seed);
        for (int sample = 0; sample < 500; sample++) {
            List<String> words = new ArrayList<>();
            for (int count = random.nextInt(5); count > 0; count--) {
                words.add(word(random));
            }
            assertThat(ShellWords.split(ShellWords.join(words)))
                    .as("seed %d", seed)
                    .isEqualTo(words);
        }
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            word.append("ab '\"\\\n$=".charAt(random.nextInt(9)));
        }
        return word.toString();
    }

    @ParameterizedTest
    @DisplayName("is read as a shell would read it")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a  b | a,b",
                "a' 'b c | a b,c",
                "\"a b\" | a b",
                "a\\ b | a b",
                "'a\\b' | a\\b",
                "\"a\\\"b\" | a\"b"
            })
    void words(String text, String words) {
        assertThat(ShellWords.split(text)).containsExactly(words.split(","));
    }

    @Test
    @DisplayName("is refused when it can't be read")
    void unreadable() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShellWords.split("'a b"))
                .withMessageContaining("is not closed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProgramCall.of("x", Optional.empty(), Optional.of("A"), Optional.empty(), false))
                .withMessageContaining("takes NAME=VALUE, not 'A'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProgramCall(List.of(" "), Map.of(), List.of(), false))
                .withMessageContaining("no program is named");
    }
}
