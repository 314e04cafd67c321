package dev.holdfast.model.error;

import static dev.holdfast.model.error.ErrorClass.INFRASTRUCTURE;
import static dev.holdfast.model.error.ErrorClass.INTERNAL;
import static dev.holdfast.model.error.ErrorClass.PRECONDITION;
import static dev.holdfast.model.error.ErrorClass.TIMEOUT;
import static dev.holdfast.model.error.ErrorClass.USER;

/**
 * Every failure that Holdfast reports, with a number that never changes its meaning.
 *
 * <p>1xxx: commands and files; 2xxx: database; 3xxx: load balancers and deployments; 4xxx: runs and journal; 5xxx: lab; 6xxx: people and permissions;
 * 7xxx: messages; 8xxx: audit; 9xxx: internal.
 */
public enum ErrorCode {
    USAGE(1001, USER, "The command line is wrong", "run the command with --help"),
    TOPOLOGY_INVALID(
            1101, USER, "The topology file has problems", "fix every line that is listed, then run the command again"),
    TOPOLOGY_MISSING(
            1102, USER, "No topology was found", "name one with --topology, or start the lab with `holdfast lab up`"),
    RUNBOOK_INVALID(
            1201, USER, "The runbook has problems", "fix every line that is listed, then run the command again"),
    RUNBOOK_UNKNOWN(1202, USER, "There is no such runbook", "list them with `holdfast runbook list`"),
    NOT_YET_AVAILABLE(
            1203,
            PRECONDITION,
            "Holdfast can't do this yet",
            "do it by hand as the procedures describe, then skip the step with the reason"),
    COMPONENT_UNKNOWN(1301, USER, "The topology has no such component", "use one of the names that are listed"),
    PARAMETER_INVALID(1302, USER, "A parameter has a wrong value", "correct the value and run the command again"),
    CONFIRMATION_MISSING(
            1303,
            PRECONDITION,
            "This takes something from service or destroys data, and was not confirmed",
            "read the plan, then add --confirm"),

    DATABASE_UNREACHABLE(
            2001,
            INFRASTRUCTURE,
            "A database server does not answer",
            "check the server and the network, then run the command again"),
    PRIMARY_NOT_DOWN(
            2002,
            PRECONDITION,
            "The database primary is not proven to be down",
            "look at the votes; a primary that lives is moved with `holdfast database-failover --confirm`"),
    PRIMARY_MISSING(2003, PRECONDITION, "No primary could be observed", "run `holdfast verify-database-failure`"),
    TWO_PRIMARIES(
            2004,
            PRECONDITION,
            "More than one server says that it is primary",
            "fence all but one: `holdfast rebuild-database --target NAME --source PRIMARY --confirm`"),
    NO_CANDIDATE(2101, PRECONDITION, "No standby can be promoted", "bring a standby back, or restore from a backup"),
    LOSS_OVER_RPO(
            2102,
            PRECONDITION,
            "The promotion would lose more than the RPO allows",
            "choose another standby, or accept the loss with --accept-data-loss and the figure shown"),
    NOT_MOST_ADVANCED(2103, PRECONDITION, "Another standby holds more of the acknowledged writes", "promote that one"),
    FENCE_UNPROVEN(
            2104,
            PRECONDITION,
            "The old primary could still acknowledge writes",
            "make its host reachable or switch it off, then run the command again"),
    ROLE_MISMATCH(
            2105,
            PRECONDITION,
            "The server has another role or identity than this operation needs",
            "check the name of the target"),
    PROMOTION_FAILED(
            2106,
            INFRASTRUCTURE,
            "The standby did not become primary",
            "run `holdfast database-rollback --restore-point latest`"),
    REPLICATION_NOT_FOLLOWING(
            2107, INFRASTRUCTURE, "A standby does not follow the primary", "rebuild it: `holdfast rebuild-database`"),
    DATA_DIVERGES(
            2201,
            INFRASTRUCTURE,
            "Primary and standby hold different data",
            "keep readers away from the standby, and copy it anew from the primary with pg_basebackup"),
    DATA_NOT_COMPARABLE(
            2202,
            INFRASTRUCTURE,
            "Data could not be compared at one point",
            "wait until the standby has caught up, then run the command again"),
    DIVERGENCE_NOT_CAPTURED(
            2203,
            PRECONDITION,
            "The writes that only the old primary has could not be saved",
            "save them by hand, or give them up with --discard-divergence"),
    REBUILD_FAILED(
            2204,
            INFRASTRUCTURE,
            "The server could not be rebuilt as a standby",
            "read the reason, then run the command again"),
    ROLLBACK_IMPOSSIBLE(2301, PRECONDITION, "The restore point can't be returned to", "read the reason"),
    RESTORE_POINT_UNKNOWN(2302, USER, "There is no such restore point", "use one that is listed, or `latest`"),

