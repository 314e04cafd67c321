package dev.holdfast.lab.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a deployment has to do next to become what was asked for. It only decides; whoever follows looks again and asks again.
 *
 * <p>Pods keep to the slots from 1 on. While pods of an older template are left, one pod more runs in the next slot, if there is one;
 * then one old pod after another is replaced, and only while every other pod is available.
 */
final class RollingUpdate {
    private final int wanted;
    private final int most;
    private final TreeMap<Integer, PodState> bySlot = new TreeMap<>();

    private RollingUpdate(int wanted, int most, List<PodState> pods) {
        this.wanted = wanted;
        this.most = most;
        pods.forEach(pod -> bySlot.put(pod.slot(), pod));
    }

    /**
     * What to do now.
     *
     * @param create numbers of the slots that need a pod
     * @param end names of the pods that have to end
     */
    record Step(List<Integer> create, List<String> end) {}

    static Step next(int wanted, int most, List<PodState> pods) {
        return new RollingUpdate(wanted, most, pods).step();
    }

    private Step step() {
        int last = rolling() && wanted < most ? wanted + 1 : wanted;
        List<Integer> create = IntStream.rangeClosed(1, last)
                .filter(slot -> !bySlot.containsKey(slot))
                .boxed()
                .toList();
        List<String> end = new ArrayList<>(
                active(bySlot.tailMap(last, false).values().stream().toList()));
        if (create.isEmpty()) {
            replaceable().map(PodState::name).ifPresent(end::add);
        }
        return new Step(create, end);
    }

    private static List<String> active(List<PodState> pods) {
        return pods.stream()
                .filter(pod -> !pod.terminating())
                .map(PodState::name)
                .toList();
    }

    /** Whether old pods are left, or the last of their successors are not available yet. */
    private boolean rolling() {
        boolean old = ours().stream().anyMatch(pod -> !pod.updated());
        boolean spare = bySlot.tailMap(wanted, false).values().stream().anyMatch(PodState::spare);
        boolean complete = ours().size() == wanted && ours().stream().allMatch(PodState::available);
        return wanted > 0 && (old || (spare && !complete));
    }

    private List<PodState> ours() {
        return List.copyOf(bySlot.headMap(wanted, true).values());
    }

    /** An old pod that does not serve goes first; one that serves goes only when all others do. */
    private Optional<PodState> replaceable() {
        if (bySlot.values().stream().anyMatch(PodState::terminating)) {
            return Optional.empty();
        }
        List<PodState> old = ours().stream().filter(pod -> !pod.updated()).toList();
        Optional<PodState> idle = old.stream().filter(pod -> !pod.ready()).findFirst();
        boolean allServe = bySlot.values().stream().allMatch(PodState::available);
        return idle.isPresent() || !allServe ? idle : old.stream().findFirst();
    }
}
