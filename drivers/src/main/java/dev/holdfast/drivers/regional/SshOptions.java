package dev.holdfast.drivers.regional;

/**
 * How the host of a copy logs in on the host with the data.
 *
 * @param login user, {@code @} and address
 * @param command the ssh command, as rsync splits it
 */
record SshOptions(String login, String command) {

    static SshOptions of(Leg leg) {
        String address = leg.ofSource("ssh");
        int colon = address.lastIndexOf(':');
        String command = String.join(
                " ",
                "ssh -F none -o BatchMode=yes -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=5",
                "-o ServerAliveInterval=2 -o ServerAliveCountMax=3",
                "-i",
                DataHost.quote(leg.ofTarget("identity_file")),
                "-o",
                DataHost.quote("UserKnownHostsFile=" + leg.ofTarget("known_hosts")),
                leg.perhapsOfTarget("from").map(local -> "-b " + local).orElse(""),
                "-p",
                address.substring(colon + 1));
        return new SshOptions(address.substring(0, colon), command);
    }
}
