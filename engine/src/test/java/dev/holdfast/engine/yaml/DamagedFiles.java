package dev.holdfast.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages a valid file in random ways, and holds {@link YamlSchema} against the validator as it is without settings of ours. */
public final class DamagedFiles {
    private static final int COPIES = 600;
    private static final Pattern WORD = Pattern.compile("[^\\s,\\[\\]{}]+");
    private static final List<String> ODD_WORDS = List.of(
            "",
            "\"\"",
            "\" \"",
            "0",
            "-1",
            "1.0",
            "1.5",
            "100000",
            "true",
            "0s",
            "\"15s\\n\"",
            "/a/b",
            "\"a:1\"",
            "[]",
            "[1, x]",
            "{}",
            "{ a: 1, b: { c: d } }",
            "not a name",
            "'a/b~1.c'",
            "undo",
            "\"");

    private final YamlSchema ours;
    private final Schema plain;
    private final RandomGenerator random;

    private DamagedFiles(Class<?> beside, String resource, long seed) throws IOException {
        ours = YamlSchema.load(beside, resource);
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(resource))) {
            plain = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in, InputFormat.JSON);
        }
        random = new Random(seed);
    }

    /** Asserts that everything the validator refuses is reported, at a place in the file, and nothing else is. */
    public static void verify(Class<?> beside, String resource, String valid, long seed) throws IOException {
        DamagedFiles files = new DamagedFiles(beside, resource, seed);
        assertThat(files.isAccepted(valid, seed)).isTrue();
        int accepted = 0;
        for (int i = 0; i < COPIES; i++) {
            accepted += files.isAccepted(files.damaged(valid), seed) ? 1 : 0;
        }
        assertThat(accepted).as("of %d, seed %d", COPIES, seed).isBetween(COPIES / 50, COPIES * 49 / 50);
    }

    private boolean isAccepted(String text, long seed) {
        Problems problems = new Problems();
        Optional<YamlNode> document = YamlReader.read(text, problems);
        boolean isReadable = problems.all().isEmpty();
        document.ifPresent(root -> ours.check(root, problems));
        boolean isValid = isReadable
                && document.map(JsonTree::of).map(plain::validate).orElseThrow().isEmpty();
        assertThat(problems.all().isEmpty()).as("seed %d\n%s", seed, text).isEqualTo(isValid);
        assertThat(problems.all()).as("seed %d\n%s", seed, text).allSatisfy(problem -> assertIsIn(text, problem));
        return isValid;
    }

    private static void assertIsIn(String text, Problem problem) {
        List<String> lines = List.of(text.split("\\R", -1));
        assertThat(problem.at().line()).isBetween(1, lines.size());
        assertThat(problem.at().column())
                .isBetween(1, lines.get(problem.at().line() - 1).length() + 1);
        assertThat(problem.text()).isNotBlank();
    }

    private String damaged(String valid) {
        List<MatchResult> words = WORD.matcher(valid).results().toList();
        MatchResult word = words.get(random.nextInt(words.size()));
        String instead = switch (random.nextInt(4)) {
            case 0 -> word.group() + "x";
            case 1 -> words.get(random.nextInt(words.size())).group();
            case 2 -> "";
            default -> ODD_WORDS.get(random.nextInt(ODD_WORDS.size()));
        };
        boolean isKey = word.group().endsWith(":") && random.nextBoolean();
        return valid.substring(0, word.start()) + instead + (isKey ? ":" : "") + valid.substring(word.end());
    }
}
