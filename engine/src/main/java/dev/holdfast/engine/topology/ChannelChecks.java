package dev.holdfast.engine.topology;

import dev.holdfast.engine.secret.SecretSources;
import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.engine.yaml.Problems;
import dev.holdfast.engine.yaml.YamlNode;
import dev.holdfast.engine.yaml.YamlNode.Entry;
import dev.holdfast.engine.yaml.YamlNode.Kind;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.regex.Pattern;

/** What a schema can't say of the section {@code notifications}. No problem shows a value that may be a secret. */
final class ChannelChecks {
    private static final Pattern NAME_OF_SECRET =
            Pattern.compile("(?i).*(secret|token|password|passwd|credential|routing_?key|api_?key).*");
    /** Tokens of Slack, and addresses that are as good as one. */
    private static final Pattern LOOKS_SECRET =
            Pattern.compile("xox[a-z]-.*|.*hooks\\.slack\\.com/.*|.*://[^/]*:[^/]*@.*");

    private final Mapping root;
    private final Problems problems;

    ChannelChecks(Mapping root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    void run() {
        List<Entry> channels = root.entriesOf("notifications");
        List<String> names = channels.stream().map(Entry::name).toList();
        for (Entry channel : channels) {
            channel.mapping().forEach(mapping -> check(channel.name(), mapping, names));
        }
    }

    private void check(String name, Mapping channel, List<String> names) {
        channel.find("secret").ifPresent(this::checkSecret);
        channel.entriesOf("settings").forEach(this::checkSetting);
        channel.scalar("otherwise").ifPresent(other -> checkOtherwise(name, other, names));
    }

    private void checkSecret(YamlNode secret) {
        if (secret.asScalar()
                .map(Scalar::text)
                .filter(SecretSources::isReference)
                .isEmpty()) {
            problems.addUnlessReported(
                    secret.at(),
                    "secret: it must say where the secret is found: env:NAME or file:/path; the secret itself never"
                            + " stands in a topology (if it did, renew it)");
        }
    }

    private void checkSetting(Entry setting) {
        String text = setting.value().asScalar().map(Scalar::text).orElse("");
        if (NAME_OF_SECRET.matcher(setting.name()).matches()
                || LOOKS_SECRET.matcher(text).matches()) {
            problems.addUnlessReported(
                    setting.at(),
                    "settings.%s looks like a secret, which never stands in a topology (if it does, renew it): name where"
                                    .formatted(setting.name())
                            + " it is found with `secret: env:NAME` or `secret: file:/path`, beside `settings`");
            return;
        }
        if (setting.value()
                .asScalar()
                .filter(value -> value.kind() != Kind.NULL)
                .isEmpty()) {
            problems.addUnlessReported(
                    setting.value().at(),
                    "settings.%s is %s; it must be a single value"
                            .formatted(setting.name(), setting.value().describe()));
        }
    }

    private void checkOtherwise(String name, Scalar other, List<String> names) {
        if (other.text().equals(name)) {
            problems.addUnlessReported(
                    other.at(), "otherwise: '%s' can't stand in for itself; name another channel".formatted(name));
            return;
        }
        if (!names.contains(other.text())) {
            problems.addUnlessReported(
                    other.at(),
                    "otherwise: there is no '%s' under notifications; %s"
                            .formatted(other.text(), NearNames.hint(other.text(), names)));
        }
    }
}
