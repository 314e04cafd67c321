package dev.holdfast.lab.countries;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * A network and the country that it is in.
 *
 * @param network an IPv4 or IPv6 network, such as {@code 127.66.5.0/24}
 * @param country ISO 3166-1 code
 * @param continent code of two letters
 */
public record CountryNetwork(String network, String country, String continent) {
    private static final int BITS = 128;
    private static final int IPV4_BITS = 32;

    /** As 128 bits; an IPv4 address is in the last 32 of them, below {@code ::/96}. */
    BigInteger address() {
        return new BigInteger(1, literal().getAddress());
    }

    /** How many of the 128 bits belong to the network. */
    int prefix() {
        int prefix = Integer.parseInt(network.substring(slash() + 1));
        return literal() instanceof Inet4Address ? prefix + BITS - IPV4_BITS : prefix;
    }

    private InetAddress literal() {
        try {
            return InetAddress.ofLiteral(network.substring(0, slash()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(network + " is not a network", e);
        }
    }

    private int slash() {
        int slash = network.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(network + " has no length, such as /24");
        }
        return slash;
    }
}
