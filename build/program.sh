# shellcheck shell=bash
# Builds the program for ./holdfast, which sources this file only when there is something to build.
# Every build gets a directory of its own: a process that runs the last one keeps its jars.

: "${root:?is set by ./holdfast}" "${start:?is set by ./holdfast}"
# shellcheck source=build/java.sh
. "$root/build/java.sh"

build_program() {
    mkdir -p "$root/.holdfast"
    exec {lock}< "$root/.holdfast"
    if ! flock --nonblock "$lock"; then
        say "another start of Holdfast is building it: waiting"
        flock "$lock"
        if is_built; then
            exec {lock}<&-
            return
        fi
    fi
    java=$(need_java) || exit 2
    need_maven || exit 2
    touch "$start.next"
    package_program
    program=.holdfast/program/$(date -u +%Y%m%d-%H%M%S)
    assemble_program
    printf '%s\n%s\n' "$java" "$program" > "$start.paths"
    touch -r "$start.next" "$start.paths"
    mv "$start.paths" "$start"
    rm -f "$start.next"
    forget_old_programs
    exec {lock}<&-
}

package_program() {
    local log=$root/.holdfast/build.log begun=$SECONDS
    say "building Holdfast (the first time takes a few minutes)"
    if ! JAVA_HOME=${java%/bin/java} mvn -B -f "$root/pom.xml" -T1C package -pl app -am -Dmaven.test.skip=true \
        -Djacoco.skip=true 2>&1 | tee "$log" | show_progress; then
        grep -E '^\[ERROR\]|^\[WARNING\].*\.java:' "$log" | awk '!seen[$0]++' | head -40 >&2 || true
        say "HF-9999 Holdfast could not be built"
        say "  the whole output of Maven: $log"
        exit 1
    fi
    say "built Holdfast in $((SECONDS - begun)) s"
}

# One line for each module; on a terminal also what is being fetched.
show_progress() {
    local line fetched=0 module=''
    while IFS= read -r line; do
        case $line in
            *'Building Holdfast'*'['*']'*)
                module=${line#*Building }
                clear_line
                say "  $module"
                ;;
            *'Downloaded from'*)
                fetched=$((fetched + 1))
                [[ ! -t 2 ]] || printf '\r\033[K  %d files fetched' "$fetched" >&2
                ;;
        esac
    done
    clear_line
}

clear_line() { [[ ! -t 2 ]] || printf '\r\033[K' >&2; }

# Puts the jars together, with SQLite's native library unpacked once and for all, and the archive of loaded classes
# (class data sharing), which halves the time to start. Without the archive the program works too.
assemble_program() {
    local to=$root/$program
    rm -rf "$to"
    mkdir -p "$to"
    cp "$root"/app/target/lib/*.jar "$to"
    cp "$root/app/target/holdfast-app.jar" "$to"
    "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
        -XX:ArchiveClassesAtExit="$to/holdfast.jsa" -Xlog:disable -Dholdfast.home="$root" \
        -jar "$to/holdfast-app.jar" training "$to" > /dev/null ||
        say "  could not prepare the fast start: Holdfast works, and starts more slowly"
    rm -rf "$to/training"
}

# Keeps the last three, and those that a process runs from: an instance of the lab is restarted from where it was started.
forget_old_programs() {
    local old=("$root"/.holdfast/program/*) index
    for ((index = 0; index < ${#old[@]} - 3; index++)); do
        grep -qsaF "${old[index]}/" /proc/[0-9]*/cmdline || rm -rf "${old[index]}"
    done
}
