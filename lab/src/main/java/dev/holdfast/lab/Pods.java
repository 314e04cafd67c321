package dev.holdfast.lab;

import dev.holdfast.lab.kubernetes.LabWorkloads;
import dev.holdfast.lab.server.Bringing;
import dev.holdfast.lab.server.KubernetesServer;
import dev.holdfast.lab.server.LabContext;
import dev.holdfast.lab.server.PodProgram;
import dev.holdfast.lab.server.ProgramFiles;
import dev.holdfast.lab.server.ServiceCommand;
import dev.holdfast.lab.server.Together;
import java.util.List;
import java.util.Set;

/** What the stand-in of Kubernetes runs, brought up through it. */
final class Pods {
    private final LabContext context;
    private final LabWorkloads workloads;
    private final KubernetesServer kubernetes;

    /**
     * @param primary the name of the database server that is primary now
     */
    Pods(LabContext context, ServiceCommand command, String primary) {
        this.context = context;
        ProgramFiles programs = new ProgramFiles(context);
        this.workloads = new LabWorkloads(context, command, programs, primary);
        this.kubernetes = new KubernetesServer(context, command, primary);
    }

    /** Returns when as many are ready as were asked for last. */
    void up(Bringing bringing) {
        List<PodProgram> all = workloads.programs();
        all.forEach(PodProgram::prepare);
        if (all.stream().allMatch(program -> program.process().isEmpty())) {
            LabWorkloads.forgetSettings(context.directory());
        }
        bringing.up(kubernetes);
        Set<String> wanted = workloads.wanted();
        Together.all(all.stream()
                .filter(program -> wanted.contains(program.name()))
                .<Runnable>map(program -> () -> bringing.await(program))
                .toList());
    }
}
