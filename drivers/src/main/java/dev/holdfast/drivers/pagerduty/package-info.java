/** PagerDuty: the Events API, version 2. */
@NullMarked
package dev.holdfast.drivers.pagerduty;

import org.jspecify.annotations.NullMarked;
