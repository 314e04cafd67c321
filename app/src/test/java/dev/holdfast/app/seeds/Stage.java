package dev.holdfast.app.seeds;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.run.RestorePointRecorder;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.runbook.Runbook;
import java.util.List;
import java.util.Map;

/** What a run is played on: a runbook, and the world that it changes. It outlives the processes that execute the run. */
interface Stage {

    Runbook runbook();

    Map<String, String> parameters();

    Catalogue catalogue();

    Site site();

    RestorePointRecorder restorePoints();

    /** What happens to the world meanwhile, in any order. */
    List<Incident> incidents();

    /** What goes on there all the time; called again and again. */
    void live();

    /** How often something was changed there by an operation. */
    int effects();

    /** What must never be so of this world, and is now. */
    List<String> broken();
}
