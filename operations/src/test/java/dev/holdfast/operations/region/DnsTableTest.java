package dev.holdfast.operations.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.operations.testkit.RegionTopology;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where clients are led")
class DnsTableTest {
    private final DnsSpec spec = RegionTopology.threeRegions().dns().getFirst();
    private final DnsTable usual = DnsTable.usual(spec);

    @Test
    @DisplayName("is written and read again")
    void text() {
        DnsTable left = usual.leadingAway("us-east-1", 0, Optional.of("us-west-2"));
        assertThat(left.text()).isEqualTo("us-east-1=0>us-west-2 us-west-2=100 eu-west-1=100");
        assertThat(DnsTable.parse(spec, left.text())).isEqualTo(left);
        assertThat(left.led()).containsExactly("us-west-2", "eu-west-1");
    }

    @Test
    @DisplayName("has the usual weight for a region that nothing was written of, and refuses what it can't read")
    void reading() {
        assertThat(DnsTable.parse(spec, "us-east-1=7").text()).isEqualTo("us-east-1=7 us-west-2=100 eu-west-1=100");
        assertThatThrownBy(() -> DnsTable.parse(spec, "us-east-1:7")).isInstanceOf(HoldfastException.class);
    }

    @Test
    @DisplayName("leads what a region took over for another one on to its own successor")
    void chain() {
        DnsTable one = usual.leadingAway("us-east-1", 0, Optional.of("us-west-2"));
        assertThat(one.leadingAway("us-west-2", 0, Optional.of("eu-west-1")).text())
                .isEqualTo("us-east-1=0>eu-west-1 us-west-2=0>eu-west-1 eu-west-1=100");
        assertThat(one.leadingAway("us-west-2", 0, Optional.empty()).text())
                .isEqualTo("us-east-1=0 us-west-2=0 eu-west-1=100");
    }

    @Test
    @DisplayName("is restored for one region, and leaves the others as they are")
    void restored() {
        DnsTable now =
                usual.leadingAway("us-east-1", 0, Optional.of("us-west-2")).leading("eu-west-1", 50, Optional.empty());
        assertThat(now.leadingAsIn(usual, "us-east-1").text()).isEqualTo("us-east-1=100 us-west-2=100 eu-west-1=50");
    }

    @Test
    @DisplayName("is said by a server that says every address, weight, country and successor")
    void said() {
        assertThat(usual.isSaidBy(usual.targets().reversed())).isTrue();
        assertThat(usual.isSaidBy(usual.targets().subList(0, 2))).isFalse();
        assertThat(usual.isSaidBy(
                        usual.leading("us-east-1", 99, Optional.empty()).targets()))
                .isFalse();
    }
}
