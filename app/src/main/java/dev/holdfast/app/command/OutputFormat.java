package dev.holdfast.app.command;

/** For whom a command writes; as it is typed. */
enum OutputFormat {
    text,
    json
}
