package dev.holdfast.lab.kubernetes;

import tools.jackson.databind.node.ObjectNode;

/** A request that is not done, as the API answers it. */
final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;

    private ApiFailure(int code, String reason, String message) {
        super(message);
        this.code = code;
        this.reason = reason;
    }

    static ApiFailure badRequest(String message) {
        return new ApiFailure(400, "BadRequest", message);
    }

    static ApiFailure unauthorized() {
        return new ApiFailure(401, "Unauthorized", "Unauthorized");
    }

    static ApiFailure forbidden(String message) {
        return new ApiFailure(403, "Forbidden", message);
    }

    static ApiFailure notFound(String what, String name) {
        return new ApiFailure(404, "NotFound", "%s \"%s\" not found".formatted(what, name));
    }

    static ApiFailure noSuchPath() {
        return new ApiFailure(404, "NotFound", "the server could not find the requested resource");
    }

    static ApiFailure notAllowed(String method) {
        return new ApiFailure(
                405, "MethodNotAllowed", "%s is not offered here by the lab's stand-in".formatted(method));
    }

    static ApiFailure conflict(String what, String name) {
        return new ApiFailure(
                409,
                "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": the object has been modified; please apply your changes to the latest version and try again"
                        .formatted(what, name));
    }

    static ApiFailure gone(long version) {
        return new ApiFailure(410, "Expired", "too old resource version: " + version);
    }

    static ApiFailure unsupported(String type) {
        return new ApiFailure(
                415, "UnsupportedMediaType", "the lab's stand-in takes no patch of type '%s'".formatted(type));
    }

    static ApiFailure invalid(String kind, String name, String why) {
        return new ApiFailure(422, "Invalid", "%s \"%s\" is invalid: %s".formatted(kind, name, why));
    }

    static ApiFailure internal(RuntimeException cause) {
        return new ApiFailure(500, "InternalError", "the lab's stand-in failed: " + cause);
    }

    int code() {
        return code;
    }

    /** As an object of kind Status. */
    ObjectNode status() {
        return Json.template("""
                {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
                 "message": %s, "reason": %s, "code": %d}""", String.valueOf(getMessage()), reason, code);
    }
}
