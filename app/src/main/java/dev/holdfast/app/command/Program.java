package dev.holdfast.app.command;

import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.app.wiring.Surroundings;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. The tree is walked by hand as far as the words name groups; a command model is made for the one command
 * that is reached, because making it for all of them takes longer than most commands.
 */
public final class Program {
    private static final List<String> OPTIONS_WITH_VALUE =
            List.of("--topology", "--state", "--as", "--key", "-o", "--output");
    private static final int EXIT_DONE = 0;

    private final Surroundings surroundings;
    private final Catalogue catalogue;
    private final List<Section> sections;

    public Program(Surroundings surroundings, Catalogue catalogue) {
        this.surroundings = surroundings;
        this.catalogue = catalogue;
        this.sections = CommandTree.sections(catalogue);
    }

    /** Runs one command line, and returns the exit code. */
    public int run(List<String> arguments) {
        Terminal terminal = surroundings.terminal();
        try {
            return dispatch(optionsLast(arguments));
        } catch (HoldfastException failure) {
            return report(Failure.of(failure), failure, arguments);
        } catch (RuntimeException unforeseen) {
            return report(Failure.of(unforeseen), unforeseen, arguments);
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    private int report(Failure failure, RuntimeException thrown, List<String> arguments) {
        Terminal terminal = surroundings.terminal();
        failure.report(terminal, wantsJson(arguments));
        if (failure.code() == ErrorCode.INTERNAL_ERROR && arguments.contains("--debug")) {
            thrown.printStackTrace(terminal.err());
        }
        return failure.exitCode();
    }

    /** Also for a command line that could not be parsed. */
    private static boolean wantsJson(List<String> arguments) {
        return String.join(" ", arguments).matches("(.* )?(-o ?=?|--output[ =])json( .*)?");
    }

    /** Options may stand before the command, as in {@code holdfast --topology FILE run list}. */
    private static List<String> optionsLast(List<String> arguments) {
        List<String> options = new ArrayList<>();
        int next = 0;
        while (next < arguments.size() && arguments.get(next).startsWith("-")) {
            String option = arguments.get(next++);
            options.add(option);
            if (OPTIONS_WITH_VALUE.contains(option) && next < arguments.size()) {
                options.add(arguments.get(next++));
            }
        }
        List<String> words = new ArrayList<>(arguments.subList(next, arguments.size()));
        words.addAll(options);
        return words;
    }

    private int dispatch(List<String> words) {
        if (!words.isEmpty() && words.getFirst().equals("help")) {
            List<String> about = new ArrayList<>(words.subList(1, words.size()));
            about.add("--help");
            return dispatch(about);
        }
        List<CommandNode> here = sections.stream()
                .flatMap(section -> section.commands().stream())
                .toList();
        Optional<CommandNode> reached = Optional.empty();
        int depth = 0;
        while (depth < words.size() && !words.get(depth).startsWith("-")) {
            CommandNode found = find(words.subList(0, depth + 1), here);
            depth++;
            if (found instanceof CommandNode.Leaf leaf) {
                return run(leaf, words, depth);
            }
            reached = Optional.of(found);
            here = found instanceof CommandNode.Group group ? group.children() : List.of();
        }
        boolean helpWanted = words.contains("--help") || words.contains("-h");
        Optional<CommandNode.Leaf> itself =
                reached.map(CommandNode.Group.class::cast).flatMap(CommandNode.Group::itself);
        return itself.isPresent() && !helpWanted ? run(itself.get(), words, depth) : showHelp(words, depth, reached);
    }

    private int showHelp(List<String> words, int depth, Optional<CommandNode> reached) {
        if (words.contains("--version") || words.contains("-V")) {
            surroundings.terminal().out().println("holdfast " + HelpPage.version());
            return EXIT_DONE;
        }
        boolean asked = words.isEmpty() || words.contains("--help") || words.contains("-h");
        if (!asked) {
            throw wrongUsage(
                    words.subList(0, depth),
                    "a command is missing after 'holdfast %s'"
                            .formatted(String.join(" ", words.subList(0, depth)))
                            .stripTrailing());
        }
        HelpPage page = new HelpPage(surroundings.terminal().outPalette());
        List<String> lines = reached.map(node -> page.group(words.subList(0, depth), (CommandNode.Group) node))
                .orElseGet(() -> page.root(sections));
        lines.forEach(surroundings.terminal().out()::println);
        return EXIT_DONE;
    }

    private static CommandNode find(List<String> path, List<CommandNode> choices) {
        String word = path.getLast();
        return choices.stream()
                .filter(node -> node.name().equals(word))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> before = path.subList(0, path.size() - 1);
                    return wrongUsage(
                            before,
                            "there is no command '%s'%s"
                                    .formatted(String.join(" ", path), suggestion(before, word, choices)));
                });
    }

