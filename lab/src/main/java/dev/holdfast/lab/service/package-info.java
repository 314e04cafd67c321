/** The lab's application, {@code fastapi-main}: orders over HTTP, kept in PostgreSQL, with health that tells the truth. */
@NullMarked
package dev.holdfast.lab.service;

import org.jspecify.annotations.NullMarked;
