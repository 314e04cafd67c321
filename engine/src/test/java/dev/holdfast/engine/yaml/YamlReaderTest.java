package dev.holdfast.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.yaml.YamlNode.Kind;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {
    private final Problems problems = new Problems();

    @Test
    void everyValueKnowsWhereItStands() {
        Mapping root = read("""
                a: 1
                b:
                  - x
                  - { c: "two words", d: [] }
                """);

        assertThat(root.keys()).containsExactly("a", "b");
        assertThat(root.scalar("a")).contains(new Scalar(new Position(1, 4), "1", Kind.INTEGER));
        assertThat(root.entry("b").orElseThrow().at()).isEqualTo(new Position(2, 1));
        assertThat(root.itemsOf("b").getFirst()).isEqualTo(new Scalar(new Position(3, 5), "x", Kind.STRING));
        Mapping second = root.itemsOf("b").get(1).asMapping().orElseThrow();
        assertThat(second.at()).isEqualTo(new Position(4, 5));
        assertThat(second.scalar("c")).contains(new Scalar(new Position(4, 10), "two words", Kind.STRING));
        assertThat(second.find("d").orElseThrow().at()).isEqualTo(new Position(4, 26));
    }

    @ParameterizedTest
    @CsvSource({
        "1, INTEGER",
        "-7, INTEGER",
        "1.5, DECIMAL",
        "1e3, DECIMAL",
        "true, BOOLEAN",
        "False, BOOLEAN",
        "null, NULL",
        "~, NULL",
        "no, STRING",
        "'''1''', STRING",
        "0x1F, STRING",
        ".inf, STRING",
        "12345678901234567890, STRING",
        "127.1.0.10:5432, STRING",
        "5m, STRING"
    })
    void plainValuesHaveTheKindsOfYaml12(String written, Kind kind) {
        assertThat(read("a: " + written).scalar("a").map(Scalar::kind)).contains(kind);
    }

    @Test
    void reportsEveryDuplicateKeyAndKeepsTheFirst() {
        Mapping root = read("a: 1\nb: 2\na: 3\nc: { d: 1, d: 2 }\n");

        assertThat(root.scalar("a").map(Scalar::text)).contains("1");
        assertThat(problems.all())
                .containsExactly(
                        new Problem(new Position(3, 1), "the key 'a' is here twice; it is in line 1 already"),
                        new Problem(new Position(4, 12), "the key 'd' is here twice; it is in line 4 already"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                    | 1:1 | the file is empty",
                "`a: [1`               | 1:6 | this is not valid YAML",
                "`a: 1\n\tb: 2`        | 2:1 | this is not valid YAML",
                "`a: 1\n b: 2`         | 2:3 | this is not valid YAML",
                "`a: b\u0001`          | 1:5 | the character U+0001 is not allowed",
                "`a: 1\n---\nb: 2`     | 2:1 | a second document begins here",
                "`a: &x 1`             | 1:4 | the anchor &x is not supported",
                "`a: 1\nb: *x`         | 2:4 | the alias *x is not supported",
                "`a: !!str 1`          | 1:4 | the tag tag:yaml.org,2002:str is not supported",
                "`? [a]\n: 1`          | 1:3 | a key must be plain text"
            })
    void saysWhereATextCannotBeRead(String text, String at, String expected) {
        assertThat(YamlReader.read(text, problems)).isEmpty();
        assertThat(problems.all()).singleElement().satisfies(problem -> {
            assertThat(problem.at()).hasToString(at);
            assertThat(problem.text()).contains(expected);
        });
    }

    @Test
    void refusesHostileDepthInsteadOfOverflowing() {
        assertThat(YamlReader.read("[".repeat(10_000), problems)).isEmpty();
        assertThat(problems.all())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).contains("nested deeper than 50 levels"));
    }

    private Mapping read(String text) {
        return YamlReader.read(text, problems).flatMap(YamlNode::asMapping).orElseThrow();
    }
}
