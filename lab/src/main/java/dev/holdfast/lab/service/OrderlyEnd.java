package dev.holdfast.lab.service;

import java.util.concurrent.CountDownLatch;

/**
 * Ends a process of the lab in order when it is told to stop.
 *
 * <p>The JVM would report the signal as its exit code, and nobody could tell an orderly stop from a kill: so the JVM is ended with 0 when
 * the stop succeeded.
 */
public final class OrderlyEnd {
    private final Thread hook;

    private OrderlyEnd(Runnable stop) {
        hook = new Thread(
                () -> {
                    stop.run();
                    System.out.flush();
                    Runtime.getRuntime().halt(0);
                },
                "orderly-end");
    }

    /** Runs {@code stop} on SIGTERM or SIGINT, and then ends the process. */
    public static OrderlyEnd onTermination(Runnable stop) {
        var end = new OrderlyEnd(stop);
        Runtime.getRuntime().addShutdownHook(end.hook);
        return end;
    }

    /** The process goes on without this; when it is being ended already, the call does not return. */
    public void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            await();
        }
    }

    /** Blocks the calling thread until the process ends. */
    public static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
