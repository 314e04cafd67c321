package dev.holdfast.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.lab.service.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameCacheTest {
    private static final Duration TTL = Duration.ofSeconds(2);
    private static final Duration A_MOMENT = Duration.ofNanos(1);

    private final AtomicLong clock = new AtomicLong(7);
    private final AtomicInteger asked = new AtomicInteger();
    private Optional<NameReply> says = Optional.empty();

    private final NameCache cache = new NameCache(this::lookup, clock::get);

    @Test
    void keepsAnAnswerForItsTimeToLiveAndNoLonger() throws IOException {
        says("127.1.0.20");
        assertThat(cache.address()).isEqualTo(address("127.1.0.20"));

        says("127.2.0.20");
        passes(TTL.minus(A_MOMENT));
        assertThat(cache.address()).isEqualTo(address("127.1.0.20"));

        passes(A_MOMENT);
        assertThat(cache.address()).isEqualTo(address("127.2.0.20"));
        assertThat(asked).hasValue(2);
    }

    @Test
    void anOldAnswerIsNoAnswerWhenNobodyGivesANewOne() throws IOException {
        says("127.1.0.20");
        cache.address();
        says = Optional.empty();
        passes(TTL);

        assertThatThrownBy(cache::address).isInstanceOf(IOException.class).hasMessageContaining("nobody answers");
        assertThatThrownBy(cache::address).isInstanceOf(IOException.class);
        assertThat(asked).as("silence is not kept").hasValue(3);
    }

    @Test
    void anAnswerGrowsOldFromWhenItWasAskedFor() throws IOException {
        var slow = new NameCache(
                () -> {
                    passes(Duration.ofSeconds(1));
                    return lookup();
                },
                clock::get);
        says("127.1.0.20");
        slow.address();
        passes(Duration.ofSeconds(1));
        slow.address();

        assertThat(asked).hasValue(2);
    }

    @Test
    void keepsEvenThatThereIsNoSuchName() {
        says = Optional.of(new NameReply.Nothing("NXDOMAIN", TTL));
        assertThatThrownBy(cache::address)
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("NXDOMAIN");
        assertThatThrownBy(cache::address).isInstanceOf(UnknownHostException.class);
        assertThat(asked).hasValue(1);

        passes(TTL);
        assertThatThrownBy(cache::address).isInstanceOf(UnknownHostException.class);
        assertThat(asked).hasValue(2);
    }

    @Test
    void requestsThatNeedItAtTheSameTimeAskOnce() {
        var begun = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        var slow = new NameCache(
                () -> {
                    begun.countDown();
                    answer.await();
                    return lookup();
                },
                clock::get);
        says("127.1.0.20");
        var waiting = new AtomicInteger();
        List<CompletableFuture<InetAddress>> requests = IntStream.range(0, 8)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> {
                            waiting.incrementAndGet();
                            return ask(slow);
                        },
                        Thread::startVirtualThread))
                .toList();
        Eventually.holds("all of them wait", () -> begun.getCount() == 0 && waiting.get() == 8);
        answer.countDown();

        assertThat(requests).allSatisfy(request -> assertThat(request.join()).isEqualTo(address("127.1.0.20")));
        assertThat(asked).hasValue(1);
    }

    private NameReply lookup() throws IOException {
        asked.incrementAndGet();
        return says.orElseThrow(() -> new IOException("nobody answers"));
    }

    private void says(String address) {
        says = Optional.of(new NameReply.Addresses(List.of(address(address)), TTL));
    }

    private void passes(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private static InetAddress ask(NameCache cache) {
        try {
            return cache.address();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetAddress address(String literal) {
        return OrderClient.literal(literal);
    }
}
