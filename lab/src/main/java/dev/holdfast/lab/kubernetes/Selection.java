package dev.holdfast.lab.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which objects a request is about, and how it sees them.
 *
 * <p>The namespace of the fleet shows the pods of all regions as its own, because its deployments are those of all regions. Seen over
 * all namespaces each pod is there once, in its region.
 */
final class Selection {
    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s+\\(([^)]*)\\)");
    private static final Pattern BETWEEN_TERMS = Pattern.compile(",(?![^(]*\\))");
    private static final Map<String, List<String>> FIELDS = Map.of(
            "metadata.name", List.of("metadata", "name"),
            "metadata.namespace", List.of("metadata", "namespace"),
            "status.phase", List.of("status", "phase"),
            "spec.nodeName", List.of("spec", "nodeName"));

    private final Target target;
    private final Predicate<JsonNode> condition;

    private Selection(Target target, Predicate<JsonNode> condition) {
        this.target = target;
        this.condition = condition;
    }

    /** What a path and the selectors behind it choose. */
    static Selection of(Target target, Map<String, String> query) {
        Predicate<JsonNode> labels =
                terms(query, "labelSelector").stream().map(Selection::label).reduce(_ -> true, Predicate::and);
        Predicate<JsonNode> fields =
                terms(query, "fieldSelector").stream().map(Selection::field).reduce(_ -> true, Predicate::and);
        return new Selection(target, labels.and(fields));
    }

    private static List<String> terms(Map<String, String> query, String key) {
        return BETWEEN_TERMS
                .splitAsStream(query.getOrDefault(key, ""))
                .map(String::strip)
                .filter(term -> !term.isEmpty())
                .toList();
    }

    private static Predicate<JsonNode> label(String term) {
        Matcher set = SET.matcher(term);
        if (set.matches()) {
            List<String> values = new ArrayList<>();
            Pattern.compile(",").splitAsStream(set.group(3)).map(String::strip).forEach(values::add);
            boolean in = set.group(2).equals("in");
            return object -> values.contains(labelOf(object, set.group(1))) == in;
        }
        if (term.startsWith("!")) {
            return object -> labelOf(object, term.substring(1)).isEmpty();
        }
        return comparison(term)
                .map(found -> found.on(object -> labelOf(object, found.left())))
                .orElse(object -> !labelOf(object, term).isEmpty());
    }

    private static String labelOf(JsonNode object, String name) {
        return Json.text(object, "metadata", "labels", name);
    }

    private static Predicate<JsonNode> field(String term) {
        Comparison found = comparison(term)
                .filter(comparison -> FIELDS.containsKey(comparison.left()))
                .orElseThrow(() -> ApiFailure.badRequest(
                        "unable to parse the field selector '%s'; there is %s".formatted(term, FIELDS.keySet())));
        String[] path = FIELDS.getOrDefault(found.left(), List.of()).toArray(String[]::new);
        return found.on(object -> Json.text(object, path));
    }

    private record Comparison(String left, boolean same, String right) {
        Predicate<JsonNode> on(Function<JsonNode, String> value) {
            return object -> value.apply(object).equals(right) == same;
        }
    }

    private static Optional<Comparison> comparison(String term) {
        int at = term.indexOf('=');
        if (at < 1) {
            return Optional.empty();
        }
        boolean same = term.charAt(at - 1) != '!';
        return Optional.of(new Comparison(
                term.substring(0, same ? at : at - 1).strip(),
                same,
                term.substring(at + 1).replaceFirst("^=", "").strip()));
    }

    /** The object as this request sees it; empty when it is none of its. */
    Optional<ObjectNode> seen(ObjectNode object) {
        ObjectNode shown = showsFleet() ? inFleet(object) : object;
        boolean here = target.namespace().isEmpty()
                || Json.text(shown, "metadata", "namespace").equals(target.namespace());
        boolean named = !target.one() || Json.text(shown, "metadata", "name").equals(target.name());
        return here && named && condition.test(shown) ? Optional.of(shown) : Optional.empty();
    }

    private boolean showsFleet() {
        return target.kind() == Kind.POD && target.namespace().equals(Workload.FLEET);
    }

    private static ObjectNode inFleet(ObjectNode pod) {
        ObjectNode copy = pod.deepCopy();
        copy.withObjectProperty("metadata").put("namespace", Workload.FLEET);
        return copy;
    }
}
