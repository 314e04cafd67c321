package dev.holdfast.model.runbook;

/** How a run is driven. */
public enum Mode {
    /** Every step runs as soon as what it needs is done. */
    AUTO
}