    private static HoldfastException wrongUsage(List<String> before, String problem) {
        String line = before.isEmpty() ? "holdfast --help" : "holdfast %s --help".formatted(String.join(" ", before));
        return new HoldfastException(ErrorCode.USAGE, problem, "see the commands with `%s`".formatted(line), null);
    }

    private static String suggestion(List<String> before, String word, List<CommandNode> choices) {
        List<String> known = choices.stream().map(CommandNode::name).toList();
        return NearNames.nearest(word, known)
                .map(near -> "; did you mean '%s'?".formatted(String.join(" ", append(before, near))))
                .orElse("");
    }

    private static List<String> append(List<String> words, String last) {
        List<String> all = new ArrayList<>(words);
        all.add(last);
        return all;
    }

    private int run(CommandNode.Leaf leaf, List<String> words, int depth) {
        List<String> path = words.subList(0, depth);
        CommandLine commandLine = new CommandLine(model(leaf, path));
        ParseResult parsed = parse(commandLine, words.subList(depth, words.size()), path);
        if (parsed.isUsageHelpRequested()) {
            Ansi ansi = surroundings.terminal().outPalette().enabled() ? Ansi.ON : Ansi.OFF;
            surroundings.terminal().out().print(commandLine.getUsageMessage(ansi));
            return EXIT_DONE;
        }
        return recorded(leaf, new Invocation(parsed, surroundings, catalogue, words));
    }

    private static int recorded(CommandNode.Leaf leaf, Invocation invocation) {
        int exitCode = ErrorCode.INTERNAL_ERROR.errorClass().exitCode();
        try {
            exitCode = leaf.action().run(invocation);
            return exitCode;
        } catch (HoldfastException failure) {
            exitCode = Failure.of(failure).exitCode();
            throw failure;
        } finally {
            invocation.record().end(exitCode);
        }
    }

    private static CommandSpec model(CommandNode.Leaf leaf, List<String> path) {
        CommandSpec model = CommandSpec.create().name("holdfast " + String.join(" ", path));
        model.usageMessage()
                .description(leaf.summary().replace("%", "%%") + ".")
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .width(100);
        List<ArgSpec> own = leaf.arguments().get();
        own.forEach(model::add);
        Arguments.common().stream()
                .filter(common -> own.stream().noneMatch(argument -> clash(argument, common)))
                .forEach(model::add);
        return model;
    }

    private static boolean clash(ArgSpec one, ArgSpec other) {
        return one instanceof CommandLine.Model.OptionSpec option
                && other instanceof CommandLine.Model.OptionSpec common
                && option.longestName().equals(common.longestName());
    }

    private static ParseResult parse(CommandLine commandLine, List<String> arguments, List<String> path) {
        try {
            return commandLine.parseArgs(arguments.toArray(String[]::new));
        } catch (UnmatchedArgumentException e) {
            List<String> near = e.getSuggestions().stream().limit(3).toList();
            String hint = near.isEmpty() ? "" : "; did you mean %s?".formatted(String.join(" or ", near));
            throw wrongUsage(path, "'%s' is not understood%s".formatted(String.join(" ", e.getUnmatched()), hint));
        } catch (ParameterException e) {
            throw wrongUsage(path, Optional.ofNullable(e.getMessage()).orElse("the arguments are wrong"));
        }
    }
}
