package dev.holdfast.model.topology;

/**
 * How Holdfast logs in to a database, and where its programs are.
 *
 * @param database the database that holds the application's tables
 * @param user the administrative account of Holdfast
 * @param replicationUser the account that standbys stream with
 * @param binaries directory of the server's programs on every host, such as {@code /usr/lib/postgresql/15/bin}
 */
public record DatabaseAccess(String database, String user, String replicationUser, String binaries) {}
