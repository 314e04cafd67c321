package dev.holdfast.model.database;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which standbys must confirm a commit before the primary acknowledges it.
 *
 * @param required how many of {@code members} must confirm; 0 when replication is asynchronous
 * @param members names of the standbys that count
 */
public record SyncPolicy(int required, List<String> members) {
    public static final SyncPolicy ASYNCHRONOUS = new SyncPolicy(0, List.of());

    private static final Pattern QUORUM = Pattern.compile("(?i)\\s*(ANY|FIRST)?\\s*(\\d+)\\s*\\((.*)\\)\\s*");

    public SyncPolicy {
        members = List.copyOf(members);
    }

    /** Reads the setting {@code synchronous_standby_names}: empty, a list of names, or {@code ANY n (...)}. */
    public static SyncPolicy parse(String setting) {
        if (setting.isBlank()) {
            return ASYNCHRONOUS;
        }
        Matcher quorum = QUORUM.matcher(setting);
        if (quorum.matches()) {
            return new SyncPolicy(Integer.parseInt(quorum.group(2)), names(quorum.group(3)));
        }
        return new SyncPolicy(1, names(setting));
    }

    /**
     * Whether a primary that none of these standbys listens to any more is unable to acknowledge a commit.
     *
     * @param primary the name of that primary, which can't confirm its own commits
     * @param cutOff the standbys that are proven not to receive from it
     */
    public boolean blocksCommits(String primary, Set<String> cutOff) {
        long couldConfirm = members.stream()
                .filter(member -> !member.equals(primary) && !cutOff.contains(member))
                .count();
        return required > 0 && couldConfirm < required;
    }

    /**
     * Whether every acknowledged commit is on at least one of these standbys.
     *
     * @param primary the name of the primary that acknowledged
     * @param examined the standbys whose position is known
     */
    public boolean everyCommitIsOnOneOf(String primary, Set<String> examined) {
        long unexamined = members.stream()
                .filter(member -> !member.equals(primary) && !examined.contains(member))
                .count();
        return required > unexamined;
    }

    private static List<String> names(String list) {
        return Pattern.compile(",")
                .splitAsStream(list)
                .map(name -> name.strip().replace("\"", ""))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
