package dev.holdfast.engine.yaml;

import com.networknt.schema.path.NodePath;
import dev.holdfast.engine.yaml.YamlNode.Entry;
import dev.holdfast.engine.yaml.YamlNode.Sequence;

/**
 * Where a value belongs in a document.
 *
 * @param path from the document to it, such as {@code .databases.orders} or {@code .steps[2]}; empty for the document itself
 * @param key where its name stands, which is where something missing is reported
 */
record Place(String path, Position key, YamlNode value) {

    static Place find(YamlNode document, NodePath path) {
        Place place = new Place("", Position.START, document);
        for (int i = 0; i < path.getNameCount(); i++) {
            place = path.getElement(i) instanceof Integer index ? place.item(index) : place.child(path.getName(i));
        }
        return place;
    }

    private Place item(int index) {
        YamlNode item = value.asSequence()
                .map(Sequence::items)
                .orElseThrow(() -> absent("list"))
                .get(index);
        return new Place("%s[%d]".formatted(path, index + 1), item.at(), item);
    }

    private Place child(String name) {
        Entry entry = entry(name);
        return new Place(path + "." + name, entry.at(), entry.value());
    }

    Entry entry(String name) {
        return value.asMapping().flatMap(mapping -> mapping.entry(name)).orElseThrow(() -> absent("key " + name));
    }

    private IllegalStateException absent(String part) {
        return new IllegalStateException("%s has no %s".formatted(this, part));
    }

    @Override
    public String toString() {
        return path.isEmpty() ? "this file" : path.substring(1);
    }
}
