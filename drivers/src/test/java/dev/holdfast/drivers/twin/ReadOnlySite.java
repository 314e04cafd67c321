package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.DatabaseBinding;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.engine.spi.PrimaryMemory;
import dev.holdfast.engine.spi.RestorePoints;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Workloads;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A site of which only that may be asked which changes nothing. Whatever else is called fails. */
final class ReadOnlySite {
    private static final List<String> READS = List.of(
            "topology",
            "clock",
            "spec",
            "observe",
            "process",
            "servers",
            "traffic",
            "instances",
            "instance",
            "all",
            "lastSighting");
    private static final List<String> PARTS =
            List.of("database", "balancer", "workloads", "dns", "memory", "restorePoints");

    private final List<String> asked = new CopyOnWriteArrayList<>();

    Site of(Site site) {
        return guard(Site.class, site);
    }

    /** What was read, in order. */
    List<String> asked() {
        return asked;
    }

    private <T> T guard(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    asked.add(method.getName());
                    Object result = READS.contains(method.getName()) || PARTS.contains(method.getName())
                            ? call(() -> method.invoke(target, arguments))
                            : refuse(method.getName());
                    return guarded(result);
                }));
    }

    private Object guarded(Object result) {
        return switch (result) {
            case DatabaseBinding binding ->
                new DatabaseBinding(
                        guard(DatabaseCluster.class, binding.cluster()),
                        binding.rejoin(),
                        binding.contents(),
                        binding.probes());
            case LoadBalancer balancer -> guard(LoadBalancer.class, balancer);
            case Workloads workloads -> guard(Workloads.class, workloads);
            case PrimaryMemory memory -> guard(PrimaryMemory.class, memory);
            case RestorePoints points -> guard(RestorePoints.class, points);
            default -> result;
        };
    }

    private static Object refuse(String method) {
        throw new AssertionError("a seed must not call " + method);
    }

    private interface Invocation {
        Object run() throws IllegalAccessException, InvocationTargetException;
    }

    private static Object call(Invocation invocation) throws Throwable {
        try {
            return Optional.ofNullable(invocation.run()).orElseThrow();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
