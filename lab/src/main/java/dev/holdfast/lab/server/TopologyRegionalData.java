package dev.holdfast.lab.server;

import dev.holdfast.lab.install.DebianPackages;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.plan.LabRegion;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The part of the lab's topology that says what each region has of its own, and where copies of it are. */
final class TopologyRegionalData {
    private final LabPlan plan;
    private final LabDirectory directory;
    private final String account;

    private TopologyRegionalData(LabPlan plan, LabDirectory directory, String account) {
        this.plan = plan;
        this.directory = directory;
        this.account = account;
    }

    /**
     * The text.
     *
     * @param account who the hosts let in
     */
    static String render(LabPlan plan, LabDirectory directory, String account) {
        TopologyRegionalData data = new TopologyRegionalData(plan, directory, account);
        return """
                regional_data:
                  profiles:
                    driver: postgresql
                    objective: { rto: 15m, rpo: 5m }
                    places:
                %s
                  files:
                    driver: files
                    objective: { rto: 30m, rpo: 1h }
                    places:
                %s
                """.formatted(data.places(data::database), data.places(data::files));
    }

    private String places(Function<LabRegion, String> settings) {
        return plan.regions().stream()
                .map(region -> place(region, settings.apply(region)))
                .collect(Collectors.joining("\n"));
    }

    private String place(LabRegion region, String settings) {
        return """
                %s:
                  host: %s
                  copied_to: [%s]
                  settings:
                    ssh: "%s@%s"
                    from: %s
                    identity_file: "%s"
                    known_hosts: "%s"
                %s""".formatted(
                        region.name(),
                        region.shortName(),
                        neighbour(region).name(),
                        account,
                        SshKeys.address(region),
                        region.host(),
                        SshKeys.pullKey(directory, region),
                        SshKeys.knownHosts(directory),
                        settings.indent(4).stripTrailing())
                .indent(6)
                .stripTrailing();
    }

    /** The next one, so that the data of every region is in one other. */
    private LabRegion neighbour(LabRegion region) {
        List<LabRegion> regions = plan.regions();
        return regions.get((regions.indexOf(region) + 1) % regions.size());
    }

    private String database(LabRegion region) {
        return """
                address: "%s"
                database: %s
                user: %s
                binaries: %s
                staging: "%s\"""".formatted(
                        RegionalDatabase.address(region),
                        RegionalDatabase.DATABASE,
                        PostgresNode.SUPERUSER,
                        DebianPackages.POSTGRESQL,
                        RegionalStores.staging(directory, region));
    }

    private String files(LabRegion region) {
        return """
                directory: "%s"
                copies: "%s\"""".formatted(RegionalStores.files(directory, region), RegionalStores.copies(directory, region));
    }
}
