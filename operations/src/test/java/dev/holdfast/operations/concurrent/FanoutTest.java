package dev.holdfast.operations.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Calls at the same time")
class FanoutTest {

    @Test
    @DisplayName("really are at the same time: each waits here for all the others")
    void together() {
        CountDownLatch all = new CountDownLatch(3);
        List<String> results = Fanout.collect(List.of("a", "b", "c"), name -> {
            all.countDown();
            await(all);
            return name + name;
        });
        assertThat(results).containsExactly("aa", "bb", "cc");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("all end before a failure is thrown, which has the first code and every text")
    void failures() {
        Set<String> ended = ConcurrentHashMap.newKeySet();
        assertThatThrownBy(() -> Fanout.forEach(List.of("a", "b", "c"), name -> {
                    ended.add(name);
                    if (!name.equals("b")) {
                        throw new HoldfastException(ErrorCode.BALANCER_UNREACHABLE, name + " is away");
                    }
                }))
                .isInstanceOfSatisfying(HoldfastException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.BALANCER_UNREACHABLE);
                    assertThat(failure.attempted()).isEqualTo("a is away; c is away");
                });
        assertThat(ended).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    @DisplayName("don't hide a defect behind a coded failure")
    void defects() {
        assertThatThrownBy(() -> Fanout.attempt(List.of("a"), name -> Integer.parseInt(name)))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseInstanceOf(NumberFormatException.class);
    }

    @Test
    @DisplayName("are interrupted with whoever waits for them, who goes on only when they have ended")
    void interrupted() throws InterruptedException {
        Set<String> ended = ConcurrentHashMap.newKeySet();
        CountDownLatch begun = new CountDownLatch(2);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                Fanout.attempt(List.of("a", "b"), name -> waitInVain(name, begun, ended));
            } catch (HoldfastException e) {
                thrown.set(e);
                ended.add(Thread.currentThread().isInterrupted() ? "caller" : "caller without its interrupt");
            }
        });
        begun.await();
        caller.interrupt();
        caller.join();
        assertThat(ended).containsExactlyInAnyOrder("a", "b", "caller");
        assertThat(thrown.get())
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INTERRUPTED));
    }

    private static String waitInVain(String name, CountDownLatch begun, Set<String> ended) {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            ended.add(name);
        }
        return name;
    }
}
