package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.Reachability;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.topology.DeploymentSpec.Entrance;
import dev.holdfast.model.topology.HostPort;
import java.time.Duration;
import java.util.Optional;

/** Looks at addresses of the twin: the entrances of deployments. It knows of no others. */
final class TwinReachability implements Reachability {
    private final TwinTraffic traffic;
    private final TwinEffects effects;

    TwinReachability(TwinTraffic traffic, TwinEffects effects) {
        this.traffic = traffic;
        this.effects = effects;
    }

    @Override
    public Seen http(String vantage, String url, Duration limit) {
        Duration took = TwinCall.PROBE.usual();
        TwinEffects.sleep(took);
        Optional<String> region = traffic.topology().deployments().stream()
                .flatMap(deployment -> deployment.entrances().stream())
                .filter(entrance -> url.startsWith(entrance.url()))
                .map(Entrance::region)
                .findFirst();
        if (region.isEmpty()) {
            return new Seen(Status.UNKNOWN, "the twin knows nothing of " + url, took);
        }
        boolean carries = effects.look(() -> traffic.carries(region.get()));
        return carries
                ? new Seen(Status.HEALTHY, "200 on the twin", took)
                : new Seen(Status.UNREACHABLE, "no answer on the twin", took);
    }

    @Override
    public Seen tcp(String vantage, HostPort address, Duration limit) {
        return new Seen(Status.UNKNOWN, "the twin knows nothing of " + address, Duration.ZERO);
    }
}
