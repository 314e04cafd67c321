package dev.holdfast.lab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.install.DebianPackages;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("The stand-in of Kubernetes")
class StandInServerTest {
    private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/us-east-1/deployments/fastapi-main";
    private static final String MERGE = "application/merge-patch+json";

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newBuilder()
            .sslContext(RunningStandIn.ACCESS.tls().clientContext())
            .build();
    private RunningStandIn lab;

    @BeforeAll
    static void install() {
        DebianPackages.ensure(_ -> {});
    }

    @BeforeEach
    void start() {
        lab = new RunningStandIn(directory);
        assertThat(lab.shows("get deploy", "4/4")).isTrue();
    }

    @AfterEach
    void end() {
        lab.close();
        http.close();
    }

    private HttpResponse<String> send(String method, String path, String token, String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:%d%s".formatted(lab.port(), path)))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void refused(HttpResponse<String> response, int code, String reason) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(code);
        ObjectNode status = Json.object(response.body());
        assertThat(Json.text(status, "kind")).isEqualTo("Status");
        assertThat(Json.text(status, "reason")).isEqualTo(reason);
        assertThat(Json.number(status, "code")).isEqualTo(code);
    }

    private HttpResponse<String> operator(String method, String path, String type, String body) {
        return send(method, path, RunningStandIn.ACCESS.operatorToken(), type, body);
    }

    @Test
    @DisplayName("lets nobody in without a token, and those who may only read change nothing")
    void rights() {
        refused(send("GET", DEPLOYMENT, "wrong", MERGE, ""), 401, "Unauthorized");
        String viewer = RunningStandIn.ACCESS.viewerToken();
        assertThat(send("GET", DEPLOYMENT, viewer, MERGE, "").statusCode()).isEqualTo(200);
        refused(send("PATCH", DEPLOYMENT, viewer, MERGE, "{\"spec\": {\"replicas\": 9}}"), 403, "Forbidden");
        assertThat(lab.kubectl("--context lab-viewer scale deployment/fastapi-main --replicas=9")
                        .output())
                .contains("Forbidden", "User \"lab-viewer\" cannot patch resource \"deployments/scale\"");
        assertThat(lab.running("fastapi-main")).isEqualTo(4);
    }

    @Test
    @DisplayName("refuses a change to an object that has changed since it was read")
    void conflict() {
        ObjectNode read =
                Json.object(operator("GET", DEPLOYMENT + "/scale", MERGE, "").body());
        String version = Json.text(read, "metadata", "resourceVersion");
        read.withObjectProperty("spec").put("replicas", 3);
        assertThat(operator("PUT", DEPLOYMENT + "/scale", "application/json", read.toString())
                        .statusCode())
                .isEqualTo(200);
        read.withObjectProperty("spec").put("replicas", 4);
        refused(operator("PUT", DEPLOYMENT + "/scale", "application/json", read.toString()), 409, "Conflict");
        String patch = "{\"metadata\": {\"resourceVersion\": \"%s\"}, \"spec\": {\"replicas\": 4}}".formatted(version);
        refused(operator("PATCH", DEPLOYMENT, MERGE, patch), 409, "Conflict");
        assertThat(lab.shows("get deploy fastapi-main -n us-east-1", "3/3")).isTrue();
    }

    @Test
    @DisplayName("refuses what it has no room for, or can't do")
    void impossible() {
        refused(operator("PATCH", DEPLOYMENT, MERGE, "{\"spec\": {\"replicas\": 11}}"), 422, "Invalid");
        refused(operator("PATCH", DEPLOYMENT, MERGE, "{\"spec\": {\"replicas\": -1}}"), 422, "Invalid");
        refused(operator("PATCH", DEPLOYMENT, MERGE, "{\"spec\": {\"replicas\": \"two\"}}"), 422, "Invalid");
        refused(operator("PATCH", DEPLOYMENT, MERGE, "{\"spec\": {\"minReadySeconds\": 9}}"), 422, "Invalid");
        refused(operator("PATCH", DEPLOYMENT, MERGE, "{nonsense"), 400, "BadRequest");
        refused(operator("PATCH", DEPLOYMENT, "application/apply-patch+yaml", "{}"), 415, "UnsupportedMediaType");
        refused(operator("DELETE", DEPLOYMENT, MERGE, ""), 405, "MethodNotAllowed");
        refused(operator("GET", DEPLOYMENT + "-2", MERGE, ""), 404, "NotFound");
        refused(operator("GET", "/apis/batch/v1/jobs", MERGE, ""), 404, "NotFound");
        refused(operator("GET", "/api/v1/pods?watch=1&resourceVersion=3", MERGE, ""), 410, "Expired");
        assertThat(lab.kubectl("scale deployment/fastapi-main --replicas=21").output())
                .contains("is invalid: spec.replicas: Invalid value: 21: the lab has room for 20");
        assertThat(lab.kubectl("scale deployment/fastapi-main --replicas=7 --dry-run=server")
                        .output())
                .contains("scaled (server dry run)");
        assertThat(lab.running("fastapi-main")).isEqualTo(4);
    }

    @Test
    @DisplayName("starts a process that crashed again, but not while its region is down")
    void crash() {
        lab.container("fastapi-main-us-east-1-1").crash();
        assertThat(lab.until(() -> lab.container("fastapi-main-us-east-1-1").starts() == 2))
                .isTrue();
        assertThat(lab.shows("get pods -n us-east-1", "Running")).isTrue();
        lab.regionDown("us-east-1", true);
        lab.container("fastapi-main-us-east-1-1").crash();
        assertThat(lab.shows("get pods -n us-east-1", "RegionDown")).isTrue();
        assertThat(lab.container("fastapi-main-us-east-1-1").starts()).isEqualTo(2);
        lab.regionDown("us-east-1", false);
        assertThat(lab.shows("get deploy -n us-east-1 fastapi-main", "2/2")).isTrue();
        assertThat(lab.container("fastapi-main-us-east-1-1").starts()).isEqualTo(3);
    }

    @Test
    @DisplayName("goes on where it was when its process is replaced, and starts nothing anew")
    void restart() {
        lab.kubectl("scale deployment/fastapi-main -n us-west-2 --replicas=4");
        assertThat(lab.shows("get deploy fastapi-main", "6/6")).isTrue();
        String pods = lab.kubectl("get pods -o name").output();
        lab.restart();
        assertThat(lab.shows("get deploy fastapi-main", "6/6")).isTrue();
        assertThat(lab.kubectl("get pods -o name").output()).isEqualTo(pods);
        assertThat(lab.container("fastapi-main-us-west-2-4").starts()).isEqualTo(1);
        assertThat(lab.kubectl("get deploy -A").succeeded()).isTrue();
        lab.stop();
        assertThat(lab.kubectl("get deploy --request-timeout=2s").succeeded()).isFalse();
    }

    @Test
    @DisplayName("hands changed settings to every process of a region, and to those that start later")
    void settings() {
        String map = "/api/v1/namespaces/us-east-1/configmaps/fastapi-main";
        operator("PATCH", map, MERGE, "{\"data\": {\"database.primary\": \"replica1\"}}");
        assertThat(lab.until(() ->
                        lab.container("fastapi-main-us-east-1-2").settings().containsValue("replica1")))
                .isTrue();
        lab.kubectl("scale deployment/fastapi-main -n us-east-1 --replicas=3");
        assertThat(lab.until(() ->
                        lab.container("fastapi-main-us-east-1-3").settings().containsValue("replica1")))
                .isTrue();
        assertThat(lab.container("fastapi-main-us-west-2-1").settings()).containsValue("primary");
    }
}
