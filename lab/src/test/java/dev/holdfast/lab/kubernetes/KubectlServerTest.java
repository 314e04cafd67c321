package dev.holdfast.lab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.install.DebianPackages;
import dev.holdfast.lab.process.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The real kubectl and the stand-in")
class KubectlServerTest {
    private static final String FASTAPI = "deployment/fastapi-main";

    @TempDir
    private Path directory;

    private RunningStandIn lab;

    @BeforeAll
    static void install() {
        DebianPackages.ensure(_ -> {});
    }

    @BeforeEach
    void start() {
        lab = new RunningStandIn(directory);
        done("rollout status " + FASTAPI + " --timeout=60s");
    }

    @AfterEach
    void end() {
        lab.close();
    }

    private String done(String words) {
        Shell.Result result = lab.kubectl(words);
        assertThat(result.succeeded())
                .as("kubectl %s%n%s", words, result.output())
                .isTrue();
        return result.output();
    }

    private String refused(String words) {
        Shell.Result result = lab.kubectl(words);
        assertThat(result.succeeded())
                .as("kubectl %s%n%s", words, result.output())
                .isFalse();
        return result.output();
    }

    @Test
    @DisplayName(
            "show deployments, pods and namespaces, in a region, in the fleet and everywhere, and say what they are")
    void get() {
        assertThat(done("get deploy"))
                .containsPattern("fastapi-main +4/4 +4 +4")
                .containsPattern("rate-limiter +2/2");
        assertThat(done("get deploy -n us-east-1")).containsPattern("fastapi-main +2/2 +2 +2");
        assertThat(done("get pods")).containsPattern("fastapi-main-us-west-2-2-\\w{5} +1/1 +Running +0");
        assertThat(done("get pods").lines()).hasSize(7);
        assertThat(done("get pods -A").lines()).hasSize(7);
        assertThat(done("get pods -n us-east-1 -l app=rate-limiter -o name").lines())
                .hasSize(1);
        assertThat(done("get ns -o name").lines())
                .containsExactly("namespace/default", "namespace/us-east-1", "namespace/us-west-2");
        assertThat(done("get " + FASTAPI + " -o jsonpath={.spec.replicas}")).isEqualTo("4");
        assertThat(done("get " + FASTAPI + " -o yaml")).contains("holdfast.dev/stand-in: 'no Kubernetes");
        assertThat(done("describe " + FASTAPI)).contains("4 desired | 4 updated | 4 total | 4 available");
        assertThat(done("version")).contains("v1.32.0+holdfast-lab-standin");
    }

    @Test
    @DisplayName("scale the fleet evenly over the regions, as the document writes it")
    void scaleFleet() {
        assertThat(done("scale deployment/rate-limiter --replicas=10")).contains("deployment.apps/rate-limiter scaled");
        done("rollout status deployment/rate-limiter --timeout=60s");
        assertThat(lab.running("rate-limiter-us-east-1")).isEqualTo(5);
        assertThat(lab.running("rate-limiter-us-west-2")).isEqualTo(5);
        done("scale " + FASTAPI + " --replicas=7 --current-replicas=4");
        done("wait --for=jsonpath={.status.readyReplicas}=7 " + FASTAPI + " --timeout=60s");
        assertThat(lab.running("fastapi-main-us-east-1")).isEqualTo(4);
        assertThat(refused("scale " + FASTAPI + " --replicas=8 --current-replicas=4"))
                .contains("Expected replicas to be 4, was 7");
    }

    @Test
    @DisplayName("scale one region, which changes the sum of the fleet, down again and to nothing")
    void scaleRegion() {
        done("scale " + FASTAPI + " -n us-west-2 --replicas=5");
        assertThat(lab.shows("get deploy fastapi-main", "7/7")).isTrue();
        done("scale " + FASTAPI + " -n us-west-2 --replicas=0");
        assertThat(lab.until(() -> lab.running("fastapi-main-us-west-2") == 0)).isTrue();
        assertThat(lab.shows("get deploy fastapi-main", "2/2")).isTrue();
        assertThat(lab.running("fastapi-main-us-east-1")).isEqualTo(2);
    }

    @Test
    @DisplayName("restart every pod once, one after another in each region, and tell when that is over")
    void rolloutRestart() {
        assertThat(done("rollout restart " + FASTAPI)).contains("deployment.apps/fastapi-main restarted");
        assertThat(done("rollout status " + FASTAPI + " --timeout=60s")).contains("successfully rolled out");
        for (String region : new String[] {"us-east-1", "us-west-2"}) {
            for (int number = 1; number <= 2; number++) {
                assertThat(lab.container("fastapi-main-%s-%d".formatted(region, number))
                                .starts())
                        .isEqualTo(2);
            }
        }
        assertThat(lab.container("rate-limiter-us-east-1-1").starts()).isEqualTo(1);
        assertThat(lab.until(() -> lab.running("fastapi-main") == 4)).isTrue();
    }

    @Test
    @DisplayName("stop a restart at the first pod that does not become ready, and the status says that it is not over")
    void restartThatFails() {
        lab.container("fastapi-main-us-east-1-3").broken(true);
        done("rollout restart " + FASTAPI + " -n us-east-1");
        assertThat(refused("rollout status " + FASTAPI + " -n us-east-1 --timeout=4s"))
                .contains("timed out waiting for the condition");
        assertThat(lab.container("fastapi-main-us-east-1-1").starts()).isEqualTo(1);
        assertThat(lab.container("fastapi-main-us-east-1-2").starts()).isEqualTo(1);
    }

    @Test
    @DisplayName("replace a pod that is deleted in its slot, and wait for one that is ready")
    void deletePod() {
        String pod = done("get pods -n us-east-1 -l holdfast.dev/instance=fastapi-main-us-east-1-2 -o name")
                .strip();
        assertThat(done("delete " + pod + " -n us-east-1")).contains("deleted");
        assertThat(lab.until(() -> lab.container("fastapi-main-us-east-1-2").starts() == 2))
                .isTrue();
        done("wait --for=condition=Ready pod -l app=fastapi-main -n us-east-1 --timeout=60s");
        assertThat(done("get pods -n us-east-1 -o name")).doesNotContain(pod);
    }

    @Test
    @DisplayName("see what happens as it happens")
    void watch() {
        done("scale deployment/rate-limiter -n us-east-1 --replicas=2");
        Shell.Result watched = lab.kubectl("get pods -n us-east-1 -l app=rate-limiter -w --request-timeout=4s");
        assertThat(watched.output()).containsPattern("rate-limiter-us-east-1-2-\\w{5} +1/1 +Running");
        assertThat(watched.output().lines().filter(line -> line.startsWith("NAME")))
                .hasSize(1);
    }
}
