/** E-mail over SMTP, with TLS. */
@NullMarked
package dev.holdfast.drivers.smtp;

import org.jspecify.annotations.NullMarked;
