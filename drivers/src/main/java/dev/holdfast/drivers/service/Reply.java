package dev.holdfast.drivers.service;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** What came back for a request to an instance or an entrance. */
sealed interface Reply {

    /** One line for people. */
    String text();

    /** Whether it came with this status. */
    default boolean is(int status) {
        return false;
    }

    /** The body; a missing node when there is none, or when it is not JSON. */
    default JsonNode json() {
        return MissingNode.getInstance();
    }

    /** It was answered in full. */
    record Answered(int status, String body) implements Reply {
        private static final int SHOWN = 200;

        @Override
        public boolean is(int wanted) {
            return status == wanted;
        }

        @Override
        public JsonNode json() {
            try {
                return JsonMapper.shared().readTree(body);
            } catch (JacksonException e) {
                return MissingNode.getInstance();
            }
        }

        @Override
        public String text() {
            String line = body.replaceAll("\\s+", " ").strip();
            return "%d %s"
                    .formatted(status, line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...")
                    .strip();
        }
    }

    /** There was no answer, or only a part of one. */
    record Silent(String reason) implements Reply {
        @Override
        public String text() {
            return "no answer: " + reason;
        }
    }
}
