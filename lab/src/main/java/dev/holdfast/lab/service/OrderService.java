package dev.holdfast.lab.service;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** One instance of the application. */
public final class OrderService implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);

    private final Path configFile;
    private final String incarnation = UUID.randomUUID().toString();
    private final RequestMetrics metrics = new RequestMetrics();
    private final EventLog log;
    private final WriterPool pool;
    private final WebServer server;
    private final SocketApi sockets;
    private volatile ServiceSettings settings;
    private volatile boolean draining;

    private OrderService(Path configFile, PrintStream out) {
        this.configFile = configFile;
        settings = ServiceSettings.load(configFile);
        log = new EventLog(out, settings.instance());
        pool = new WriterPool(this::settings, metrics.registry());
        sockets = new SocketApi(settings, log);
        server = webServer();
    }

    /**
     * Runs an instance until the process is told to stop, then ends the process. The only thread that it needs is the caller's.
     */
    public static void run(Path configFile) {
        OrderService service = new OrderService(configFile, System.out);
        service.log.takeOverLibraries();
        OrderlyEnd end = OrderlyEnd.onTermination(service::close);
        try {
            service.begin();
            OrderlyEnd.await();
        } finally {
            end.cancel();
        }
    }

    /** Starts an instance inside this process; it writes its log to {@code out}. */
    public static OrderService start(Path configFile, PrintStream out) {
        var service = new OrderService(configFile, out);
        service.begin();
        return service;
    }

    public int port() {
        return server.port();
    }

    /** Where it listens for WebSockets. */
    public int socketPort() {
        return sockets.port();
    }

    private void begin() {
        sockets.start();
        server.start();
        log.event(
                "started",
                Map.of(
                        "listen",
                        settings.listen().host() + ":" + server.port(),
                        "sockets",
                        Integer.toString(sockets.port()),
                        "writer",
                        settings.database().writer().toString(),
                        "incarnation",
                        incarnation));
    }

    private ServiceSettings settings() {
        return settings;
    }

    private WebServer webServer() {
        var load = new Load(metrics.registry(), pool::waiting, sockets::open);
        var api = new HttpApi(new Orders(pool), new Readiness(pool), metrics, load, log, new ThisProcess());
        HttpRouting.Builder routing = HttpRouting.builder();
        api.routing(routing);
        return WebServer.builder()
                .host(settings.listen().host())
                .port(settings.listen().port())
                // Its own hook would stop the server at once, before the drain time.
                .shutdownHook(false)
                .shutdownGracePeriod(Orders.BUDGET.plusMillis(500))
                .routing(routing)
                .build();
    }

    /**
     * Stops without losing a request: says that it drains, sends the clients that hold WebSockets to other instances, goes on serving
     * until the load balancer has seen that, lets what is in flight finish, and only then closes.
     */
    @Override
    public synchronized void close() {
        if (draining) {
            return;
        }
        draining = true;
        log.event("draining", Map.of("drain", settings.drain().toString()));
        long drained = System.nanoTime() + settings.drain().toNanos();
        long abandoned = drained + Orders.BUDGET.plusMillis(500).toNanos();
        // At once, while the load balancer still takes this instance for a live one: when it does not, it cuts them.
        sockets.stop();
        while (System.nanoTime() < drained || (metrics.inFlight() > 0 && System.nanoTime() < abandoned)) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        server.stop();
        pool.close();
        log.event("stopped", Map.of("in_flight", Integer.toString(metrics.inFlight())));
    }

    private final class ThisProcess implements HttpApi.Lifecycle {
        @Override
        public boolean draining() {
            return draining;
        }

        @Override
        public ServiceSettings settings() {
            return settings;
        }

        @Override
        public String incarnation() {
            return incarnation;
        }

        @Override
        public ServiceSettings reload() {
            settings = ServiceSettings.load(configFile);
            pool.renew();
            log.event("reloaded", settings.adjustable());
            return settings;
        }

        @Override
        public int askSocketsToLeave() {
            return sockets.askToLeave();
        }
    }
}
