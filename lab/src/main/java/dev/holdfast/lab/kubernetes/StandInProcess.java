package dev.holdfast.lab.kubernetes;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.process.Account;
import dev.holdfast.lab.server.KubernetesAccess;
import dev.holdfast.lab.server.LabContext;
import dev.holdfast.lab.server.ProgramFiles;
import dev.holdfast.lab.server.ServiceCommand;
import dev.holdfast.lab.service.OrderlyEnd;
import java.nio.file.Files;

/** The stand-in as a process of its own. */
public final class StandInProcess {
    private StandInProcess() {}

    /**
     * Is the stand-in of a lab until the process is told to end. Instances go on without it.
     *
     * @param primary the database server that instances are told of when nobody has set anything else
     */
    public static void run(LabDirectory directory, LabPlan plan, String primary) {
        LabContext context = LabContext.of(plan, directory, Account.forServers());
        StandIn standIn = StandIn.start(
                plan.kubernetes(),
                LabWorkloads.files(context),
                KubernetesAccess.read(directory),
                new LabWorkloads(context, ServiceCommand.NONE, new ProgramFiles(context), primary).all(),
                region -> Files.exists(directory.lostRegion(region)));
        OrderlyEnd.onTermination(standIn::close);
        OrderlyEnd.await();
    }
}
