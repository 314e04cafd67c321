package dev.holdfast.drivers.service;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.InstanceState.Health;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** One process of the service, asked for itself: not through a load balancer. */
record Instance(InstanceSpec spec, HttpSession http) {

    /** Starts asking; several instances that are looked at one after the other are asked at the same time. */
    Look look(Deadline deadline) {
        return new Look(spec, http.get(at("/info"), deadline), http.get(at("/health/ready"), deadline));
    }

    /** Asks only who it is and what it runs with. */
    About about(Deadline deadline) {
        return About.of(http.get(at("/info"), deadline).reply());
    }

    /** Tells it to read its settings again. */
    Reply reload(Deadline deadline) {
        return http.post(at("/admin/reload"), deadline).reply();
    }

    private URI at(String path) {
        return URI.create("http://" + spec.address() + path);
    }

    /** What an instance says of itself; all is empty when it says nothing. */
    record About(String instance, String incarnation, Map<String, String> settings, Reply reply) {
        static About of(Reply reply) {
            JsonNode json = reply.json();
            Map<String, String> settings = json.path("settings").properties().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, setting -> setting.getValue().asString("")));
            return new About(
                    json.path("instance").asString(""), json.path("incarnation").asString(""), settings, reply);
        }

        boolean isOf(InstanceSpec spec) {
            return instance.equals(spec.name());
        }

        boolean isAnotherProcess(InstanceSpec spec, String before) {
            return isOf(spec) && !incarnation.isEmpty() && !incarnation.equals(before);
        }
    }

    /** Two questions that are under way. */
    record Look(InstanceSpec spec, HttpSession.Call info, HttpSession.Call ready) {
        InstanceState state() {
            About about = About.of(info.reply());
            Reply readiness = ready.reply();
            return new InstanceState(
                    spec.name(),
                    health(about, readiness),
                    about.incarnation(),
                    about.settings(),
                    detail(about, readiness));
        }

        private Health health(About about, Reply readiness) {
            if (readiness instanceof Reply.Silent && about.reply() instanceof Reply.Silent) {
                return Health.UNREACHABLE;
            }
            boolean ready = readiness.is(200)
                    && readiness.json().path("status").asString("").equals("ready")
                    && about.isOf(spec);
            return ready ? Health.READY : Health.NOT_READY;
        }

        private String detail(About about, Reply readiness) {
            if (about.reply() instanceof Reply.Silent(String reason)) {
                return "%s: no answer to /info: %s; /health/ready: %s"
                        .formatted(spec.address(), reason, readiness.text());
            }
            if (!about.isOf(spec)) {
                return "%s is not this instance: /info: %s"
                        .formatted(spec.address(), about.reply().text());
            }
            return "/health/ready: " + readiness.text();
        }
    }
}
