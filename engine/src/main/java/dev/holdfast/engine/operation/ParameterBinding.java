package dev.holdfast.engine.operation;

import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Turns options, as they are written in runbooks and on command lines, into the parameter record of an operation. */
public final class ParameterBinding {
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,9}(\\.\\d{1,6})?");

    private ParameterBinding() {}

    /**
     * A parameter as people see it.
     *
     * @param option its name without dashes in front, such as {@code new-primary}
     * @param description one line
     * @param placeholder what is shown for the value
     * @param required whether it must be given
     * @param flag whether it is given without a value on a command line
     * @param type of the value, inside of the {@link Optional} when it is optional
     */
    public record Described(
            String option, String description, String placeholder, boolean required, boolean flag, Class<?> type) {}

    /** The parameters of a parameter record, in its order. */
    public static List<Described> describe(Class<? extends Record> parameters) {
        return Arrays.stream(parameters.getRecordComponents())
                .map(ParameterBinding::describe)
                .toList();
    }

    private static Described describe(RecordComponent component) {
        Class<?> type = valueType(component);
        boolean optional = component.getType() == Optional.class;
        boolean flag = component.getType() == boolean.class;
        Parameter parameter = component.getAnnotation(Parameter.class);
        return new Described(
                option(component),
                parameter == null ? "" : parameter.value(),
                parameter == null ? "VALUE" : parameter.placeholder(),
                !optional && !flag,
                flag,
                type);
    }

    private static String option(RecordComponent component) {
        return HUMP.matcher(component.getName()).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    private static Class<?> valueType(RecordComponent component) {
        Class<?> type = component.getType() == Optional.class ? typeInside(component) : component.getType();
        if (type == Boolean.class) {
            return boolean.class;
        }
        if (type == Integer.class) {
            return int.class;
        }
        if (type == Double.class) {
            return double.class;
        }
        if (type == String.class
                || type == boolean.class
                || type == int.class
                || type == double.class
                || type == Duration.class) {
            return type;
        }
        throw new IllegalArgumentException("parameter %s of %s can't be of type %s"
                .formatted(component.getName(), component.getDeclaringRecord(), component.getGenericType()));
    }

    private static Class<?> typeInside(RecordComponent component) {
        return component.getGenericType() instanceof ParameterizedType optional
                        && optional.getActualTypeArguments()[0] instanceof Class<?> inside
                ? inside
                : Object.class;
    }

    /**
     * Makes the parameter record.
     *
     * @param values by option name; a flag is {@code true} or {@code false}
     * @throws HoldfastException {@link ErrorCode#PARAMETER_INVALID}, naming every problem at once
     */
    public static <P extends Record> P bind(Class<P> parameters, Map<String, String> values) {
        List<String> problems = new ArrayList<>(unknownOptions(parameters, values));
        RecordComponent[] components = parameters.getRecordComponents();
        List<Object> arguments = new ArrayList<>();
        for (RecordComponent component : components) {
            try {
                arguments.add(argument(component, Optional.ofNullable(values.get(option(component)))));
            } catch (IllegalArgumentException | HoldfastException problem) {
                problems.add("--%s: %s".formatted(option(component), problem.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new HoldfastException(ErrorCode.PARAMETER_INVALID, String.join("\n", problems));
        }
        return construct(parameters, arguments);
    }

    private static List<String> unknownOptions(Class<? extends Record> parameters, Map<String, String> values) {
        List<String> known =
                describe(parameters).stream().map(Described::option).toList();
        return new TreeSet<>(values.keySet())
                .stream()
                        .filter(option -> !known.contains(option))
                        .map(option -> unknownOption(option, known))
                        .toList();
    }

    private static String unknownOption(String option, List<String> known) {
        return "--%s: is not a parameter here; %s".formatted(option, NearNames.hint(option, known));
    }

    private static Object argument(RecordComponent component, Optional<String> given) {
        Class<?> type = valueType(component);
        if (component.getType() == Optional.class) {
            return given.map(text -> parse(type, text));
        }
        if (given.isEmpty() && type == boolean.class) {
            return false;
        }
        return parse(type, given.orElseThrow(() -> new IllegalArgumentException("is missing")));
    }

    private static Object parse(Class<?> type, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("has no value");
        }
        if (type == boolean.class) {
            return truth(text);
        }
        if (type == int.class) {
            return number(text);
        }
        if (type == double.class) {
            return decimal(text);
        }
        if (type == Duration.class) {
            return DurationText.parse(text);
        }
        return text;
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false: '%s'".formatted(text));
        };
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is no whole number: '%s'".formatted(text), e);
        }
    }

    private static double decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("is no number such as 2 or 1.5: '%s'".formatted(text));
        }
        return Double.parseDouble(text);
    }

    /** Reads a duration such as {@code 1200ms}, {@code 15s}, {@code 5m} or {@code 1h}; empty when it is written otherwise. */
    public static Optional<Duration> duration(String text) {
        try {
            return Optional.of(DurationText.parse(text));
        } catch (HoldfastException notOne) {
            return Optional.empty();
        }
    }

    private static <P extends Record> P construct(Class<P> parameters, List<Object> arguments) {
        Class<?>[] types = Arrays.stream(parameters.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<P> constructor = parameters.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments.toArray());
        } catch (InvocationTargetException e) {
            throw rejected(parameters, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("parameter record %s can't be made".formatted(parameters), e);
        }
    }

    private static HoldfastException rejected(Class<?> parameters, InvocationTargetException e) {
        if (e.getCause() instanceof HoldfastException coded) {
            return coded;
        }
        if (e.getCause() instanceof IllegalArgumentException problem) {
            String message = Optional.ofNullable(problem.getMessage()).orElse("the values don't fit together");
            return new HoldfastException(ErrorCode.PARAMETER_INVALID, message, problem);
        }
        throw new IllegalStateException("parameter record %s can't be made".formatted(parameters), e);
    }
}
