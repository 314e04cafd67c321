package dev.holdfast.app;

import dev.holdfast.app.command.Program;
import dev.holdfast.app.wiring.LogSettings;
import dev.holdfast.app.wiring.Surroundings;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.operations.Operations;
import java.util.List;

/** The entrance of the one executable. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        LogSettings.announce(words.contains("--debug"));
        System.exit(new Program(Surroundings.ofProcess(), new Catalogue(Operations.all())).run(words));
    }
}
