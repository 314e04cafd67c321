package dev.holdfast.app.seeds;

import dev.holdfast.model.event.Recorded;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came of one seed.
 *
 * @param injected what was done to it, with the virtual time
 * @param broken the rules that did not hold
 */
record Report(long seed, List<String> injected, List<Recorded> events, List<String> broken, Tally tally) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** The journal as text: the same in every process that plays the same seed, whatever the number of that process. */
    String journal() {
        String text = events.stream()
                .map(recorded -> "%4d %s %s %s"
                        .formatted(
                                recorded.index(),
                                recorded.at(),
                                recorded.event().getClass().getSimpleName(),
                                JSON.writeValueAsString(recorded.event())))
                .collect(Collectors.joining("\n"));
        return text.replace("process " + ProcessHandle.current().pid(), "process");
    }

    /** Without its events, unless something broke or all is to be kept. */
    Report forget(boolean keepAll) {
        return keepAll || !broken.isEmpty() ? this : new Report(seed, List.of(), List.of(), broken, tally);
    }

    /** Everything that somebody needs who looks for the reason. */
    String text() {
        return """
                seed %d broke %d rules; replay it with -Dholdfast.seed=%d
                %s
                what was done to it:
                  %s
                its journal:
                %s
                """.formatted(
                        seed, broken.size(), seed, String.join("\n", broken), String.join("\n  ", injected), journal());
    }
}
