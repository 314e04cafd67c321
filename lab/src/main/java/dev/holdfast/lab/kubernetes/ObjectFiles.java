package dev.holdfast.lab.kubernetes;

import dev.holdfast.lab.process.LabFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** A file for each object, written whole, so that the stand-in goes on where it was when its process is replaced. */
final class ObjectFiles {
    private static final String END = ".json";

    private final Path directory;
    private final LabFiles files;

    ObjectFiles(Path directory, LabFiles files) {
        this.directory = directory;
        this.files = files;
    }

    Map<Key, ObjectNode> load() {
        Map<Key, ObjectNode> objects = new TreeMap<>();
        Arrays.stream(Kind.values()).forEach(kind -> load(kind, objects));
        return objects;
    }

    private void load(Kind kind, Map<Key, ObjectNode> into) {
        Path place = place(kind);
        if (!Files.isDirectory(place)) {
            return;
        }
        try (Stream<Path> found = Files.walk(place)) {
            found.filter(file -> file.toString().endsWith(END))
                    .map(ObjectFiles::read)
                    .forEach(object -> {
                        into.put(Key.of(kind, object), object);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + place, e);
        }
    }

    private static ObjectNode read(Path file) {
        try {
            return Json.object(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    void write(Key key, ObjectNode object) {
        files.write(file(key), object.toPrettyString() + "\n", "rw-r--r--");
    }

    void delete(Key key) {
        LabFiles.delete(file(key));
    }

    private Path file(Key key) {
        return place(key.kind()).resolve(key.namespace()).resolve(key.name() + END);
    }

    private Path place(Kind kind) {
        return directory.resolve(kind.plural().toLowerCase(Locale.ROOT));
    }
}
