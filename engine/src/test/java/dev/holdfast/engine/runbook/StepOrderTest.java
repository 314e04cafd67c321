package dev.holdfast.engine.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.yaml.Position;
import dev.holdfast.engine.yaml.Problem;
import dev.holdfast.engine.yaml.Problems;
import dev.holdfast.engine.yaml.YamlNode;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The order of random steps")
class StepOrderTest {
    private static final int GRAPHS = 400;
    private static final int MOST_STEPS = 9;

    /** For each step which steps it needs, by number. */
    private record Graph(List<Set<Integer>> needs) {

        static Graph random(Random random) {
            int size = 1 + random.nextInt(MOST_STEPS);
            double density = random.nextDouble() * 0.5;
            boolean onlyBackwards = random.nextInt(3) == 0;
            List<Set<Integer>> needs = new ArrayList<>();
            for (int step = 0; step < size; step++) {
                Set<Integer> needed = new TreeSet<>();
                for (int other = 0; other < (onlyBackwards ? step : size); other++) {
                    if (random.nextDouble() < density) {
                        needed.add(other);
                    }
                }
                needs.add(needed);
            }
            return new Graph(needs);
        }

        /** What a step waits for, directly or not, by the plainest way there is. */
        Set<Integer> waitsFor(int step) {
            Set<Integer> found = new HashSet<>();
            List<Integer> toVisit = new ArrayList<>(needs.get(step));
            while (!toVisit.isEmpty()) {
                int next = toVisit.removeLast();
                if (found.add(next)) {
                    toVisit.addAll(needs.get(next));
                }
            }
            return found;
        }

        boolean isOnACycle(int step) {
            return waitsFor(step).contains(step);
        }

        boolean hasACycle() {
            return steps().stream().anyMatch(this::isOnACycle);
        }

        boolean canNeverStart(int step) {
            return isOnACycle(step) || waitsFor(step).stream().anyMatch(this::isOnACycle);
        }

        boolean hasANeedThatPointsForward() {
            return steps().stream().anyMatch(step -> needs.get(step).stream().anyMatch(need -> need >= step));
        }

        List<Integer> steps() {
            return IntStream.range(0, needs.size()).boxed().toList();
        }

        String yaml() {
            StringBuilder yaml = new StringBuilder("steps:\n");
            steps().forEach(step -> yaml.append("  - s%d: { needs: [%s] }\n"
                    .formatted(
                            step,
                            String.join(
                                    ", ",
                                    needs.get(step).stream()
                                            .map(need -> "s" + need)
                                            .toList()))));
            return yaml.toString();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("is refused exactly when there is none, and every step that can never start is named")
    void cycles(long seed) {
        Random random = new Random(seed);
        int cyclic = 0;
        for (int i = 0; i < GRAPHS; i++) {
            Graph graph = Graph.random(random);
            cyclic += graph.hasACycle() ? 1 : 0;
            verify(graph, seed);
        }
        assertThat(cyclic).as("seed %d", seed).isBetween(GRAPHS / 10, GRAPHS * 9 / 10);
    }

    private static void verify(Graph graph, long seed) {
        List<StepText> steps = StepText.all(read(graph.yaml()));
        Problems problems = new Problems();
        new OrderChecks(steps, problems).run();
        List<String> texts = problems.all().stream().map(Problem::text).toList();

        assertThat(texts.stream().anyMatch(text -> text.startsWith("the steps wait for one another")))
                .as("seed %d\n%s%s", seed, graph.yaml(), texts)
                .isEqualTo(graph.hasACycle());
        assertThat(texts.isEmpty()).as("seed %d\n%s", seed, graph.yaml()).isEqualTo(!graph.hasANeedThatPointsForward());
        for (int step : graph.steps()) {
            assertThat(new StepOrder(steps).unreachable().containsKey("s" + step) || graph.isOnACycle(step))
                    .as("seed %d, s%d\n%s", seed, step, graph.yaml())
                    .isEqualTo(graph.canNeverStart(step));
        }
    }

    private static Mapping read(String yaml) {
        Problems problems = new Problems();
        Optional<Mapping> root = YamlReader.read(yaml, problems).flatMap(YamlNode::asMapping);
        return root.orElseGet(() -> new Mapping(Position.START, List.of()));
    }
}
