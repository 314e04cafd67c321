package dev.holdfast.lab.kubernetes;

import tools.jackson.databind.node.ObjectNode;

/**
 * Something that happened to an object.
 *
 * @param version of the store after it
 * @param object as it is after the change, or was before it was deleted
 */
record Change(long version, Type type, Kind kind, ObjectNode object) {

    /** As a watch tells it. */
    enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }
}
