package dev.holdfast.drivers.powerdns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.topology.DnsSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LuaAnswersTest {
    private static final DnsSpec SPEC = new DnsSpec(
            "service",
            "powerdns",
            "lab.test.",
            "www.lab.test.",
            Duration.ofSeconds(2),
            "fastapi-main",
            List.of(),
            List.of(),
            Map.of(),
            Optional.empty());

    private static final DnsTarget EUROPE =
            new DnsTarget("eu-west-1", "127.3.0.20", 100, List.of("DE", "FR"), Optional.empty());
    private static final DnsTarget EAST =
            new DnsTarget("us-east-1", "127.1.0.20", 0, List.of("US", "CA"), Optional.of("us-west-2"));
    private static final DnsTarget WEST = new DnsTarget("us-west-2", "127.2.0.20", 1000, List.of(), Optional.empty());

    @Test
    void comesBackAsItWasWritten() {
        assertThat(LuaAnswers.parse(LuaAnswers.render(SPEC, List.of(EUROPE, EAST, WEST))))
                .contains(List.of(EUROPE, EAST, WEST));
    }

    @Test
    void isTheSameInAnyOrder() {
        assertThat(LuaAnswers.render(SPEC, List.of(WEST, EAST, EUROPE)))
                .isEqualTo(LuaAnswers.render(SPEC, List.of(EUROPE, EAST, WEST)));
    }

    @Test
    void beginsWithTheTable() {
        assertThat(LuaAnswers.render(SPEC, List.of(EAST)))
                .startsWith(
                        "A \";local holdfast=1 local regions={ {region='us-east-1', address='127.1.0.20', weight=0, "
                                + "countries={'US', 'CA'}, successor='us-west-2'}} local health='http://www.lab.test:8080/health/live' ");
    }

    @Test
    void fitsIntoTheStringsOfARecordHoweverMuchItIs() {
        List<String> countries = IntStream.range(0, 200)
                .mapToObj(i -> "" + (char) ('A' + i / 26) + (char) ('A' + i % 26))
                .toList();
        DnsTarget wide = new DnsTarget("everywhere", "127.1.0.20", 7, countries, Optional.empty());

        String content = LuaAnswers.render(SPEC, List.of(wide, EUROPE));

        assertThat(Pattern.compile("\"([^\"]*)\"").matcher(content).results())
                .allSatisfy(string -> assertThat(string.group(1)).hasSizeLessThanOrEqualTo(255));
        assertThat(LuaAnswers.parse(content)).contains(List.of(EUROPE, wide));
    }

    @Test
    void isReadHoweverTheServerSpacesTheStrings() {
        String content = LuaAnswers.render(SPEC, List.of(EUROPE, EAST, WEST));

        assertThat(LuaAnswers.parse(content.replace(" \" \"", "\" \""))).contains(List.of(EUROPE, EAST, WEST));
    }

    @Test
    void knowsWhatIsNotOurs() {
        String ours = LuaAnswers.render(SPEC, List.of(EUROPE));

        assertThat(List.of(
                        "A \"ifportup(80, {'127.1.0.20'})\"",
                        "127.1.0.20",
                        "",
                        "AAAA" + ours.substring(1),
                        ours.replace("holdfast=1", "holdfast=2"),
                        ours.replace("weight=100", "weight=1001"),
                        ours.replace("weight=100", "weight=many"),
                        ours.replace("{region=", "os.exit() {region="),
                        ours.toUpperCase(Locale.ROOT)))
                .allSatisfy(content ->
                        assertThat(LuaAnswers.parse(content)).as(content).isEmpty());
    }
}
