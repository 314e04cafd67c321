package dev.holdfast.lab.traffic;

import dev.holdfast.model.topology.HostPort;
import java.net.URI;
import java.util.List;

/** Where clients go to find the service. */
public sealed interface Entrance {

    /** Always this load balancer, whatever DNS says. WebSockets are on a port of their own where no load balancer tells them apart. */
    record Direct(URI requests, int socketPort) implements Entrance {
        public Direct(URI requests) {
            this(requests, requests.getPort());
        }
    }

    /**
     * Whatever DNS answers for a name.
     *
     * @param name such as {@code www.lab.test.}
     * @param servers that answer for it; a client asks the next one when one does not answer
     */
    record Named(String name, int port, List<HostPort> servers) implements Entrance {
        public Named {
            servers = List.copyOf(servers);
            if (servers.isEmpty()) {
                throw new IllegalArgumentException("nobody answers for " + name);
            }
        }
    }
}
