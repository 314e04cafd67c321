package dev.holdfast.model.topology;

/** An address and a TCP port. */
public record HostPort(String host, int port) {

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
