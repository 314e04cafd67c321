package dev.holdfast.engine.region;

import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Takes looks at all regions at once; a round takes no longer than its limit, however many of them find nothing. */
final class RegionRound {
    /** A look that keeps its own limit has its result by then. */
    private static final Duration GRACE = Duration.ofMillis(250);

    private final List<RegionInquiry> cheap;
    private final List<RegionInquiry> thorough;

    RegionRound(Site site) {
        this.cheap = new EntranceInquiries(site).all();
        this.thorough = new ComponentInquiries(site).all();
    }

    /** Only where clients come in: enough to see that all is well. */
    List<RegionLook> entrances(Duration limit) {
        return take(cheap, limit);
    }

    /** At every component. */
    List<RegionLook> everything(Duration limit) {
        return take(Stream.concat(cheap.stream(), thorough.stream()).toList(), limit);
    }

    private static List<RegionLook> take(List<RegionInquiry> inquiries, Duration limit) {
        Tempo tempo = Tempo.current();
        long end = tempo.nanoTime() + limit.plus(GRACE).toNanos();
        List<Tempo.Task<List<RegionLook>>> tasks = inquiries.stream()
                .map(inquiry -> tempo.fork("look-at-region", () -> inquiry.look(limit)))
                .toList();
        List<RegionLook> looks = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            Duration left = Duration.ofNanos(Math.max(1, end - tempo.nanoTime()));
            looks.addAll(result(tasks.get(i), inquiries.get(i), left));
        }
        return List.copyOf(looks);
    }

    private static List<RegionLook> result(Tempo.Task<List<RegionLook>> task, RegionInquiry inquiry, Duration left) {
        try {
            return task.await(left);
        } catch (TimeoutException _) {
            task.interrupt();
            return inquiry.unknown("the look did not end in time");
        } catch (ExecutionException failure) {
            return inquiry.unknown("the look failed: " + failure.getCause());
        } catch (InterruptedException e) {
            task.interrupt();
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "looking at the regions", e);
        }
    }
}
