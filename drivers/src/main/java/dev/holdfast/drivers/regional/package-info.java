/**
 * The drivers {@code files} and {@code postgresql} for data of regions.
 *
 * <p>All work is done by scripts on the hosts: the host with the copy pulls from the one with the data, through rsync and ssh, into
 * a place of its own; only when everything has arrived and was compared does the new copy take the place of the old one, at once.
 * Nothing is ever written to the data of a region.
 */
@NullMarked
package dev.holdfast.drivers.regional;

import org.jspecify.annotations.NullMarked;
