package dev.holdfast.model.detection;

/** What one look at a primary brought. */
public enum Sign {
    /** It does its work for this source. */
    ALIVE,
    /** It answers, but serves nothing: it starts, recovers, or has no connection left. */
    ANSWERING,
    /** It said that it is being stopped in good order. */
    STOPPING,
    /** The machine says that nobody listens. */
    REFUSED,
    /** An open session broke off without a word. */
    BROKEN,
    /** Nothing came back in the time allowed. */
    SILENT,
    /** A source that can't tell: it is down itself, or was never connected. */
    ABSTAINS;

    /** Whether the primary showed any sign of life. */
    public boolean showsLife() {
        return this == ALIVE || this == ANSWERING;
    }

    /** Whether this look failed. */
    public boolean failed() {
        return this == REFUSED || this == BROKEN || this == SILENT;
    }
}
