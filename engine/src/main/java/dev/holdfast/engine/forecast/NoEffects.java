package dev.holdfast.engine.forecast;

/** What a forecast says to whoever wants to change something. */
final class NoEffects {
    private NoEffects() {}

    static UnsupportedOperationException refuse() {
        return new UnsupportedOperationException("a forecast changes nothing");
    }
}
