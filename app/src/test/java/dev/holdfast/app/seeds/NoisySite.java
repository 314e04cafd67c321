package dev.holdfast.app.seeds;

import dev.holdfast.engine.spi.DatabaseBinding;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.engine.spi.Notifications;
import dev.holdfast.engine.spi.PrimaryExaminer;
import dev.holdfast.engine.spi.PrimaryMemory;
import dev.holdfast.engine.spi.Programs;
import dev.holdfast.engine.spi.RestorePoints;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.notification.Delivery;
import dev.holdfast.model.notification.Message;
import dev.holdfast.model.topology.Topology;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A site on which messages to people often are slow, or not taken. */
record NoisySite(Site site, Chance chance, Tally tally) implements Site {

    @Override
    public Notifications notifications() {
        Notifications real = site.notifications();
        return new Notifications() {
            @Override
            public List<Delivery> tell(Message message, List<String> channels, Duration limit) {
                return told(real, message, channels, limit);
            }

            @Override
            public List<String> channels() {
                return real.channels();
            }
        };
    }

    private List<Delivery> told(Notifications real, Message message, List<String> channels, Duration limit) {
        if (chance.percent(40)) {
            return real.tell(message, channels, limit);
        }
        tally.count("message not taken");
        try {
            Tempo.current().sleep(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "telling people", e);
        }
        return channels.stream()
                .<Delivery>map(channel -> new Delivery.Pending(channel, "no answer"))
                .toList();
    }

    @Override
    public Topology topology() {
        return site.topology();
    }

    @Override
    public DatabaseBinding database(String name) {
        return site.database(name);
    }

    @Override
    public LoadBalancer balancer(String name) {
        return site.balancer(name);
    }

    @Override
    public Workloads workloads(String deployment) {
        return site.workloads(deployment);
    }

    @Override
    public PrimaryExaminer examiner() {
        return site.examiner();
    }

    @Override
    public PrimaryMemory memory() {
        return site.memory();
    }

    @Override
    public RestorePoints restorePoints() {
        return site.restorePoints();
    }

    @Override
    public Clock clock() {
        return site.clock();
    }

    @Override
    public Programs programs() {
        return site.programs();
    }

    @Override
    public Path evidenceDirectory() {
        return site.evidenceDirectory();
    }
}
