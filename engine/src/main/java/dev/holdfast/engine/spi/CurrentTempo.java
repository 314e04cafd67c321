package dev.holdfast.engine.spi;

/** Which tempo a thread lives in. */
public final class CurrentTempo {
    private static final ScopedValue<Tempo> SIMULATED = ScopedValue.newInstance();
    private static final Tempo MACHINE = new MachineTempo();

    private CurrentTempo() {}

    static Tempo get() {
        return SIMULATED.orElse(MACHINE);
    }

    /** Runs something in a thread that belongs to a simulation; a simulation calls this first thing in each of its threads. */
    public static void in(Tempo simulated, Runnable work) {
        ScopedValue.where(SIMULATED, simulated).run(work);
    }
}