    BALANCER_UNREACHABLE(
            3001,
            INFRASTRUCTURE,
            "A load balancer does not answer",
            "check it, then run the command again: what was changed is kept"),
    ENDPOINT_WRONG(
            3002,
            INFRASTRUCTURE,
            "A database endpoint leads to the wrong server",
            "run `holdfast update-database-endpoints`"),
    SERVICE_NOT_SERVING(
            3003,
            INFRASTRUCTURE,
            "Clients are not served",
            "run `holdfast verify-app-connectivity` and look at the region that fails"),
    INSTANCE_NOT_READY(
            3004,
            INFRASTRUCTURE,
            "An instance is not ready",
            "look at its log; the instances that were not restarted keep serving"),
    HOST_UNREACHABLE(3101, INFRASTRUCTURE, "A host does not answer", "check the host and the network"),
    COMMAND_FAILED(3102, INFRASTRUCTURE, "A command on a host failed", "read its output"),

    REGION_NOT_HEALTHY(
            3201,
            PRECONDITION,
            "A region isn't healthy",
            "look at it with `holdfast check-region-health --region NAME`"),
    CAPACITY_SHORT(
            3202,
            PRECONDITION,
            "The remaining regions can't carry the traffic",
            "give them more with `holdfast scale-region`, or name another region"),
    LAST_REGION(3203, PRECONDITION, "No other region is healthy", "bring another region back first"),
    REGION_STILL_USED(
            3204, INFRASTRUCTURE, "Clients still use the region", "see who with `holdfast verify-traffic-routing`"),
    REGION_NOT_DOWN(
            3205,
            PRECONDITION,
            "It isn't proven that the region is down",
            "leave --ungraceful out, and the region is drained without a failed request"),
    CASCADE(3206, INFRASTRUCTURE, "The failure spreads", "see where with `holdfast monitor-cascade`"),
    UNSTABLE(3207, INFRASTRUCTURE, "The system did not stay stable", "read which region, and what was seen"),
    DNS_UNREACHABLE(3301, INFRASTRUCTURE, "A DNS server can't be told anything", "check its API and the network"),
    DNS_HALF_APPLIED(
            3302,
            INFRASTRUCTURE,
            "The DNS servers don't say the same",
            "`holdfast update-dns-records` tells the others when they answer"),
    DNS_RECORD_FOREIGN(
            3303, PRECONDITION, "A DNS record was not written by Holdfast", "look at it before it is replaced"),
    DNS_ANSWER_WRONG(3304, INFRASTRUCTURE, "Clients get another answer than was set", "ask the server that is named"),
    ORCHESTRATOR_UNREACHABLE(
            3401, INFRASTRUCTURE, "The orchestrator of a deployment does not answer", "check its API and the network"),
    ORCHESTRATOR_FORBIDS(
            3402,
            PRECONDITION,
            "The orchestrator does not permit it",
            "give Holdfast's account the right that is named"),
    ORCHESTRATOR_CONFLICT(
            3403, INFRASTRUCTURE, "Somebody else changed the deployment at the same time", "run the command again"),
    SCALE_IMPOSSIBLE(
            3404, PRECONDITION, "The deployment can't be scaled so", "read the reason, and choose another number"),
    SYNC_FAILED(3501, INFRASTRUCTURE, "The data could not be copied to the other region", "run it again: it goes on"),
    REGIONAL_DATA_DIFFERS(
            3502,
            INFRASTRUCTURE,
            "The copy in another region differs",
            "copy it anew with `holdfast cross-region-sync`"),
    COPY_FOREIGN(
            3503,
            PRECONDITION,
            "What is in the place of the copy was not copied by Holdfast",
            "look at it, and move it away before the data is copied"),

