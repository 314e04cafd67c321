package dev.holdfast.engine.operation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a parameter of an operation, on a component of its parameter record.
 *
 * <p>The component {@code newPrimary} is the option {@code --new-primary}. Its type is one of {@code String}, {@code boolean},
 * {@code int}, {@code double}, {@link java.time.Duration}, or an {@link java.util.Optional} of those; what isn't optional must be given.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Parameter {

    /** One line for people. */
    String value();

    /** What is shown for the value, such as {@code NAME}. */
    String placeholder() default "VALUE";
}
