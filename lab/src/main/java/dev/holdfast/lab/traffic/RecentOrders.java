package dev.holdfast.lab.traffic;

import dev.holdfast.lab.service.Order;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The orders of all regions that were acknowledged last, to be read back. */
final class RecentOrders {
    private static final int KEPT = 4096;
    private static final int NEWEST = 32;

    private final AtomicReferenceArray<Order> orders = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong count = new AtomicLong();

    void add(Order order) {
        orders.set(Math.floorMod(count.getAndIncrement(), KEPT), order);
    }

    /** Every second time one of the newest: those are the ones that a failover may lose. */
    Optional<Order> pick() {
        long added = count.get();
        if (added == 0) {
            return Optional.empty();
        }
        var random = ThreadLocalRandom.current();
        long span = Math.min(added, random.nextBoolean() ? NEWEST : KEPT);
        return Optional.ofNullable(orders.get(Math.floorMod(added - 1 - random.nextLong(span), KEPT)));
    }
}
