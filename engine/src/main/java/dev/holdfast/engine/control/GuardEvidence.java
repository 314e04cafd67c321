package dev.holdfast.engine.control;

import dev.holdfast.engine.run.RunState;
import dev.holdfast.model.operation.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What guards are judged by.
 *
 * @param rpo recovery point objective of the database that the run is about, when it is clear which one that is
 * @param recent other runs, finished or not; looked up when a guard needs them, because that takes reading them
 */
record GuardEvidence(RunState run, Plan plan, Optional<Duration> rpo, Supplier<List<RunState>> recent, Instant now) {}
