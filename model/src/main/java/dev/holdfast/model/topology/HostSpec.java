package dev.holdfast.model.topology;

/**
 * A machine on which commands can be run.
 *
 * @param driver which driver reaches it, such as {@code ssh}
 * @param user the account that logs in
 * @param identityFile path of the private key
 * @param knownHosts path of the file with the host's public key; an unknown host is refused
 */
public record HostSpec(
        String name,
        String region,
        String driver,
        HostPort address,
        String user,
        String identityFile,
        String knownHosts) {}
