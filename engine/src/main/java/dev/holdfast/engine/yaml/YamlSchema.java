package dev.holdfast.engine.yaml;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.DialectId;
import com.networknt.schema.keyword.DisallowUnknownKeywordFactory;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.vocabulary.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Checks a document against a JSON Schema (draft 2020-12), and says what is wrong in words.
 *
 * <p>The {@code description} beside a constraint ends the sentence "it must be ...".
 */
public final class YamlSchema {
    /** Only what the shipped schemas use: setting up formats costs more than it says, and an unknown keyword is a mistake. */
    private static final Dialect DIALECT = Dialect.builder(DialectId.DRAFT_2020_12)
            .specificationVersion(SpecificationVersion.DRAFT_2020_12)
            .idKeyword("$id")
            .vocabulary(Vocabulary.DRAFT_2020_12_CORE.getId())
            .vocabulary(Vocabulary.DRAFT_2020_12_APPLICATOR.getId())
            .vocabulary(Vocabulary.DRAFT_2020_12_VALIDATION.getId())
            .vocabulary(Vocabulary.DRAFT_2020_12_META_DATA.getId())
            .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
            .build();

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialect(
            DIALECT,
            with -> with.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build()));

    private final Schema schema;

    private YamlSchema(Schema schema) {
        this.schema = schema;
    }

    /** Loads the schema that is shipped beside a class. */
    public static YamlSchema load(Class<?> beside, String resource) {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(resource), resource)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + resource, e);
        }
    }

    /** Reads a schema, which is JSON and so YAML as well: that is quicker to start than a second kind of parser. */
    static YamlSchema parse(String json) {
        Problems problems = new Problems();
        return YamlReader.read(json, problems)
                .map(root -> new YamlSchema(REGISTRY.getSchema(JsonTree.of(root))))
                .orElseThrow(() -> new IllegalStateException("the schema can't be read: " + problems.all()));
    }

    /** Adds everything that is wrong with the document: one problem for each value, name or missing key. */
    public void check(YamlNode document, Problems problems) {
        Set<List<Object>> reported = new HashSet<>();
        for (Error error : schema.validate(JsonTree.of(document))) {
            if (!isMistyped(error) && reported.add(List.of(error.getInstanceLocation(), property(error)))) {
                problems.add(problem(error, Place.find(document, error.getInstanceLocation())));
            }
        }
    }

    private Problem problem(Error error, Place place) {
        String key = property(error);
        return switch (error.getKeyword()) {
            case "required" -> new Problem(place.key(), "%s has no '%s'".formatted(place, key));
            case "not" -> new Problem(place.key(), "%s: %s".formatted(place, wanted(error)));
            case "propertyNames" ->
                new Problem(
                        place.entry(key).at(),
                        "%s: the name is '%s'; it must be %s".formatted(place, key, wanted(error)));
            case "additionalProperties" ->
                new Problem(
                        place.entry(key).at(),
                        "'%s' is not a key of %s; %s".formatted(key, place, NearNames.hint(key, offered(rule(error)))));
            case "minItems", "minProperties", "maxProperties" ->
                new Problem(
                        place.key(),
                        "%s has %d; it must be %s"
                                .formatted(place, error.getInstanceNode().size(), wanted(error)));
            default ->
                new Problem(
                        place.value().at(),
                        "%s is %s; it must be %s".formatted(place, place.value().describe(), wanted(error)));
        };
    }

    /** Whether a key that isn't known was meant to be the one that is missing: then that is the one problem to report. */
    private boolean isMistyped(Error error) {
        JsonNode rule = rule(error);
        if (!error.getKeyword().equals("required")
                || rule.path("additionalProperties").booleanValue(true)) {
            return false;
        }
        Collection<String> known = rule.path("properties").propertyNames();
        return error.getInstanceNode().propertyNames().stream()
                .filter(given -> !known.contains(given))
                .anyMatch(given -> NearNames.nearest(given, known).equals(Optional.of(property(error))));
    }

    /** The keys that may be used: not those which are known only to be refused. */
    private static List<String> offered(JsonNode rule) {
        return rule.path("properties")
                .propertyStream()
                .filter(property -> !property.getValue().has("not"))
                .map(Map.Entry::getKey)
                .toList();
    }

    private String wanted(Error error) {
        JsonNode rule = error.getKeyword().equals("propertyNames") ? referred(error.getSchemaNode()) : rule(error);
        return rule.path("description").stringValueOpt().orElseGet(() -> Wanted.inWords(error));
    }

    private JsonNode referred(JsonNode rule) {
        return rule.path("$ref")
                .stringValueOpt()
                .map(reference -> schema.getSchemaNode().at(reference.substring(1)))
                .orElse(rule);
    }

    /** The part of the schema that has the keyword. */
    private JsonNode rule(Error error) {
        NodePath keyword = error.getSchemaLocation().getFragment();
        return schema.getSchemaNode().at(keyword.getParent().toString());
    }

    private static String property(Error error) {
        return Optional.ofNullable(error.getProperty()).orElse("");
    }
}
