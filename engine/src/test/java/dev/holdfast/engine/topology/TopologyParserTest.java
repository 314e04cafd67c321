package dev.holdfast.engine.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.yaml.DamagedFiles;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.ChannelSpec;
import dev.holdfast.model.topology.DatabaseAccess;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.Entrance;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.model.topology.DetectionPolicy;
import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.HostSpec;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.model.topology.Objective;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyParserTest {

    @Test
    void readsEveryField() {
        Topology expected = new Topology(
                "lab",
                List.of(new RegionSpec("us-east-1", "127.1.0.9"), new RegionSpec("us-west-2", "::1")),
                List.of(
                        host("use1", "us-east-1", new HostPort("127.1.0.10", 2222)),
                        host("usw2", "us-west-2", new HostPort("::1", 2222))),
                List.of(orders()),
                List.of(new BalancerSpec("use1", "us-east-1", "haproxy", new HostPort("127.1.0.20", 9999))),
                List.of(new DeploymentSpec(
                        "fastapi-main",
                        "processes",
                        "app",
                        "orders",
                        List.of(new InstanceSpec(
                                "fastapi-main-use1-1",
                                "us-east-1",
                                "use1",
                                "use1",
                                new HostPort("127.1.0.31", 8000),
                                "/app/app.properties",
                                "/app/restart --gracefully")),
                        List.of(new Entrance("us-east-1", "http://127.1.0.20:8080")))),
                List.of(
                        new ChannelSpec(
                                "slack",
                                "slack",
                                Map.of("channel", "#incidents"),
                                Optional.of("env:SLACK_TOKEN"),
                                Optional.of("email")),
                        new ChannelSpec(
                                "email",
                                "smtp",
                                Map.of("server", "mail.example:587", "tries", "3"),
                                Optional.empty(),
                                Optional.empty())));

        assertThat(TopologyParser.parse(SampleTopology.YAML, "topology.yaml")).isEqualTo(expected);
    }

    private static HostSpec host(String name, String region, HostPort address) {
        return new HostSpec(name, region, "ssh", address, "postgres", "/ssh/id", "/ssh/known");
    }

    private static DatabaseSpec orders() {
        return new DatabaseSpec(
                "orders",
                "postgresql",
                new Objective(Duration.ofMinutes(5), Duration.ofMinutes(1)),
                new DatabaseAccess("shop", "holdfast", "repl", "/usr/lib/postgresql/15/bin"),
                List.of(
                        node("primary", "us-east-1", "use1", "127.1.0.10", 100),
                        node("replica1", "us-west-2", "usw2", "127.2.0.10", 90)),
                List.of(new DatabaseEndpoint(
                        "use1",
                        new HostPort("127.1.0.20", 5432),
                        "pg_writer",
                        new HostPort("127.1.0.20", 5433),
                        "pg_reader")),
                new DetectionPolicy(Duration.ofMillis(50), Duration.ofMillis(1200), Duration.ofSeconds(15)));
    }

    private static NodeSpec node(String name, String region, String host, String address, int priority) {
        String directory = "/pg/" + name;
        return new NodeSpec(
                name,
                region,
                host,
                new HostPort(address, 5432),
                priority,
                directory + "/data",
                directory + "/postgresql.conf",
                directory + "/postgresql.log");
    }

    @Test
    void onlyRegionsAndDatabasesMustBeThere() {
        String shorter = SampleTopology.YAML.substring(0, SampleTopology.YAML.indexOf("    endpoints:"));

        Topology topology = TopologyParser.parse(shorter, "topology.yaml");

        assertThat(topology.balancers()).isEmpty();
        assertThat(topology.deployments()).isEmpty();
        assertThat(topology.databases().getFirst().endpoints()).isEmpty();
    }

    @Test
    void theCoolDownIsFiveMinutesUnlessTheFileSaysOtherwise() {
        String shorter = SampleTopology.YAML.replace("restart_grace: 15s }", "restart_grace: 15s, cool_down: 1s }");

        assertThat(coolDown(SampleTopology.YAML)).isEqualTo(Duration.ofMinutes(5));
        assertThat(coolDown(shorter)).isEqualTo(Duration.ofSeconds(1));
    }

    private static Duration coolDown(String yaml) {
        return TopologyParser.parse(yaml, "topology.yaml")
                .databases()
                .getFirst()
                .detection()
                .coolDown();
    }

    @Test
    void reportsThreeMistakesAtOnce() {
        String yaml = SampleTopology.YAML
                .replace("    driver: postgresql", "    dirver: postgresql")
                .replace("silence: 1200ms", "silence: 1.2s")
                .replace("region: us-west-2\n        host", "region: us-west-1\n        host");

        assertThat(problems(yaml))
                .containsExactly(
                        "topology.yaml:11:5: 'dirver' is not a key of databases.orders; did you mean 'driver'?",
                        "topology.yaml:14:43: databases.orders.detection.silence is '1.2s';"
                                + " it must be a duration longer than 0, such as 50ms, 15s, 5m or 1h",
                        "topology.yaml:25:17: region: there is no 'us-west-1' under regions;"
                                + " did you mean 'us-west-2'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "version: 1 | version: 2 | 1:10 | version is '2'; it must be 1",
                "name: lab | name: | 2:6 | name is empty; it must be text that isn't empty",
                "vantage: 127.1.0.9 | vantage: vantage.example | 4:25 | must be an IP address",
                "vantage: 127.1.0.9 | vantage: 127.1.0.256 | 4:25 | must be an IP address",
                "vantage: 127.1.0.9 | vantage: 127.1 | 4:25 | must be text that isn't empty",
                "use1: { region: us-east-1, driver: ssh | use1: { region: us-east, driver: ssh | 7:19 | region: there is no 'us-east' under regions; did you mean 'us-east-1'?",
                "127.1.0.10:2222 | 127.1.0.10:0 | 7:52 | its port must be from 1 to 65535",
                "127.1.0.20:5433 | 127.1.0.20:65536 | 33:89 | its port must be from 1 to 65535",
                "127.1.0.20:9999 | 127.1.0.20:99999 | 35:56 | its port must be from 1 to 65535",
                "127.1.0.31:8000 | 127.1.0.31 | 48:18 | must be an address and port such as 127.1.0.10:5432",
                "rto: 5m | rto: 0m | 12:23 | databases.orders.objective.rto is '0m'; it must be a duration longer than 0",
                "silence: 1200ms | silence: 100ms | 14:43 | silence is 100ms; it must be longer than two intervals (100ms)",
                "`host: use1\n        address: \"127.1.0.10:5432\"` | `host: use2\n        address: \"127.1.0.10:5432\"` | 18:15 | host: there is no 'use2' under hosts; did you mean 'use1'?",
                "`region: us-west-2\n        host` | `region: us-east-1\n        host` | 25:17 | region is 'us-east-1', but host 'usw2' is in 'us-west-2'",
                "127.2.0.10:5432 | 127.1.0.10:5432 | 27:18 | address 127.1.0.10:5432 is taken: it is in line 19 already",
                "127.1.0.31:8000 | 127.2.0.10:5432 | 48:18 | address 127.2.0.10:5432 is taken: it is in line 27 already",
                "priority: 90 | priority: high | 28:19 | priority is 'high'; it must be a whole number from 0 to 1000",
                "data_directory: /pg/primary/data | data_directory: pg/data | 21:25 | data_directory is 'pg/data'; it must be an absolute path",
                "balancer: use1, writer | balancer: usw2, writer | 33:21 | balancer: there is no 'usw2' under load_balancers; there is use1",
                "`database: orders\n` | `database: order\n` | 40:15 | database: there is no 'order' under databases; did you mean 'orders'?",
                "us-east-1: http | eu-west-1: http | 42:7 | entrances: there is no 'eu-west-1' under regions; did you mean 'us-west-2'?",
                "http://127.1.0.20:8080 | 127.1.0.20:8080 | 42:18 | must be an http or https address",
                "`balancer: use1\n` | `balancer: lb\n` | 47:19 | balancer: there is no 'lb' under load_balancers; there is use1",
                "`us-east-1\n        host: use1\n        balancer` | `us-east-9\n        host: use1\n        balancer` | 45:17 | region: there is no 'us-east-9' under regions",
                "`host: use1\n        balancer` | `host: us\n        balancer` | 46:15 | host: there is no 'us' under hosts; there is use1, usw2",
                "`driver: slack, ` | `` | 52:3 | notifications.slack has no 'driver'",
                "otherwise: email | otherwise: emial | 52:100 | otherwise: there is no 'emial' under notifications; did you mean 'email'?",
                "otherwise: email | otherwise: slack | 52:100 | otherwise: 'slack' can't stand in for itself",
                "tries: 3 | tries: [3] | 53:73 | settings.tries is a list; it must be a single value",
                "fastapi-main: | fast api: | 37:3 | deployments: the name is 'fast api'; it must be made of letters"
            })
    void everyCheckNamesItsPlace(String right, String wrong, String at, String text) {
        assertThat(SampleTopology.YAML).contains(right);

        assertThat(problems(SampleTopology.YAML.replace(right, wrong)))
                .singleElement()
                .asString()
                .startsWith("topology.yaml:" + at + ": ")
                .contains(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "env:SLACK_TOKEN | hunter2 | 52:72",
                "env:SLACK_TOKEN | env:hunter2-x | 52:72",
                "env:SLACK_TOKEN | file:hunter2 | 52:72",
                "env:SLACK_TOKEN | [hunter2] | 52:72",
                "tries: 3 | password: hunter2 | 53:66",
                "tries: 3 | token: hunter2 | 53:66",
                "tries: 3 | url: https://hooks.slack.com/services/hunter2 | 53:66",
                "tries: 3 | url: smtp://me:hunter2@mail.example | 53:66",
                "\"#incidents\" | xoxb-hunter2 | 52:39"
            })
    void aSecretInTheFileIsAProblemThatDoesNotShowIt(String right, String wrong, String at) {
        assertThat(SampleTopology.YAML).contains(right);

        assertThat(problems(SampleTopology.YAML.replace(right, wrong)))
                .singleElement()
                .asString()
                .startsWith("topology.yaml:" + at + ": ")
                .contains("env:NAME")
                .doesNotContain("hunter2");
    }

    @Test
    void aClusterNeedsTwoServers() {
        int second = SampleTopology.YAML.indexOf("      replica1:");
        int endpoints = SampleTopology.YAML.indexOf("    endpoints:");
        String yaml = SampleTopology.YAML.substring(0, second) + SampleTopology.YAML.substring(endpoints);

        assertThat(problems(yaml))
                .containsExactly("topology.yaml:15:5: databases.orders.nodes has 1;"
                        + " it must be at least two servers, or there is nothing to fail over to");
    }

    @Test
    void twoServersOfAHostNeedTheirOwnDirectories() {
        String yaml = SampleTopology.YAML
                .replace("region: us-west-2\n        host: usw2", "region: us-east-1\n        host: use1")
                .replace("/pg/replica1/data", "/pg/primary/data");

        assertThat(problems(yaml))
                .containsExactly("topology.yaml:29:25: data_directory /pg/primary/data on host use1 belongs to"
                        + " the database server in line 21 already");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                   | 1:1 | the file is empty",
                "just text            | 1:1 | this file is 'just text'; it must be a mapping of keys to values",
                "`version: 1\n\tname` | 2:1 | this is not valid YAML"
            })
    void refusesWhatIsNoTopology(String yaml, String at, String text) {
        assertThat(problems(yaml))
                .singleElement()
                .asString()
                .startsWith("topology.yaml:" + at + ": ")
                .contains(text);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyDamageIsReportedAtAPlaceInTheFile(long seed) throws IOException {
        DamagedFiles.verify(TopologyParser.class, "topology.schema.json", SampleTopology.YAML, seed);
    }

    @Test
    void aProcessNeedsWhatAPodDoesNot() {
        String bare = SampleTopology.YAML
                .lines()
                .filter(line -> !line.strip().startsWith("restart_command:"))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(problems(bare))
                .isNotEmpty()
                .allSatisfy(problem ->
                        assertThat(problem).contains("restart_command is missing; the driver processes needs it"));
        Topology pods = TopologyParser.parse(bare.replace("driver: processes", "driver: kubernetes"), "topology.yaml");
        assertThat(pods.deployments().getFirst().instances())
                .allSatisfy(instance -> assertThat(instance.restartCommand()).isEmpty());
    }

    private static List<String> problems(String yaml) {
        HoldfastException refused =
                catchThrowableOfType(HoldfastException.class, () -> TopologyParser.parse(yaml, "topology.yaml"));
        assertThat(refused.code()).isEqualTo(ErrorCode.TOPOLOGY_INVALID);
        return refused.attempted().lines().toList();
    }
}
