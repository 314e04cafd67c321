/**
 * PowerDNS: its HTTP API for changes, and DNS itself to see what clients get.
 *
 * <p>A service is one LUA record. Its text begins with the table of the regions, which is all that is ever changed; the program
 * that chooses among them follows and is always the same.
 */
@NullMarked
package dev.holdfast.drivers.powerdns;

import org.jspecify.annotations.NullMarked;
