/** What a database cluster looks like at one moment: roles, positions, the loss a failover would cost, the proof of a fence. */
@NullMarked
package dev.holdfast.model.database;

import org.jspecify.annotations.NullMarked;
