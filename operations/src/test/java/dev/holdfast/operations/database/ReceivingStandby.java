package dev.holdfast.operations.database;

import dev.holdfast.model.database.Identity;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import java.util.Optional;

/** A standby in the moment between the change of its configuration and the end of its receiver. */
final class ReceivingStandby {
    private ReceivingStandby() {}

    static NodeState.Standby withoutConfiguration(String name) {
        return new NodeState.Standby(
                name,
                new Identity("7001", 1),
                new Lsn(1000),
                new Lsn(1000),
                new NodeState.Upstream(Optional.empty(), Optional.of("primary"), true, Optional.empty()),
                false,
                Optional.empty());
    }
}
