package dev.holdfast.drivers.twin;

import java.util.List;

/** What a site can carry at one moment. */
public record TwinCapacity(List<Part> instances, List<Part> standbys) {

    public TwinCapacity {
        instances = List.copyOf(instances);
        standbys = List.copyOf(standbys);
    }

    /**
     * One region of a deployment, or one database.
     *
     * @param name such as {@code fastapi-main in us-east-1}
     * @param ready instances that can serve, or standbys that stream
     */
    public record Part(String name, long ready, long total) {}
}
