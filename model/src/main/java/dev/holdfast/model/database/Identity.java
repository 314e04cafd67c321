package dev.holdfast.model.database;

/**
 * Which cluster a server belongs to, and which history of it the server holds.
 *
 * @param system the cluster's identifier, the same on a primary and its standbys
 * @param timeline grows by one with every promotion
 */
public record Identity(String system, int timeline) {}
