package dev.holdfast.app.seeds;

import dev.holdfast.engine.spi.ForwardingSite;
import dev.holdfast.engine.spi.Notifications;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.notification.Delivery;
import dev.holdfast.model.notification.Message;
import java.time.Duration;
import java.util.List;

/** A site on which messages to people often are slow, or not taken. */
record NoisySite(Site site, Chance chance, Tally tally) implements ForwardingSite {

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
}
