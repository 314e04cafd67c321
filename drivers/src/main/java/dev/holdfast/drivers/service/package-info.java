/** What every instance of a service answers over HTTP, whoever runs it: who it is, whether it is ready, what it runs with. */
@NullMarked
package dev.holdfast.drivers.service;

import org.jspecify.annotations.NullMarked;
