package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.process.Account;
import dev.holdfast.lab.process.Daemons;
import dev.holdfast.lab.process.LabFiles;

/** What every server of one lab is made from. */
public record LabContext(LabPlan plan, LabDirectory directory, Account account, LabFiles files, Daemons daemons) {

    public static LabContext of(LabPlan plan, LabDirectory directory, Account account) {
        return new LabContext(
                plan, directory, account, new LabFiles(directory, account), new Daemons(directory, account));
    }
}
