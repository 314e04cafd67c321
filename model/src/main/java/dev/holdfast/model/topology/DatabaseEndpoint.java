package dev.holdfast.model.topology;

/**
 * Where the applications of one region find the database: two backends of a load balancer, whose servers carry the names of
 * the database servers.
 *
 * @param balancer name of the {@link BalancerSpec}
 * @param writer address that leads to the primary
 * @param writerBackend the load balancer's backend behind {@code writer}
 * @param reader address that leads to the standbys
 * @param readerBackend the load balancer's backend behind {@code reader}
 */
public record DatabaseEndpoint(
        String balancer, HostPort writer, String writerBackend, HostPort reader, String readerBackend) {}
