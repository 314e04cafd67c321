package dev.holdfast.drivers.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.Tempo;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Simulated time")
@Timeout(60)
class SimulatedTempoTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private final SimulatedTempo tempo = new SimulatedTempo(1, START);
    private final List<String> told = new ArrayList<>();

    private String tell(String what) {
        told.add(what);
        return what;
    }

    private Callable<String> napping(String name, Duration time) {
        return () -> {
            tempo.sleep(time);
            return tell(name);
        };
    }

    @Test
    @DisplayName("passes only while everybody waits, and then at once")
    void jumps() throws Exception {
        tempo.run(() -> {
            Tempo.Task<String> late = tempo.fork("late", napping("late", HOUR.multipliedBy(2)));
            Tempo.Task<String> early = tempo.fork("early", napping("early", HOUR));
            assertThat(tempo.nanoTime()).isZero();
            assertThat(late.await(FOREVER)).isEqualTo("late");
            return early.await(Duration.ZERO);
        });
        assertThat(told).containsExactly("early", "late");
        assertThat(tempo.clock().instant()).isEqualTo(START.plus(HOUR.multipliedBy(2)));
        assertThat(tempo.nanoTime()).isEqualTo(HOUR.multipliedBy(2).toNanos());
    }

    @Test
    @DisplayName("is what each of its threads lives in, and no other thread")
    void current() throws Exception {
        Tempo seen = tempo.run(() -> {
            assertThat(Tempo.current()).isSameAs(tempo);
            return tempo.fork("other", Tempo::current).await(HOUR);
        });
        assertThat(seen).isSameAs(tempo);
        assertThat(Tempo.current()).isNotSameAs(tempo);
        assertThatThrownBy(() -> tempo.sleep(HOUR))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("only a thread of the simulation");
    }

    /** Five threads that interleave freely, and what came of it. */
    private static List<String> course(long seed) throws Exception {
        SimulatedTempo tempo = new SimulatedTempo(seed, START);
        List<String> course = new ArrayList<>();
        return tempo.run(() -> {
            Tempo.Mailbox<Integer> mailbox = tempo.mailbox();
            for (int i = 0; i < 5; i++) {
                int number = i;
                tempo.fork("thread-" + i, () -> {
                    for (int turn = 0; turn < 3; turn++) {
                        course.add("%d.%d at %d".formatted(number, turn, tempo.nanoTime()));
                        tempo.sleep(Duration.ofNanos(turn));
                    }
                    mailbox.put(number);
                    return number;
                });
            }
            for (int i = 0; i < 5; i++) {
                course.add("got " + mailbox.poll(HOUR).orElseThrow());
            }
            return course;
        });
    }

    @Test
    @DisplayName("takes the same course for the same seed, and another one for most others")
    void seeds() throws Exception {
        Set<List<String>> courses = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            List<String> course = course(seed);
            assertThat(course(seed)).isEqualTo(course);
            assertThat(course).hasSize(20);
            courses.add(course);
        }
        assertThat(courses).hasSizeGreaterThan(45);
    }

    @Test
    @DisplayName("lets nobody run beside another one")
    void oneAtATime() throws Exception {
        int[] counter = new int[1];
        tempo.run(() -> {
            List<Tempo.Task<String>> tasks = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                tasks.add(tempo.fork("adder", () -> {
                    for (int turn = 0; turn < 20; turn++) {
                        counter[0]++;
                        tempo.sleep(Duration.ZERO);
                    }
                    return "added";
                }));
            }
            for (Tempo.Task<String> task : tasks) {
                task.await(HOUR);
            }
            return counter;
        });
        assertThat(counter[0]).isEqualTo(1000);
    }

    @Test
    @DisplayName("hands over what a thread threw")
    void failures() {
        assertThatThrownBy(() -> tempo.run(
                        () -> tempo.fork("broken", () -> Integer.parseInt("x")).await(HOUR)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> tempo.run(() -> Integer.parseInt("x"))).isInstanceOf(NumberFormatException.class);
    }

    @Test
    @DisplayName("ends a wait at its limit, and what was waited for goes on")
    void limits() throws Exception {
        tempo.run(() -> {
            Tempo.Task<String> task = tempo.fork("slow", napping("slow", HOUR));
            assertThatThrownBy(() -> task.await(Duration.ofMinutes(1))).isInstanceOf(TimeoutException.class);
            assertThat(task.join(Duration.ofMinutes(1))).isFalse();
            assertThat(tempo.mailbox().poll(Duration.ofMinutes(1))).isEmpty();
            assertThat(tempo.nanoTime()).isEqualTo(Duration.ofMinutes(3).toNanos());
            assertThat(told).isEmpty();
            return task.await(HOUR);
        });
        assertThat(told).containsExactly("slow");
    }

    @Test
    @DisplayName("gives each item of a mailbox to one of those who wait, in order")
    void mailbox() throws Exception {
        tempo.run(() -> {
            Tempo.Mailbox<String> mailbox = tempo.mailbox();
            Callable<String> reader = () -> mailbox.poll(HOUR).map(this::tell).orElse("nothing");
            List<Tempo.Task<String>> readers =
                    List.of(tempo.fork("a", reader), tempo.fork("b", reader), tempo.fork("c", reader));
            tempo.sleep(Duration.ofSeconds(1));
            mailbox.put("first");
            mailbox.put("second");
            List<String> results = new ArrayList<>();
            for (Tempo.Task<String> task : readers) {
                results.add(task.await(FOREVER));
            }
            assertThat(results).containsExactlyInAnyOrder("first", "second", "nothing");
            return results;
        });
        assertThat(told).containsExactly("first", "second");
        assertThat(tempo.nanoTime()).isEqualTo(HOUR.toNanos());
    }

    private Callable<String> interruptible(Callable<?> wait) {
        return () -> {
            try {
                wait.call();
                return "not interrupted";
            } catch (InterruptedException _) {
                return Thread.currentThread().isInterrupted() ? "flag still up" : "interrupted";
            }
        };
    }

    @Test
    @DisplayName("interrupts whatever a thread waits for, at that moment")
    void interrupts() throws Exception {
        tempo.run(() -> {
            Tempo.Task<String> endless = tempo.fork("endless", napping("endless", FOREVER));
            List<Callable<?>> waits = List.of(
                    napping("nap", HOUR),
                    () -> tempo.mailbox().poll(HOUR),
                    () -> endless.await(HOUR),
                    () -> endless.join(HOUR));
            for (Callable<?> wait : waits) {
                Tempo.Task<String> waiting = tempo.fork("waiting", interruptible(wait));
                tempo.sleep(Duration.ofSeconds(1));
                waiting.interrupt();
                assertThat(waiting.await(Duration.ofNanos(1))).isEqualTo("interrupted");
            }
            return tell("done");
        });
        assertThat(tempo.nanoTime()).isEqualTo(Duration.ofSeconds(4).toNanos());
        assertThat(told).containsExactly("done");
    }

    @Test
    @DisplayName("keeps an interrupt until the next wait, where the thread can see it before")
    void pendingInterrupt() throws Exception {
        tempo.run(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> tempo.sleep(HOUR)).isInstanceOf(InterruptedException.class);
            tempo.sleep(HOUR);
            Tempo.Task<Boolean> task = tempo.fork("busy", () -> {
                // A fork may let others go first, and is no wait.
                tempo.fork("other", napping("other", Duration.ZERO));
                return Thread.interrupted();
            });
            task.interrupt();
            return task.await(HOUR);
        });
        assertThat(tempo.nanoTime()).isEqualTo(HOUR.toNanos());
    }

    @Test
    @DisplayName("says what everybody waits for when nothing can happen any more")
    void deadlock() {
        assertThatThrownBy(() -> tempo.run(() -> {
                    Tempo.Task<?> stuck =
                            tempo.fork("stuck", () -> tempo.mailbox().poll(FOREVER));
                    return stuck.join(FOREVER);
                }))
                .isInstanceOf(DeadlockException.class)
                .hasMessageContaining("'main' for the end of 'stuck'")
                .hasMessageContaining("'stuck' for an item");
    }

    @Test
    @DisplayName("says who lets no time pass, instead of going on for ever")
    void livelock() {
        assertThatThrownBy(() -> tempo.run(() -> {
                    while (tempo.mailbox().poll(Duration.ZERO).isEmpty()) {
                        tempo.fork("busy", () -> "nothing");
                    }
                    return "never";
                }))
                .isInstanceOf(DeadlockException.class)
                .hasMessageContaining("nobody lets time pass")
                .hasMessageContaining("'main'");
    }

    @Test
    @DisplayName("ends what the first thread leaves behind, through its finally blocks")
    void leftBehind() throws Exception {
        tempo.run(() -> {
            tempo.fork("left", () -> {
                try {
                    return napping("never", HOUR).call();
                } finally {
                    tell("cleaned up");
                }
            });
            tempo.sleep(Duration.ofSeconds(1));
            return tell("main is over");
        });
        assertThat(told).containsExactly("main is over", "cleaned up");
        assertThat(tempo.run(() -> tell("again"))).isEqualTo("again");
    }

    private Callable<String> family() {
        return () -> {
            tempo.fork("child", napping("child", HOUR));
            tempo.fork("parent", () -> tempo.fork("grandchild", napping("grandchild", HOUR)));
            return napping("father", HOUR).call();
        };
    }

    @Test
    @DisplayName("kills a process with all its threads, and no other")
    void kill() throws Exception {
        tempo.run(() -> {
            SimulatedProcess<String> process = tempo.process("victim", family());
            Tempo.Task<String> other = tempo.fork("other", napping("other", HOUR));
            tempo.sleep(Duration.ofSeconds(1));
            process.kill();
            assertThatThrownBy(() -> process.await(Duration.ZERO)).hasCauseInstanceOf(ThreadEnded.class);
            return other.await(FOREVER);
        });
        assertThat(told).containsExactly("other");
    }

    @Test
    @DisplayName("lets a process kill itself from any of its threads")
    void suicide() throws Exception {
        tempo.run(() -> {
            List<SimulatedProcess<String>> self = new ArrayList<>();
            self.add(tempo.process("victim", () -> {
                tempo.fork("killer", () -> {
                    tempo.sleep(Duration.ofSeconds(1));
                    self.getFirst().kill();
                    return tell("survived");
                });
                return family().call();
            }));
            assertThatThrownBy(() -> self.getFirst().await(FOREVER)).hasCauseInstanceOf(ThreadEnded.class);
            return tell("over");
        });
        assertThat(told).containsExactly("over");
        assertThat(tempo.nanoTime()).isEqualTo(Duration.ofSeconds(1).toNanos());
    }
}
