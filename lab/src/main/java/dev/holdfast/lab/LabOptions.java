package dev.holdfast.lab;

import dev.holdfast.lab.server.ServiceCommand;
import java.util.Optional;

/**
 * What {@code up} brings up.
 *
 * @param service how the service is started; empty to leave the service out, and bring up only the database with its load
 *     balancers and hosts
 */
public record LabOptions(Optional<ServiceCommand> service) {

    public static LabOptions everything(ServiceCommand service) {
        return new LabOptions(Optional.of(service));
    }

    public static LabOptions onlyDatabase() {
        return new LabOptions(Optional.empty());
    }
}
