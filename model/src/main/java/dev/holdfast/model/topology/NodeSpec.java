package dev.holdfast.model.topology;

/**
 * One database server.
 *
 * @param host name of the {@link HostSpec} it runs on
 * @param priority among equally advanced standbys the highest is promoted
 * @param dataDirectory absolute path on the host
 * @param configFile absolute path of the configuration outside of the data directory
 * @param logFile absolute path on the host, which the server's output is appended to
 */
public record NodeSpec(
        String name,
        String region,
        String host,
        HostPort address,
        int priority,
        String dataDirectory,
        String configFile,
        String logFile) {}
