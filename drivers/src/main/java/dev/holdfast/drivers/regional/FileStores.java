package dev.holdfast.drivers.regional;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.regional.DataHost.Work;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.region.CopyState;
import dev.holdfast.model.topology.RegionalDataSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Files that each region has below a directory of its own.
 *
 * <p>In the directory {@code copies} of a region, {@code REGION} is a link to the newest copy of that region's files, and
 * {@code .REGION} holds the copy, what it was when it was completed, and what has arrived of the next one. To change the link is the one
 * step that replaces a copy.
 */
final class FileStores implements RegionalData {
    /** Finds the copy in use: {@code $version} is its directory, or empty when there is none. */
    private static final String FIND = """
            link="$copies/$source"
            version=
            if [ -e "$link" ] || [ -L "$link" ]; then
              to=$(readlink "$link") || { echo "$link is not a copy that Holdfast made" >&2; exit 76; }
              version="$copies/${to%/data}"
              [ -f "$version/at" ] && [ -f "$version/manifest" ] && [ -d "$version/data" ] \\
                || { echo "$link leads to $to, which is not a copy that Holdfast made" >&2; exit 76; }
            fi
            """;

    private static final String WHERE = FIND + """
            [ -z "$version" ] || echo "$version/data"
            """;

    private static final String MOMENT = FIND + """
            [ -z "$version" ] || cat "$version/at"
            """;

    private static final String READ = Directory.MANIFEST + FIND + """
            [ -n "$version" ] || { echo none; exit 0; }
            echo "at $(cat "$version/at")"
            cat "$version/manifest" || exit 1
            manifest "$version/data"
            """;

    /** The old copy is deleted last: whatever happens before, one that is whole is in use. */
    private static final String SWITCH = """
            home="$copies/.$source"
            locked "$home/lock"
            [ "$(cat "$home/staging/token" 2>/dev/null)" = "$token" ] \\
              || { echo "somebody else has begun to copy to $home" >&2; exit 1; }
            """ + FIND + """
            echo "$at" > "$home/staging/at" || exit 1
            sync -f "$home/staging" || exit 1
            mv -T "$home/staging" "$home/$token" || exit 1
            rm -f "$home/link"
            ln -s ".$source/$token/data" "$home/link" && mv -T "$home/link" "$link" || exit 1
            sync -f "$copies" || exit 1
            for old in "$home"/*/; do
              [ "$old" -ef "$home/$token" ] || { chmod -R u+rwX "$old"; rm -rf "$old"; }
            done
            """;

    private final RegionalDataSpec spec;
    private final Function<String, HostCommands> hosts;

    FileStores(RegionalDataSpec spec, Function<String, HostCommands> hosts) {
        this.spec = spec;
        this.hosts = hosts;
    }

    @Override
    public RegionalDataSpec spec() {
        return spec;
    }

    @Override
    public CopyState compare(String source, String target, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        Leg leg = Leg.of(spec, source, target, hosts);
        Optional<Copy> copy = Copy.read(leg.to().run(work("reading the copy of " + leg, READ, leg), deadline));
        Reading data = new Directory(leg.from(), leg.ofSource("directory")).read("listing " + leg, deadline);
        return Copy.compare(leg, data.manifest(), copy);
    }

    @Override
    public Optional<Instant> copiedAt(String source, String target, Duration limit) {
        Leg leg = Leg.of(spec, source, target, hosts);
        return leg.to().run(work("looking for the copy of " + leg, MOMENT, leg), Deadline.in(limit)).stream()
                .findFirst()
                .map(Reading::moment);
    }

    @Override
    public void copy(
            String source, String target, Optional<Long> bytesPerSecond, Consumer<String> progress, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        Leg leg = Leg.of(spec, source, target, hosts);
        List<String> previous = leg.to().run(work("looking for the copy of " + leg, WHERE, leg), deadline);
        Mirror mirror = new Mirror(leg, leg.ofSource("directory"), leg.ofTarget("copies") + "/." + source);
        Mirror.Arrived arrived = mirror.bring(previous.stream().findFirst(), bytesPerSecond, progress, deadline);
        Map<String, String> variables = new HashMap<>(variables(leg));
        variables.put("token", arrived.token());
        variables.put("at", arrived.sent().at().toString());
        leg.to().run(new Work("completing " + leg, ErrorCode.SYNC_FAILED, SWITCH, variables), deadline);
    }

    private static Work work(String attempted, String body, Leg leg) {
        return new Work(attempted, ErrorCode.COMMAND_FAILED, body, variables(leg));
    }

    private static Map<String, String> variables(Leg leg) {
        return Map.of("copies", leg.ofTarget("copies"), "source", leg.source().region());
    }
}
