package dev.holdfast.drivers.powerdns;

import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What regions must be like to be answered. What passes can't break out of the text of a record. */
final class TargetRules {
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9._-]{1,63}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final int NUMBERS = 4;
    private static final int HIGHEST = 255;

    private TargetRules() {}

    /** @throws HoldfastException {@code PARAMETER_INVALID} */
    static void check(List<DnsTarget> targets) {
        List<String> regions = targets.stream().map(DnsTarget::region).toList();
        if (regions.stream().distinct().count() < regions.size()) {
            throw invalid("a region is there twice among %s".formatted(regions));
        }
        targets.forEach(target -> check(target, regions));
        if (targets.stream().allMatch(target -> target.weight() == 0)) {
            throw invalid("no region of %s is left that clients could be led to".formatted(regions));
        }
    }

    private static void check(DnsTarget target, List<String> regions) {
        if (!REGION.matcher(target.region()).matches()) {
            throw invalid("'%s' can't be the name of a region".formatted(target.region()));
        }
        if (!isAddress(target.address())) {
            throw invalid("'%s' of %s is no IPv4 address".formatted(target.address(), target.region()));
        }
        if (!target.countries().stream()
                .allMatch(country -> COUNTRY.matcher(country).matches())) {
            throw invalid("%s of %s are not all ISO 3166-1 codes".formatted(target.countries(), target.region()));
        }
        Optional<String> stranger = target.successor()
                .filter(successor -> successor.equals(target.region()) || !regions.contains(successor));
        if (stranger.isPresent()) {
            throw invalid(
                    "'%s' can't succeed %s; the regions are %s".formatted(stranger.get(), target.region(), regions));
        }
    }

    private static boolean isAddress(String text) {
        List<String> numbers = List.of(text.split("\\.", -1));
        return numbers.size() == NUMBERS
                && numbers.stream()
                        .allMatch(number -> NUMBER.matcher(number).matches() && Integer.parseInt(number) <= HIGHEST);
    }

    private static HoldfastException invalid(String what) {
        return new HoldfastException(ErrorCode.PARAMETER_INVALID, what);
    }
}
