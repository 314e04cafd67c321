package dev.holdfast.operations;

import dev.holdfast.engine.operation.Operation;
import dev.holdfast.operations.announced.AnnouncedOperations;
import dev.holdfast.operations.capacity.EmergencyScale;
import dev.holdfast.operations.capacity.ScaleBack;
import dev.holdfast.operations.capacity.ScaleHealthyRegions;
import dev.holdfast.operations.capacity.ScaleRegion;
import dev.holdfast.operations.cascade.MonitorCascade;
import dev.holdfast.operations.cascade.MonitorSystemStability;
import dev.holdfast.operations.communication.NotifyChannels;
import dev.holdfast.operations.database.DatabaseFailover;
import dev.holdfast.operations.database.DatabaseRollback;
import dev.holdfast.operations.database.FencePrimary;
import dev.holdfast.operations.database.PromoteReplica;
import dev.holdfast.operations.database.RebuildDatabase;
import dev.holdfast.operations.database.SelectBestReplica;
import dev.holdfast.operations.database.UpdateAppConfigs;
import dev.holdfast.operations.database.UpdateDatabaseEndpoints;
import dev.holdfast.operations.database.VerifyDatabaseFailure;
import dev.holdfast.operations.deployment.FullRestart;
import dev.holdfast.operations.deployment.RolloutRestart;
import dev.holdfast.operations.impact.AssessRegionFailure;
import dev.holdfast.operations.program.RunProgram;
import dev.holdfast.operations.region.RebuildRegion;
import dev.holdfast.operations.region.RedirectRegionalTraffic;
import dev.holdfast.operations.region.RegionFailback;
import dev.holdfast.operations.region.RegionFailover;
import dev.holdfast.operations.region.RegionRollback;
import dev.holdfast.operations.region.UpdateDnsRecords;
import dev.holdfast.operations.region.UpdateGeodns;
import dev.holdfast.operations.region.VerifyTrafficRouting;
import dev.holdfast.operations.region.health.CheckRegionHealth;
import dev.holdfast.operations.regionaldata.CrossRegionSync;
import dev.holdfast.operations.regionaldata.VerifyCrossRegionData;
import dev.holdfast.operations.verification.VerifyAppConnectivity;
import dev.holdfast.operations.verification.VerifyDataConsistency;
import dev.holdfast.operations.verification.VerifyRecovery;
import java.util.List;
import java.util.stream.Stream;

/** Every operation that there is. */
public final class Operations {
    private Operations() {}

    public static List<Operation<?>> all() {
        return Stream.of(available(), regions(), AnnouncedOperations.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Operation<?>> available() {
        return List.of(
                new VerifyDatabaseFailure(),
                new SelectBestReplica(),
                new FencePrimary(),
                new PromoteReplica(),
                new UpdateDatabaseEndpoints(),
                new UpdateAppConfigs(),
                new VerifyAppConnectivity(),
                new RolloutRestart(),
                new FullRestart(),
                new VerifyDataConsistency(),
                new RebuildDatabase(),
                new DatabaseRollback(),
                new VerifyRecovery(),
                new DatabaseFailover(),
                new AssessRegionFailure(),
                new MonitorCascade(),
                new MonitorSystemStability(),
                new ScaleRegion(),
                new ScaleHealthyRegions(),
                new EmergencyScale(),
                new ScaleBack(),
                new CheckRegionHealth(),
                new NotifyChannels(),
                new RunProgram());
    }

    private static List<Operation<?>> regions() {
        return List.of(
                new RegionFailover(),
                new RedirectRegionalTraffic(),
                new UpdateDnsRecords(),
                new UpdateGeodns(),
                new VerifyTrafficRouting(),
                new RegionFailback(),
                new RegionRollback(),
                new RebuildRegion(),
                new CrossRegionSync(),
                new VerifyCrossRegionData());
    }
}
