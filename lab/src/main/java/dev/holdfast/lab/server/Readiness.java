package dev.holdfast.lab.server;

import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks the service over HTTP whether it can do its work. */
final class Readiness {
    private static final int ANSWER_MILLIS = 1500;

    private Readiness() {}

    /** Whether the service says so, at an instance or through a load balancer. */
    static boolean at(HostPort address) {
        try {
            URI ready = URI.create("http://%s/health/ready".formatted(address));
            HttpURLConnection request = (HttpURLConnection) ready.toURL().openConnection();
            request.setConnectTimeout(ANSWER_MILLIS);
            request.setReadTimeout(ANSWER_MILLIS);
            try {
                return request.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                request.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }
}
