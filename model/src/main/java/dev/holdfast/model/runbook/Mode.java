package dev.holdfast.model.runbook;

/** How a run is driven. */
public enum Mode {
    /** Every step runs as soon as what it needs is done. */
    AUTO,
    /** A person sees what each step would change, and says whether it may. */
    GUIDED,
    /** On a model of the infrastructure; nothing real is changed. */
    SIMULATION
}
