package dev.holdfast.engine.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentedTopologyTest {
    private static final Path DOCUMENT = Path.of("../docs/topology.md");
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void theExampleIsATopology() throws IOException {
        List<MatchResult> blocks =
                BLOCK.matcher(Files.readString(DOCUMENT)).results().toList();

        assertThat(blocks).hasSize(1);
        Topology topology = TopologyParser.parse(blocks.getFirst().group(1), DOCUMENT.toString());
        assertThat(topology.databases().getFirst().nodes()).hasSizeGreaterThan(1);
        assertThat(topology.balancers()).isNotEmpty();
        assertThat(topology.deployments()).isNotEmpty();
    }
}
