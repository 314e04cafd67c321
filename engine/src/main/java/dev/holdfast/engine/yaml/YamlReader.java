package dev.holdfast.engine.yaml;

import dev.holdfast.engine.yaml.YamlNode.Entry;
import dev.holdfast.engine.yaml.YamlNode.Kind;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import dev.holdfast.engine.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads one YAML document into {@link YamlNode}s.
 *
 * <p>Only what a file of settings needs: no tags, no anchors and aliases, no keys that aren't plain text. Whoever reads such a
 * file during an outage sees what is meant where it stands, and no small file can unfold into a huge one.
 */
public final class YamlReader {
    private static final int DEEPEST = 50;
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setSchema(new CoreSchema()).build();
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");

    private final Iterator<Event> events;
    private final Problems problems;

    private YamlReader(String text, Problems problems) {
        this.events = new Parse(SETTINGS).parseString(text).iterator();
        this.problems = problems;
    }

    /** The root of the document; empty when the text can't be read, which is then among the problems. */
    public static Optional<YamlNode> read(String text, Problems problems) {
        try {
            return new YamlReader(text, problems).document();
        } catch (Unreadable unreadable) {
            problems.add(unreadable.at, unreadable.text);
        } catch (MarkedYamlEngineException malformed) {
            Position at = malformed
                    .getProblemMark()
                    .or(malformed::getContextMark)
                    .map(YamlReader::position)
                    .orElse(Position.START);
            problems.add(at, "this is not valid YAML: " + sentence(malformed));
        } catch (ReaderException illegal) {
            problems.add(
                    positionOf(text, illegal.getPosition()),
                    "the character U+%04X is not allowed in YAML".formatted(illegal.getCodePoint()));
        } catch (YamlEngineException other) {
            problems.add(Position.START, "this is not valid YAML: " + other.getMessage());
        }
        return Optional.empty();
    }

    private static String sentence(MarkedYamlEngineException malformed) {
        // Either part may be absent, which the library says only at run time.
        List<String> parts = new ArrayList<>();
        Optional.ofNullable(malformed.getContext()).ifPresent(parts::add);
        Optional.ofNullable(malformed.getProblem()).ifPresent(parts::add);
        return String.join(", ", parts);
    }

    private static Position positionOf(String text, int codePoints) {
        int end = text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
        String before = text.substring(0, end);
        int line = (int) before.chars().filter(letter -> letter == '\n').count() + 1;
        return new Position(line, before.length() - before.lastIndexOf('\n'));
    }

    private Optional<YamlNode> document() {
        next();
        Event start = next();
        if (start.getEventId() == Event.ID.StreamEnd) {
            throw new Unreadable(Position.START, "the file is empty");
        }
        YamlNode root = node(next(), 1);
        next();
        Event after = next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            throw new Unreadable(position(after), "a second document begins here; there must be one in a file");
        }
        return Optional.of(root);
    }

    private Event next() {
        return events.next();
    }

    private YamlNode node(Event event, int depth) {
        Position at = position(event);
        if (depth > DEEPEST) {
            throw new Unreadable(at, "values are nested deeper than %d levels".formatted(DEEPEST));
        }
        refuseIndirection(event, at);
        return switch (event.getEventId()) {
            case MappingStart -> mapping(at, depth);
            case SequenceStart -> sequence(at, depth);
            case Scalar -> scalar(at, (ScalarEvent) event);
            default -> throw new IllegalStateException("unexpected YAML event " + event);
        };
    }

    private static void refuseIndirection(Event event, Position at) {
        if (event instanceof AliasEvent alias) {
            throw new Unreadable(
                    at, "the alias *%s is not supported: write the value itself".formatted(alias.getAlias()));
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw new Unreadable(
                    at,
                    "the anchor &%s is not supported: leave it out"
                            .formatted(node.getAnchor().get()));
        }
        tag(event).ifPresent(tag -> {
            throw new Unreadable(at, "the tag %s is not supported: leave it out".formatted(tag));
        });
    }

    private static Optional<String> tag(Event event) {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getTag();
        }
        return event instanceof CollectionStartEvent collection ? collection.getTag() : Optional.empty();
    }

    private Mapping mapping(Position at, int depth) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            Scalar key = key(event);
            Entry entry = new Entry(key, node(next(), depth + 1));
            Optional.ofNullable(entries.putIfAbsent(key.text(), entry))
                    .ifPresent(first -> problems.add(
                            key.at(),
                            "the key '%s' is here twice; it is in line %d already"
                                    .formatted(key.text(), first.at().line())));
        }
        return new Mapping(at, List.copyOf(entries.values()));
    }

    private static Scalar key(Event event) {
        Position at = position(event);
        refuseIndirection(event, at);
        if (event instanceof ScalarEvent scalar) {
            return new Scalar(at, scalar.getValue(), Kind.STRING);
        }
        throw new Unreadable(at, "a key must be plain text");
    }

    private Sequence sequence(Position at, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            items.add(node(event, depth + 1));
        }
        return new Sequence(at, items);
    }

    private static Scalar scalar(Position at, ScalarEvent event) {
        return new Scalar(at, event.getValue(), event.isPlain() ? kind(event.getValue()) : Kind.STRING);
    }

    private static Kind kind(String plain) {
        Tag tag = SETTINGS.getSchema().getScalarResolver().resolve(plain, true);
        if (tag.equals(Tag.NULL)) {
            return Kind.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Kind.BOOLEAN;
        }
        // Hexadecimal numbers, infinity and the like stay text: nothing here is written that way.
        if (tag.equals(Tag.INT) && INTEGER.matcher(plain).matches()) {
            return Kind.INTEGER;
        }
        return tag.equals(Tag.FLOAT) && DECIMAL.matcher(plain).matches() ? Kind.DECIMAL : Kind.STRING;
    }

    private static Position position(Event event) {
        return event.getStartMark().map(YamlReader::position).orElse(Position.START);
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** Ends the reading: nothing sensible can be said about the rest. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Position at;
        private final String text;

        Unreadable(Position at, String text) {
            super(text);
            this.at = at;
            this.text = text;
        }
    }
}
