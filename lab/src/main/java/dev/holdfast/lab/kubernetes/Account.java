package dev.holdfast.lab.kubernetes;

import dev.holdfast.lab.server.KubernetesAccess;
import java.util.List;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param mayChange whether it may do more than read
 */
record Account(String name, boolean mayChange) {
    private static final String BEARER = "Bearer ";
    private static final List<String> READING = List.of("get", "list", "watch");

    /** The account that a header proves; fails when it proves none. */
    static Account of(Optional<String> authorization, KubernetesAccess access) {
        String token = authorization
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).strip())
                .orElse("");
        if (token.equals(access.operatorToken())) {
            return new Account("lab-operator", true);
        }
        if (token.equals(access.viewerToken())) {
            return new Account("lab-viewer", false);
        }
        throw ApiFailure.unauthorized();
    }

    void require(String verb, Target target) {
        if (!mayChange && !READING.contains(verb)) {
            throw ApiFailure.forbidden(
                    "%s \"%s\" is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\" in the namespace \"%s\""
                            .formatted(
                                    target.kind().resource(),
                                    target.name(),
                                    name,
                                    verb,
                                    target.resource(),
                                    target.kind().group(),
                                    target.namespace()));
        }
    }
}
