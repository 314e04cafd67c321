package dev.holdfast.operations.balancer;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.operations.concurrent.Attempt;
import dev.holdfast.operations.concurrent.Fanout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes load balancers do what they were told also after they were loaded anew.
 *
 * <p>It comes when clients are served already, and nothing depends on it: one that can't keep what it was told is named, and
 * neither fails nor undoes what works.
 */
public final class Keeping {
    private static final Duration KEEP = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Execution execution;
    private final List<String> balancers;

    private Keeping(Execution execution, Stream<String> balancers) {
        this.execution = execution;
        this.balancers = balancers.filter(name -> !name.isEmpty()).distinct().toList();
    }

    /** What the endpoints of a database were told. */
    public static Keeping endpoints(Execution execution, DatabaseSpec spec) {
        return new Keeping(execution, spec.endpoints().stream().map(DatabaseEndpoint::balancer));
    }

    /** What was told to the load balancers before deployments. */
    public static Keeping fronts(Execution execution, List<DeploymentSpec> deployments) {
        return new Keeping(
                execution,
                deployments.stream()
                        .flatMap(deployment -> deployment.instances().stream())
                        .map(InstanceSpec::balancer));
    }

    /** Does something, and keeps it; also when it got stuck halfway, as the load balancers are then. */
    public void after(Runnable work) {
        try {
            work.run();
        } catch (HoldfastException failure) {
            if (failure.code() != ErrorCode.INTERRUPTED) {
                keep();
            }
            throw failure;
        }
        keep();
    }

    /** Keeps what all of them were told, at the same time; a failure is only told. */
    public void keep() {
        Fanout.attempt(balancers, name -> {
                    execution.site().balancer(name).keep(execution.limit(KEEP));
                    return name;
                })
                .forEach(attempt -> attempt.failure()
                        .ifPresent(failure ->
                                execution.note("WARNING: load balancer %s would not do this any more after a reload: %s"
                                        .formatted(attempt.target(), failure.attempted()))));
    }

    /** What a reload would undo, one sentence a load balancer; those that can't be asked are left out. */
    public List<String> undone() {
        return look().stream()
                .flatMap(attempt -> attempt instanceof Attempt.Done<String, Optional<String>> done
                        ? done.result().stream().map(what -> "%s: %s".formatted(done.target(), what))
                        : Stream.of())
                .toList();
    }

    /** The proof, with what a reload would undo, or why that is not known; what fails stays as it is. */
    public Proof proof(Proof proof) {
        return proof instanceof Proof.Holds holds
                ? new Proof.Holds(holds.evidence() + warning(), holds.outputs())
                : proof;
    }

    private String warning() {
        List<Attempt<String, Optional<String>>> seen = look();
        List<String> warnings = new ArrayList<>();
        for (Attempt<String, Optional<String>> attempt : seen) {
            switch (attempt) {
                case Attempt.Done<String, Optional<String>> done ->
                    done.result()
                            .ifPresent(what -> warnings.add(
                                    "a reload of load balancer %s would undo this: %s".formatted(done.target(), what)));
                case Attempt.Failed<String, Optional<String>> failed ->
                    warnings.add("it is not known whether load balancer %s would do this after a reload: %s"
                            .formatted(failed.target(), failed.cause().attempted()));
            }
        }
        return warnings.isEmpty() ? "" : "; WARNING: " + String.join("; ", warnings);
    }

    private List<Attempt<String, Optional<String>>> look() {
        return Fanout.attempt(balancers, name -> execution.site().balancer(name).unkept(execution.limit(LOOK)));
    }
}
