package dev.holdfast.engine.topology;

import dev.holdfast.engine.yaml.Problems;
import dev.holdfast.engine.yaml.YamlNode;
import dev.holdfast.engine.yaml.YamlReader;
import dev.holdfast.engine.yaml.YamlSchema;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.topology.Topology;
import java.util.Optional;

/** Turns the text of a topology file into a {@link Topology}, or says everything that is wrong with it. */
public final class TopologyParser {
    private static final YamlSchema SCHEMA = YamlSchema.load(TopologyParser.class, "topology.schema.json");

    private TopologyParser() {}

    /**
     * Reads a topology.
     *
     * @throws dev.holdfast.model.error.HoldfastException {@link ErrorCode#TOPOLOGY_INVALID} with a line for each problem
     */
    public static Topology parse(String yaml, String fileName) {
        Problems problems = new Problems();
        Optional<YamlNode> document = YamlReader.read(yaml, problems);
        document.ifPresent(root -> SCHEMA.check(root, problems));
        Optional<YamlNode.Mapping> root = document.flatMap(YamlNode::asMapping);
        root.ifPresent(mapping -> new TopologyChecks(mapping, problems).run());
        problems.throwIfAny(ErrorCode.TOPOLOGY_INVALID, fileName);
        return TopologyReader.topology(
                root.orElseThrow(() -> new IllegalStateException("the schema accepts only a mapping")));
    }
}
