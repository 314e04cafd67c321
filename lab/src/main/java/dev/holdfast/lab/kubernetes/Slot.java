package dev.holdfast.lab.kubernetes;

import dev.holdfast.model.topology.HostPort;

/**
 * A place where a pod can run: the address is its own, whichever pod has it.
 *
 * @param name as the topology names the instance that runs here
 * @param number from 1 on in its region
 */
record Slot(String name, int number, HostPort address, Container container) {}