    RUN_UNKNOWN(4001, USER, "There is no such run", "list them with `holdfast run list`"),
    RUN_BUSY(4002, PRECONDITION, "Another process is executing this run", "watch it with `holdfast run show`"),
    RUN_OVER(4003, USER, "The run is over", "start a new one"),
    STEP_TIMED_OUT(
            4101,
            TIMEOUT,
            "A step did not finish in its time",
            "look at the step with `holdfast run show latest`, then run the command again"),
    NOT_PROVEN(
            4102, INFRASTRUCTURE, "The effect could not be observed", "look at the system, then run the command again"),
    EFFECT_UNKNOWN(
            4103,
            PRECONDITION,
            "It is not known whether a step had its effect, and it can't be done twice",
            "look at the system, then `holdfast run retry` or `holdfast run skip`"),
    RUN_WAITING(4104, PRECONDITION, "The run waits for people", "see who must do what with `holdfast run show latest`"),
    PROGRAM_FAILED(4105, INFRASTRUCTURE, "A program of a runbook failed", "read its output with `holdfast run show`"),
    JOURNAL_UNWRITABLE(
            4201,
            INFRASTRUCTURE,
            "The journal can't be written",
            "free space or fix the permissions of the state directory; nothing was started that isn't recorded"),
    JOURNAL_CONFLICT(4202, PRECONDITION, "Somebody else wrote to this run", "look at it with `holdfast run show`"),

    LAB_DOWN(5001, PRECONDITION, "The lab is not running", "start it with `holdfast lab up`"),
    LAB_ELSEWHERE(
            5002,
            PRECONDITION,
            "Another lab is running on this machine",
            "stop it with `holdfast lab down`, from where it was started"),
    LAB_PORT_IN_USE(
            5003, PRECONDITION, "An address that the lab needs is taken", "stop the process that listens there"),
    LAB_PACKAGES_MISSING(5004, PRECONDITION, "Debian packages are missing", "run the line shown, as root"),
    LAB_SERVER_FAILED(5005, INFRASTRUCTURE, "A server of the lab did not start", "read the log that is named"),
    FAULT_UNKNOWN(5006, USER, "There is no such fault", "use one of the sentences that are listed"),
    FAULT_NOT_PERMITTED(5007, PRECONDITION, "This fault needs a right that is missing here", "run it as root"),
    DRILL_FAILED(5101, INFRASTRUCTURE, "The drill missed its objectives", "read the score card"),

    IDENTITY_UNPROVEN(
            6001,
            PRECONDITION,
            "This needs a person who proves who they are",
            "name yourself and your SSH key: --as NAME --key FILE, or HOLDFAST_OPERATOR and HOLDFAST_KEY"),
    NOT_PERMITTED(6002, PRECONDITION, "This person may not do that", "ask somebody with the role that is named"),
    APPROVAL_MISSING(
            6003, PRECONDITION, "Nobody permitted the step in time", "`holdfast run retry` asks for approval again"),
    APPROVAL_REJECTED(6004, PRECONDITION, "The step was rejected", "read the comment; `holdfast run retry` asks again"),
    ORDER_INVALID(6005, USER, "The order does not fit the run", "look at it with `holdfast run show`"),
    DISARMED(6006, PRECONDITION, "Automatic recovery is disarmed", "arm it with `holdfast arm`, or act by hand"),
    OPERATORS_INVALID(
            6007, USER, "The file of the operators has problems", "fix every line that is listed, then try again"),
    PERMISSION_UNKNOWN(6008, USER, "There is no such permission", "list them with `holdfast status`"),

    NOTIFICATION_FAILED(
            7001, INFRASTRUCTURE, "A message could not be sent", "it is kept; `holdfast notify retry` tries again"),
    CHANNEL_UNKNOWN(7002, USER, "The topology has no such channel", "use one of the names that are listed"),
    SECRET_MISSING(7003, PRECONDITION, "A secret is not where the topology says", "put it there, then try again"),

    AUDIT_BROKEN(
            8001,
            INFRASTRUCTURE,
            "The audit trail was changed",
            "keep the state directory as it is, and compare it with an export from before"),
    AUDIT_KEY_MISSING(
            8002,
            PRECONDITION,
            "The key that signs the audit trail can't be used",
            "make its passphrase file readable, or name another one"),

    INTERRUPTED(9001, INTERNAL, "Holdfast was interrupted", "`holdfast run resume` goes on where it stopped"),
    INTERNAL_ERROR(9999, INTERNAL, "A defect of Holdfast", "report it with the text above");

    private final int number;
    private final ErrorClass errorClass;
    private final String title;
    private final String nextMove;

    ErrorCode(int number, ErrorClass errorClass, String title, String nextMove) {
        this.number = number;
        this.errorClass = errorClass;
        this.title = title;
        this.nextMove = nextMove;
    }

    /** The code as people read it, such as {@code HF-2104}. */
    public String id() {
        return "HF-%04d".formatted(number);
    }

    /** The class, which decides the exit code. */
    public ErrorClass errorClass() {
        return errorClass;
    }

    /** One sentence that says what kind of failure this is. */
    public String title() {
        return title;
    }

    /** What to do next, when the place that raised the failure knows nothing better. */
    public String nextMove() {
        return nextMove;
    }
}
