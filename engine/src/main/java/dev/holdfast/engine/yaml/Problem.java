package dev.holdfast.engine.yaml;

/**
 * Something in a file that must be corrected.
 *
 * @param text what is wrong, and what would be right
 */
public record Problem(Position at, String text) {}
