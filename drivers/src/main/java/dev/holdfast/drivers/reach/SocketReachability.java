package dev.holdfast.drivers.reach;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.engine.spi.Reachability;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/**
 * Looks through sockets that are bound to the vantage point and are closed again, so that each look takes the whole way anew.
 * Names are not looked up: during an outage nobody may be there who knows them.
 */
public final class SocketReachability implements Reachability {

    @Override
    public Seen http(String vantage, String url, Duration limit) {
        return timed(limit, deadline -> http(vantage, Page.of(url), deadline));
    }

    @Override
    public Seen tcp(String vantage, HostPort address, Duration limit) {
        return timed(limit, deadline -> {
            try (Socket _ = connect(vantage, address, deadline)) {
                return new Outcome(Status.HEALTHY, "%s accepts connections".formatted(address));
            }
        });
    }

    private static Outcome http(String vantage, Page page, Deadline deadline) throws IOException {
        try (Socket socket = connect(vantage, page.address(), deadline)) {
            return page.request(socket, deadline);
        }
    }

    private static Socket connect(String vantage, HostPort address, Deadline deadline) throws IOException {
        Socket socket = new Socket();
        try {
            bind(socket, vantage);
            socket.setTcpNoDelay(true);
            socket.connect(
                    new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port()),
                    Math.toIntExact(deadline.remaining().toMillis()));
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static void bind(Socket socket, String vantage) throws IOException {
        try {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(vantage), 0));
        } catch (IOException e) {
            throw new NoVantageException("can't look from %s: %s".formatted(vantage, e.getMessage()), e);
        }
    }

    /** What was seen, before anybody knows how long it took. */
    record Outcome(Status status, String detail) {}

    /** Not a sign of what is looked at: the look could not be begun. */
    static final class NoVantageException extends BindException {
        private static final long serialVersionUID = 1L;

        NoVantageException(String message, IOException cause) {
            super(message);
            initCause(cause);
        }
    }

    @FunctionalInterface
    private interface Look {
        Outcome take(Deadline deadline) throws IOException;
    }

    /** A look with its time, and without exceptions. */
    private static Seen timed(Duration limit, Look look) {
        long began = System.nanoTime();
        Outcome outcome = outcome(limit, look);
        return new Seen(outcome.status(), outcome.detail(), Duration.ofNanos(System.nanoTime() - began));
    }

    private static Outcome outcome(Duration limit, Look look) {
        try {
            return look.take(Deadline.in(limit));
        } catch (NoVantageException e) {
            return new Outcome(Status.UNKNOWN, String.valueOf(e.getMessage()));
        } catch (SocketTimeoutException e) {
            return new Outcome(Status.UNREACHABLE, "nothing came back within %d ms".formatted(limit.toMillis()));
        } catch (IOException e) {
            boolean brokenOff = Thread.currentThread().isInterrupted();
            return brokenOff
                    ? new Outcome(Status.UNKNOWN, "the look was broken off")
                    : new Outcome(Status.UNREACHABLE, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Outcome(Status.UNKNOWN, "can't be looked at: " + e.getMessage());
        }
    }

    /**
     * A page to ask for.
     *
     * @param hostHeader as a browser would write it
     */
    record Page(HostPort address, String hostHeader, String path) {

        static Page of(String url) {
            URI uri = URI.create(url);
            if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
                throw new IllegalArgumentException("'%s' is no http address".formatted(url));
            }
            int port = uri.getPort() == -1 ? 80 : uri.getPort();
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return new Page(new HostPort(uri.getHost(), port), uri.getRawAuthority(), path + query);
        }

        Outcome request(Socket socket, Deadline deadline) throws IOException {
            StatusLine.ask(socket, this);
            return StatusLine.read(socket, deadline);
        }
    }
}
