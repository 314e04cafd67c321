/**
 * Load balancers of the kind HAProxy, over their Runtime API on TCP ({@code stats socket ipv4@ADDRESS level admin}); tested with
 * version 2.6.
 *
 * <p>The API answers a change that worked with nothing. So each change is sent together with questions for the state it should
 * lead to, on one connection, and only that state counts.
 */
@NullMarked
package dev.holdfast.drivers.haproxy;

import org.jspecify.annotations.NullMarked;
