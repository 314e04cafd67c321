/** The command line: a tree of commands, of which only the one that was named is built in full. */
@NullMarked
package dev.holdfast.app.command;

import org.jspecify.annotations.NullMarked;
