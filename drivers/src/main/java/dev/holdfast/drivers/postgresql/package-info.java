/**
 * PostgreSQL, with physical streaming replication.
 *
 * <p>Roles, replication and data are read and changed in SQL; processes and data directories through commands on the host.
 */
@NullMarked
package dev.holdfast.drivers.postgresql;

import org.jspecify.annotations.NullMarked;
