# shellcheck shell=bash
# Finds what Holdfast is built and run with: a JDK 25 and Maven. Sourced by ./holdfast and ./verify.

say() { printf '%s\n' "$*" >&2; }

# Prints the java of the first JDK 25 (with a compiler) among the usual places; fails when there is none.
find_java() {
    local home
    for home in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" /usr/lib/jvm/*25* "${HOME:-/root}"/.sdkman/candidates/java/25* \
        "${HOME:-/root}"/.jdks/*25* /opt/*jdk*25* "$(java_on_path)"; do
        if is_jdk_25 "$home"; then
            printf '%s\n' "$home/bin/java"
            return
        fi
    done
    return 1
}

is_jdk_25() {
    [[ -n $1 && -x $1/bin/java && -x $1/bin/javac ]] || return 1
    [[ -r $1/release ]] && grep -q '^JAVA_VERSION="25[".]' "$1/release"
}

java_on_path() {
    local java
    java=$(command -v java) || return 0
    java=$(readlink -f "$java")
    printf '%s\n' "${java%/bin/java}"
}

# Prints the java of a JDK 25; installs one when it can, else says how to get one and fails.
need_java() {
    local package
    find_java && return
    if can_install; then
        for package in temurin-25-jdk openjdk-25-jdk-headless; do
            if has_candidate "$package"; then
                say "Holdfast needs a JDK 25: installing the Debian package $package"
                install_packages "$package" && find_java && return
            fi
        done
    fi
    say "Holdfast needs a JDK 25, and found none in JAVA_HOME, JAVA25_HOME, /usr/lib/jvm, ~/.sdkman or on the PATH."
    say "Get one in one of these ways, then run the command again:"
    say "  Debian 12: add the apt repository of Eclipse Temurin (https://adoptium.net/installation/linux/),"
    say "             then: apt-get install temurin-25-jdk"
    say "  Debian 13 and later, where it has the package: apt-get install openjdk-25-jdk-headless"
    say "  SDKMAN:    sdk install java 25-tem"
    say "  by hand:   unpack any JDK 25 and set JAVA_HOME to its directory"
    return 1
}

# Makes sure that mvn is there; installs it when it can, else says how to get it and fails.
need_maven() {
    command -v mvn > /dev/null && return
    if can_install && has_candidate maven; then
        say "Holdfast is built with Maven: installing the Debian package maven"
        install_packages maven && return
    fi
    say "Holdfast is built with Maven 3.8 or later, and found no mvn on the PATH."
    say "Install it (Debian: apt-get install maven), then run the command again."
    return 1
}

can_install() { [[ $EUID -eq 0 ]] && command -v apt-get > /dev/null; }

has_candidate() {
    [[ -n $(apt-cache madison "$1" 2> /dev/null) ]] && return
    # The package lists of a fresh machine are empty: fetch them, once.
    [[ -z ${package_lists_fetched:-} ]] || return 1
    package_lists_fetched=1
    apt-get update -qq > /dev/null 2>&1 || true
    [[ -n $(apt-cache madison "$1" 2> /dev/null) ]]
}

# Installs Debian packages without letting them start services (Holdfast starts its own servers), and without removing any: a mail
# server that is there already is not replaced.
install_packages() (
    policy=/usr/sbin/policy-rc.d
    if [[ ! -e $policy ]]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' > "$policy"
        chmod +x "$policy"
    fi
    if [[ ! -e /etc/postgresql-common/createcluster.conf ]]; then
        mkdir -p /etc/postgresql-common
        printf 'create_main_cluster = false\n' > /etc/postgresql-common/createcluster.conf
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-remove --no-install-recommends "$@" > /dev/null
)
