package dev.holdfast.engine.yaml;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A value of a YAML document, and where it stands. */
public sealed interface YamlNode {

    /** Where the value begins. */
    Position at();

    /** What it is, in words. */
    String describe();

    /** Keys with values, in the order of the file; no key is there twice. */
    record Mapping(Position at, List<Entry> entries) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        public Optional<Entry> entry(String key) {
            for (Entry entry : entries) {
                if (entry.name().equals(key)) {
                    return Optional.of(entry);
                }
            }
            return Optional.empty();
        }

        public Optional<YamlNode> find(String key) {
            return entry(key).map(Entry::value);
        }

        /** The value of a key when it is a scalar. */
        public Optional<Scalar> scalar(String key) {
            return find(key).flatMap(YamlNode::asScalar);
        }

        /** The value of a key when it is a mapping. */
        public Optional<Mapping> mapping(String key) {
            return find(key).flatMap(YamlNode::asMapping);
        }

        /** The entries of the mapping under a key; none when there is no such mapping. */
        public List<Entry> entriesOf(String key) {
            return mapping(key).map(Mapping::entries).orElse(List.of());
        }

        /** The items of the sequence under a key; none when there is no such sequence. */
        public List<YamlNode> itemsOf(String key) {
            return find(key).flatMap(YamlNode::asSequence).map(Sequence::items).orElse(List.of());
        }

        public List<String> keys() {
            return entries.stream().map(Entry::name).toList();
        }

        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /**
     * One key of a mapping.
     *
     * @param key always of the kind {@link Kind#STRING}
     */
    record Entry(Scalar key, YamlNode value) {
        public String name() {
            return key.text();
        }

        /** Where the key stands. */
        public Position at() {
            return key.at();
        }

        /** This entry, when its value is a mapping. */
        public Stream<Mapping> mapping() {
            return value.asMapping().stream();
        }
    }

    /** Values one after the other. */
    record Sequence(Position at, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /**
     * A single value.
     *
     * @param text as it is written, without quotes
     */
    record Scalar(Position at, String text, Kind kind) implements YamlNode {

        /** The value as a number, when it is one that a computer can hold exactly. */
        public Optional<BigDecimal> number() {
            if (kind != Kind.INTEGER && kind != Kind.DECIMAL) {
                return Optional.empty();
            }
            return Optional.of(new BigDecimal(text));
        }

        @Override
        public String describe() {
            return kind == Kind.NULL ? "empty" : "'%s'".formatted(text);
        }
    }

    /** What a scalar is by the rules of YAML 1.2. */
    enum Kind {
        STRING,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        NULL
    }

    /** This value, when it is a mapping. */
    default Optional<Mapping> asMapping() {
        return this instanceof Mapping mapping ? Optional.of(mapping) : Optional.empty();
    }

    /** This value, when it is a sequence. */
    default Optional<Sequence> asSequence() {
        return this instanceof Sequence sequence ? Optional.of(sequence) : Optional.empty();
    }

    /** This value, when it is a scalar. */
    default Optional<Scalar> asScalar() {
        return this instanceof Scalar scalar ? Optional.of(scalar) : Optional.empty();
    }
}
