package dev.holdfast.lab.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;

/** How one client finds the service whenever it opens a connection. What is thrown says that it found no address. */
interface Directions {

    InetSocketAddress forRequests() throws IOException;

    InetSocketAddress forSockets() throws IOException;

    /** What it calls the service. */
    String host();

    /**
     * The way of the client with this address.
     *
     * @param turn which client this is, so that not all of them ask the same server first
     */
    static Directions to(Entrance entrance, String client, int turn) {
        return switch (entrance) {
            case Entrance.Direct(URI requests, int socketPort) -> new KnownAddress(requests, socketPort);
            case Entrance.Named named ->
                new NamedAddress(
                        named,
                        new NameCache(
                                new StubResolver(named.name(), named.servers(), client, turn)::ask, System::nanoTime));
        };
    }

    /** Always the same. */
    record KnownAddress(URI requests, int socketPort) implements Directions {
        @Override
        public InetSocketAddress forRequests() {
            return new InetSocketAddress(requests.getHost(), requests.getPort());
        }

        @Override
        public InetSocketAddress forSockets() {
            return new InetSocketAddress(requests.getHost(), socketPort);
        }

        @Override
        public String host() {
            return requests.getHost();
        }
    }

    /** What DNS says at the moment, or said no longer ago than the answer may be kept. */
    record NamedAddress(Entrance.Named entrance, NameCache cache) implements Directions {
        @Override
        public InetSocketAddress forRequests() throws IOException {
            return new InetSocketAddress(cache.address(), entrance.port());
        }

        @Override
        public InetSocketAddress forSockets() throws IOException {
            return forRequests();
        }

        @Override
        public String host() {
            return entrance.name().replaceFirst("\\.$", "");
        }
    }
}
