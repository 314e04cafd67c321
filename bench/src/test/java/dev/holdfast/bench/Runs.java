package dev.holdfast.bench;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code holdfast run list -o json} says. */
final class Runs {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Runs() {}

    /** A run of the journal. */
    record Listed(String id, String outcome) {
        boolean isOver() {
            return !outcome.equals("NOT_FINISHED");
        }
    }

    /** The newest runs, the newest one first. */
    static List<Listed> parse(String json) {
        return JSON.readTree(json).path("runs").valueStream().map(Runs::run).toList();
    }

    private static Listed run(JsonNode run) {
        return new Listed(run.path("run").asString(), run.path("outcome").asString());
    }
}
