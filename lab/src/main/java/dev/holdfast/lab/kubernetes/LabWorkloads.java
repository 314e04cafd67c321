package dev.holdfast.lab.kubernetes;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabInstance;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.server.LabContext;
import dev.holdfast.lab.server.PodProgram;
import dev.holdfast.lab.server.ProgramFiles;
import dev.holdfast.lab.server.RateLimiter;
import dev.holdfast.lab.server.ServiceCommand;
import dev.holdfast.lab.server.ServiceInstance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** What the lab's deployments consist of. */
public final class LabWorkloads {
    private final LabContext context;
    private final Function<LabInstance, PodProgram> service;

    /**
     * The deployments of a lab.
     *
     * @param command how an instance of the service is started
     * @param programs one for all that start together
     * @param primary the name of the database server that is primary now
     */
    public LabWorkloads(LabContext context, ServiceCommand command, ProgramFiles programs, String primary) {
        this.context = context;
        this.service = slot -> new ServiceInstance(context, slot, command, programs, primary);
    }

    /** Those of a lab that is only looked at. */
    public static LabWorkloads toLookAt(LabContext context) {
        return new LabWorkloads(context, ServiceCommand.NONE, new ProgramFiles(context), "");
    }

    /** Whatever can run in a pod, in the order of deployments, regions and slots. */
    public List<PodProgram> programs() {
        LabPlan plan = context.plan();
        return Stream.concat(
                        plan.instances().stream().map(service),
                        plan.limiters().stream().map(slot -> new RateLimiter(context, slot)))
                .toList();
    }

    /** The names of the slots in which something runs when everything is as it was asked for. */
    public Set<String> wanted() {
        Map<Key, ObjectNode> objects = files(context).load();
        Set<String> names = new HashSet<>();
        for (Workload workload : all()) {
            ObjectNode deployment = objects.get(workload.deployment());
            int replicas = deployment == null ? workload.usual() : DeploymentObject.replicas(deployment);
            workload.slots().stream().limit(replicas).map(Slot::name).forEach(names::add);
        }
        return names;
    }

    static ObjectFiles files(LabContext context) {
        return new ObjectFiles(context.directory().kubernetes().resolve("objects"), context.files());
    }

    /** Forgets what the processes are started with: the settings of an earlier time may lead to a wrong database. */
    public static void forgetSettings(LabDirectory directory) {
        LabFiles.delete(directory.kubernetes().resolve("objects").resolve(Kind.CONFIG_MAP.plural()));
    }

    List<Workload> all() {
        LabPlan plan = context.plan();
        List<Workload> workloads = new ArrayList<>();
        for (LabRegion region : plan.regions()) {
            workloads.add(workload(plan.deployment(), region, plan.instances(), service));
            workloads.add(workload(plan.limiter(), region, plan.limiters(), slot -> new RateLimiter(context, slot)));
        }
        return workloads;
    }

    private static Workload workload(
            String name, LabRegion region, List<LabInstance> all, Function<LabInstance, PodProgram> program) {
        List<LabInstance> own =
                all.stream().filter(slot -> slot.region().equals(region)).toList();
        List<Slot> slots = IntStream.range(0, own.size())
                .mapToObj(index -> new Slot(
                        own.get(index).name(),
                        index + 1,
                        own.get(index).address(),
                        new LabContainer(program.apply(own.get(index)))))
                .toList();
        int usual = (int) own.stream().filter(LabInstance::usual).count();
        return new Workload(
                name, region.name(), usual, slots, program.apply(own.getFirst()).usualSettings());
    }
}
