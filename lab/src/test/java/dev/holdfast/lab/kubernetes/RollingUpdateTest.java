package dev.holdfast.lab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A rolling update")
class RollingUpdateTest {
    private static final int MOST = 10;

    private final TreeMap<Integer, PodState> pods = new TreeMap<>();
    private final List<String> log = new ArrayList<>();

    private static PodState pod(int slot, boolean updated, boolean available) {
        return new PodState("pod-" + slot, slot, slot > MOST, updated, available, available, false);
    }

    private void have(int replicas, boolean updated) {
        for (int slot = 1; slot <= replicas; slot++) {
            pods.put(slot, pod(slot, updated, true));
        }
    }

    /** Does what it decides until it wants nothing more; each pod becomes available at once, each end is at once. */
    private void play(int wanted, int most, int neverFewer) {
        RollingUpdate.Step step = RollingUpdate.next(wanted, most, List.copyOf(pods.values()));
        for (int rounds = 0; !(step.create().isEmpty() && step.end().isEmpty()); rounds++) {
            assertThat(rounds).isLessThan(100);
            for (int slot : step.create()) {
                boolean spare = slot > wanted;
                pods.put(slot, new PodState("pod-" + slot, slot, spare, true, true, true, false));
                log.add("+" + slot);
            }
            for (String name : step.end()) {
                pods.remove(Integer.parseInt(name.substring("pod-".length())));
                log.add("-" + name.substring("pod-".length()));
            }
            assertThat(pods).hasSizeGreaterThanOrEqualTo(neverFewer);
            step = RollingUpdate.next(wanted, most, List.copyOf(pods.values()));
        }
        assertThat(pods).hasSize(wanted);
        assertThat(pods.values()).allMatch(PodState::updated);
    }

    @Test
    @DisplayName("that has all it wants does nothing")
    void nothing() {
        have(3, true);
        play(3, MOST, 3);
        assertThat(log).isEmpty();
    }

    @Test
    @DisplayName("fills the slots from the first on, and empties them from behind")
    void scale() {
        play(3, MOST, 0);
        assertThat(log).containsExactly("+1", "+2", "+3");
        play(1, MOST, 1);
        assertThat(log).endsWith("-2", "-3");
        play(0, MOST, 0);
    }

    @Test
    @DisplayName("replaces one pod after another with one more beside them, for any number")
    void roll() {
        for (int replicas = 1; replicas < MOST; replicas++) {
            pods.clear();
            have(replicas, false);
            play(replicas, MOST, replicas);
        }
        have(2, false);
        pods.keySet().removeIf(slot -> slot > 2);
        log.clear();
        play(2, MOST, 2);
        assertThat(log).containsExactly("+3", "-1", "+1", "-2", "+2", "-3");
    }

    @Test
    @DisplayName("without a free slot goes on with one pod fewer")
    void full() {
        have(MOST, false);
        play(MOST, MOST, MOST - 1);
    }

    @Test
    @DisplayName("touches no pod that serves while another does not, and begins with those that do not serve")
    void unready() {
        pods.put(1, pod(1, false, true));
        pods.put(2, pod(2, false, false));
        pods.put(3, new PodState("pod-3", 3, true, true, true, true, false));
        assertThat(RollingUpdate.next(2, MOST, List.copyOf(pods.values())).end())
                .containsExactly("pod-2");
        pods.put(2, pod(2, true, false));
        RollingUpdate.Step step = RollingUpdate.next(2, MOST, List.copyOf(pods.values()));
        assertThat(step.end()).isEmpty();
        assertThat(step.create()).isEmpty();
    }

    @Test
    @DisplayName("waits for a pod that ends before it takes its slot or ends another")
    void terminating() {
        have(2, false);
        pods.put(1, new PodState("pod-1", 1, false, false, true, true, true));
        pods.put(3, new PodState("pod-3", 3, true, true, true, true, false));
        RollingUpdate.Step step = RollingUpdate.next(2, MOST, List.copyOf(pods.values()));
        assertThat(step.create()).isEmpty();
        assertThat(step.end()).isEmpty();
    }
}
