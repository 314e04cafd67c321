package dev.holdfast.drivers.regional;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what scripts say while they copy into words for people, and keeps every other line. */
final class TransferLines implements Consumer<String> {
    /** What rsync says. */
    private static final String PROGRESS = "progress ";
    /** How many KiB of a database were dumped. */
    private static final String DUMPED = "dumped ";
    /** Bytes so far, how much of all that is, the rate, and the time that is left. */
    private static final Pattern FORM = Pattern.compile("(\\d+)\\s+(\\d+)%\\s+([\\d.]+)([kMG]?B)/s\\s+([\\d:]+).*");

    private static final Pattern LITERAL = Pattern.compile("Literal data: (\\d+) bytes");
    private static final int HUNDRED = 100;
    private static final int KIB = 1024;

    private final String what;
    private final Consumer<String> people;
    private final List<String> rest = new ArrayList<>();

    TransferLines(String what, Consumer<String> people) {
        this.what = what;
        this.people = people;
    }

    /** The lines that were for nobody yet. */
    List<String> rest() {
        return rest;
    }

    @Override
    public void accept(String line) {
        if (line.startsWith(PROGRESS)) {
            tell(FORM.matcher(line.substring(PROGRESS.length()).strip()));
            return;
        }
        if (line.startsWith(DUMPED)) {
            people.accept("%s: %s dumped"
                    .formatted(what, bytes(Long.parseLong(line.substring(DUMPED.length())) * KIB)));
            return;
        }
        Matcher literal = LITERAL.matcher(line);
        if (literal.matches()) {
            people.accept("%s: all has arrived, %s of it over the network in this call"
                    .formatted(what, bytes(Long.parseLong(literal.group(1)))));
            return;
        }
        rest.add(line);
    }

    private void tell(Matcher progress) {
        if (!progress.matches()) {
            return;
        }
        long done = Long.parseLong(progress.group(1));
        long percent = Long.parseLong(progress.group(2));
        String all = percent == 0 ? "" : " of about " + bytes(done * HUNDRED / percent);
        people.accept("%s: %s%s (%d%%), %s %s/s, %s left"
                .formatted(what, bytes(done), all, percent, progress.group(3), progress.group(4), progress.group(5)));
    }

    /** A number of bytes as people read it. */
    static String bytes(long number) {
        if (number < 1_000) {
            return number + " B";
        }
        if (number < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f kB", number / 1e3);
        }
        return number < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", number / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", number / 1e9);
    }
}
