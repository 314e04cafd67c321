/** Reads YAML so that every value knows its line and column, checks it against a schema, and collects every problem. */
@NullMarked
package dev.holdfast.engine.yaml;

import org.jspecify.annotations.NullMarked;
