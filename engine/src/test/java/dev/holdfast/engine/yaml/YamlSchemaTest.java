package dev.holdfast.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.networknt.schema.SchemaException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlSchemaTest {
    private static final String SCHEMA = """
            {
              "type": "object",
              "required": ["name"],
              "additionalProperties": false,
              "properties": {
                "name": { "type": "string", "minLength": 2 },
                "mode": { "enum": ["stop", "go"] },
                "count": { "type": "integer", "minimum": 1, "maximum": 9 },
                "wait": { "description": "a wait such as 5s", "type": "string", "pattern": "^[0-9]+s$" },
                "tags": { "type": "array", "items": { "type": ["string", "boolean"] } },
                "later": { "description": "not supported yet", "not": {} },
                "inner": { "type": "object", "required": ["x"], "properties": { "x": { "const": 1 } } }
              }
            }
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`[]`                         | 1:1  | this file is a list; it must be a mapping of keys to values",
                "`mode: go`                   | 1:1  | this file has no 'name'",
                "`name: x`                    | 1:7  | name is 'x'; it must be longer",
                "`name:`                      | 1:6  | name is empty; it must be text",
                "`name: 12`                   | 1:7  | name is '12'; it must be text",
                "`name: xx\nmode: og`         | 2:7  | mode is 'og'; it must be one of stop, go",
                "`name: xx\ncount: 0`         | 2:8  | count is '0'; it must be at least 1",
                "`name: xx\ncount: 10`        | 2:8  | count is '10'; it must be at most 9",
                "`name: xx\ncount: 1.5`       | 2:8  | count is '1.5'; it must be a whole number",
                "`name: xx\ncount: 0.5`       | 2:8  | count is '0.5'; it must be a whole number",
                "`name: xx\nwait: 5`          | 2:7  | wait is '5'; it must be a wait such as 5s",
                "`name: xx\nwait: \"5s\\n\"`  | 2:7  | must be a wait such as 5s",
                "`name: xx\ntags: [a, 1]`     | 2:11 | tags[2] is '1'; it must be a single value",
                "`name: xx\nlater: 1`         | 2:1  | later: not supported yet",
                "`name: xx\ninner: {}`        | 2:1  | inner has no 'x'",
                "`name: xx\ninner: { x: 2 }`  | 2:13 | inner.x is '2'; it must be 1",
                "`name: xx\nmoed: go`         | 2:1  | 'moed' is not a key of this file; did you mean 'mode'?"
            })
    void saysInWordsWhatIsWrongAndWhere(String yaml, String at, String text) {
        assertThat(check(SCHEMA, yaml)).singleElement().satisfies(problem -> {
            assertThat(problem.at()).hasToString(at);
            assertThat(problem.text()).contains(text);
        });
    }

    @Test
    void aMistypedKeyIsNotReportedAsMissingToo() {
        assertThat(check(SCHEMA, "nmae: xx"))
                .containsExactly(
                        new Problem(new Position(1, 1), "'nmae' is not a key of this file; did you mean 'name'?"));
        assertThat(check(SCHEMA, "other: xx")).extracting(Problem::text).contains("this file has no 'name'");
    }

    @Test
    void aKeyThatIsLikeNoOtherShowsWhichThereAre() {
        assertThat(check(SCHEMA, "name: xx\nzzzzz: 1"))
                .extracting(Problem::text)
                .containsExactly("'zzzzz' is not a key of this file; there is name, mode, count, wait, tags, inner");
    }

    @Test
    void reportsAllProblemsInTheOrderOfTheFile() {
        assertThat(check(SCHEMA, "mode: og\ncount: 0\nwait: x\n"))
                .extracting(problem -> problem.at().line())
                .containsExactly(1, 1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ \"minLenght\": 3 }", "{ \"format\": \"ipv4\" }", "{ \"$ref\": \"#/$defs/missing\" }"})
    void refusesAMistypedSchema(String rule) {
        String schema = "{ \"properties\": { \"a\": %s } }".formatted(rule);
        assertThatExceptionOfType(SchemaException.class).isThrownBy(() -> check(schema, "a: 1"));
    }

    @Test
    void aConstraintWithoutWordsOfItsOwnIsExplainedByTheValidator() {
        assertThat(check("{ \"properties\": { \"a\": { \"multipleOf\": 3 } } }", "a: 4"))
                .containsExactly(new Problem(new Position(1, 4), "a is '4'; it must be valid: must be multiple of 3"));
    }

    private static List<Problem> check(String schema, String yaml) {
        Problems problems = new Problems();
        YamlNode document = YamlReader.read(yaml, problems).orElseThrow();
        YamlSchema.parse(schema).check(document, problems);
        return problems.all();
    }
}
