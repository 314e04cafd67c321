package dev.holdfast.model.database;

/**
 * The writes that only an old primary has, saved in a file.
 *
 * @param forkedAt where the histories part
 * @param bytes length of the log behind that position
 * @param rows how many rows were saved
 * @param file absolute path of a file that people can read; one JSON object a line
 */
public record Divergence(Lsn forkedAt, long bytes, long rows, String file) {}
