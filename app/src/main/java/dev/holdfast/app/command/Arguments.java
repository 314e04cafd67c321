package dev.holdfast.app.command;

import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Makes options and positional arguments of commands. */
public final class Arguments {
    private Arguments() {}

    /** An option with a text as its value. */
    public static OptionSpec option(String name, String placeholder, String description) {
        return OptionSpec.builder(name)
                .paramLabel(placeholder)
                .type(String.class)
                .description(escaped(description))
                .build();
    }

    /** An option that must be given. */
    public static OptionSpec requiredOption(String name, String placeholder, String description) {
        return option(name, placeholder, description).toBuilder().required(true).build();
    }

    /** An option that may be given several times. */
    public static OptionSpec repeatedOption(String name, String placeholder, String description) {
        return OptionSpec.builder(name)
                .paramLabel(placeholder)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(escaped(description))
                .build();
    }

    /** An option without a value. */
    public static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(escaped(description))
                .build();
    }

    /** A word that must follow the command. */
    public static PositionalParamSpec word(int index, String placeholder, String description) {
        return positional(Integer.toString(index), "1", placeholder, description);
    }

    /** A word that may follow the command. */
    public static PositionalParamSpec optionalWord(int index, String placeholder, String description) {
        return positional(Integer.toString(index), "0..1", placeholder, description);
    }

    /** Every word that follows the command. */
    public static PositionalParamSpec sentence(String placeholder, String description) {
        return PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .paramLabel(placeholder)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(escaped(description))
                .build();
    }

    /** What every command takes. */
    static List<ArgSpec> common() {
        return List.of(
                option("--topology", "FILE", "The topology (else: HOLDFAST_TOPOLOGY, ./topology.yaml, the lab's)."),
                option("--state", "DIRECTORY", "Holdfast's own files (else: HOLDFAST_STATE, ~/.local/state/holdfast)."),
                option("--as", "NAME", "The operator that you are (else: HOLDFAST_OPERATOR, else the account)."),
                option("--key", "FILE", "Your SSH key, to prove it (else: HOLDFAST_KEY)."),
                OptionSpec.builder("-o", "--output")
                        .paramLabel("FORMAT")
                        .type(OutputFormat.class)
                        .description("text for people, json for programs.")
                        .build(),
                flag("--debug", "Show where an internal error comes from."),
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .type(boolean.class)
                        .arity("0")
                        .description("Show this.")
                        .build());
    }

    private static PositionalParamSpec positional(String index, String arity, String placeholder, String description) {
        return PositionalParamSpec.builder()
                .index(index)
                .arity(arity)
                .paramLabel(placeholder)
                .type(String.class)
                .description(escaped(description))
                .build();
    }

    private static String escaped(String description) {
        return description.replace("%", "%%");
    }
}
