package dev.holdfast.lab.traffic;

/**
 * Between whom something happened, as the client knows it: it has no names of regions, only addresses.
 *
 * @param client the address that the client sends from
 * @param country ISO 3166-1 code of where the client is; empty for one that nobody placed anywhere
 * @param entrance the IP address that it went to; empty when it found none
 */
public record Route(String client, String country, String entrance) {
    /** Where a client went that found no address for the service, or did not look for one. */
    public static final String NOWHERE = "";
}
