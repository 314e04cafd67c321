package dev.holdfast.lab.traffic;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;

/**
 * The answer that one client got for the service's name. It is kept for its time to live and never longer, not even when no server
 * answers any more. Requests that need it at the same time ask once.
 */
final class NameCache {
    private final Callable<NameReply> lookup;
    private final LongSupplier nanoClock;
    private Optional<Kept> kept = Optional.empty();
    private Optional<FutureTask<NameReply>> asking = Optional.empty();

    /** An answer, and when the question was sent: from then on it grows old. */
    private record Kept(NameReply reply, long asked) {
        boolean isFreshAt(long now) {
            return Duration.ofNanos(now - asked).compareTo(reply.ttl()) < 0;
        }
    }

    /** A cache in front of this lookup, which throws {@link IOException} when nobody answers. */
    NameCache(Callable<NameReply> lookup, LongSupplier nanoClock) {
        this.lookup = lookup;
        this.nanoClock = nanoClock;
    }

    /** An address of the service; throws when there is none, or nobody says so. */
    InetAddress address() throws IOException {
        return switch (reply()) {
            case NameReply.Addresses found -> found.addresses().getFirst();
            case NameReply.Nothing nothing -> throw new UnknownHostException(nothing.detail());
        };
    }

    private NameReply reply() throws IOException {
        FutureTask<NameReply> answer;
        boolean isMine = false;
        synchronized (this) {
            Optional<Kept> fresh = kept.filter(reply -> reply.isFreshAt(nanoClock.getAsLong()));
            if (fresh.isPresent()) {
                return fresh.get().reply();
            }
            isMine = asking.isEmpty();
            answer = asking.orElseGet(() -> new FutureTask<>(this::ask));
            asking = Optional.of(answer);
        }
        if (isMine) {
            answer.run();
        }
        return await(answer);
    }

    private NameReply ask() throws Exception {
        long asked = nanoClock.getAsLong();
        Optional<Kept> answer = Optional.empty();
        try {
            NameReply reply = lookup.call();
            answer = Optional.of(new Kept(reply, asked));
            return reply;
        } finally {
            keep(answer);
        }
    }

    private synchronized void keep(Optional<Kept> answer) {
        kept = answer;
        asking = Optional.empty();
    }

    private static NameReply await(FutureTask<NameReply> answer) throws IOException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }
}
