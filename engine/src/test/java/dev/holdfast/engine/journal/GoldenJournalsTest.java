package dev.holdfast.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.journal.EventCodec.Encoded;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What past versions wrote is read by today's code as it was meant. */
final class GoldenJournalsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final RunId RUN = new RunId("20261123-101500-0001");

    static Stream<Path> stories() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.walk(golden())) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isFoldedIntoWhatItWasMeantToBe(Path story) throws IOException {
        String expected = Files.readString(Path.of(story.toString().replace(".jsonl", ".expected")));

        assertThat(told(RunState.fold(read(story)))).isEqualTo(expected);
    }

    @Test
    void aFieldThatEarlierVersionsDidNotWriteHasItsDefault() throws IOException, URISyntaxException {
        List<Recorded> events = read(golden().resolve("0.1").resolve("of-the-first-version.jsonl"));

        assertThat(RunState.fold(events).begin().requestedBy()).isEqualTo(Actor.UNKNOWN);
        assertThat(events).extracting(Recorded::event).contains(new Event.StepStarted("promote", 1, ""));
    }

    @Test
    void noIndexIsMissingWhereALaterVersionWroteAnUnknownEvent() throws IOException, URISyntaxException {
        List<Recorded> events = read(golden().resolve("0.1").resolve("of-a-later-version.jsonl"));

        assertThat(events.get(1).event()).isInstanceOf(Event.StepNoted.class);
        assertThat(RunState.fold(events).version()).isEqualTo(events.size());
    }

    private static String told(RunState state) {
        String outcome = state.outcome().map(Enum::name).orElse("none");
        return state.steps().stream()
                .map(GoldenJournalsTest::told)
                .collect(Collectors.joining("", "outcome %s\n".formatted(outcome), ""));
    }

    private static String told(StepState step) {
        String problem = step.problem().map(found -> " " + found.code().name()).orElse("");
        return "%s %s%s\n".formatted(step.id(), step.status(), problem);
    }

    private static List<Recorded> read(Path story) throws IOException {
        return Files.readAllLines(story).stream()
                .map(GoldenJournalsTest::recorded)
                .toList();
    }

    private static Recorded recorded(String line) {
        JsonNode tree = JSON.readTree(line);
        Encoded encoded =
                new Encoded(tree.get("type").asString(), tree.get("body").toString());
        return new Recorded(
                RUN, tree.get("index").asLong(), Instant.parse(tree.get("at").asString()), EventCodec.decode(encoded));
    }

    private static Path golden() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(GoldenJournalsTest.class.getResource("/golden"))
                .toURI());
    }
}
