package dev.holdfast.drivers.regional;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.regional.DataHost.Work;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.region.CopyState.Differences;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The copy of a region's database, on the regional server of another region. It carries, in the schema {@code holdfast}, the moment as
 * of which it was taken, and the checksums that its tables had then.
 */
final class DatabaseCopy {
    private static final String IS_THERE = "select 1 from pg_database where datname = :'copy';";
    private static final String IS_OURS = "select to_regclass('holdfast.copy_manifest') is not null;";

    /** Ends the script when there is no copy, or something else in its place. */
    private static final String FIND = Psql.QUERY + """
            there=$(query postgres "$is_there" -v copy="$copy") || exit 1
            [ -n "$there" ] || { echo none; exit 0; }
            ours=$(query "$copy" "$is_ours") || exit 1
            [ "$ours" = t ] || { echo "the database $copy is not a copy that Holdfast made" >&2; exit 76; }
            """;

    private static final String MOMENT = FIND + """
            query "$copy" "select 'at ' || at from holdfast.copy_origin"
            """;

    private static final String READ = FIND + """
            query "$copy" "$statements"
            """;

    private static final String RECORDED_AND_NOW = Psql.BEGIN + """
            select 'at ' || at from holdfast.copy_origin;
            select line from holdfast.copy_manifest order by number;
            """ + Psql.TABLES + "commit;\n";

    private static final String STAGED = Psql.QUERY + """
            locked "$home/lock"
            [ "$(cat "$home/staging/token" 2>/dev/null)" = "$token" ] \\
              || { echo "somebody else has begun to copy to $home" >&2; exit 1; }
            """;

    private static final String RESTORE = STAGED + """
            query postgres "$recreate" -v new="${copy}_new" || exit 1
            watched pg_restore --exit-on-error --jobs=2 --dbname="${copy}_new" "$home/staging/data/dump" || exit 1
            query "${copy}_new" "$statements"
            """;

    private static final String RECREATE = """
            drop database if exists :"new" with (force);
            create database :"new" template template0;
            """;

    private static final String NOW = Psql.BEGIN + Psql.TABLES + "commit;\n";

    private static final String COMPLETE = STAGED + """
            cd "$home/staging/data" || exit 1
            query "${copy}_new" "$record" -v at="$(cat at)" -v source="$source" || exit 1
            query postgres "$switch" -v copy="$copy" -v new="${copy}_new" -v old="${copy}_old" || exit 1
            rm -rf "$home/staging"
            """;

    private static final String RECORD = """
            begin;
            create schema if not exists holdfast;
            drop table if exists holdfast.copy_origin, holdfast.copy_manifest;
            create table holdfast.copy_origin (source text not null, at text not null);
            create table holdfast.copy_manifest (number bigserial primary key, line text not null);
            insert into holdfast.copy_origin values (:'source', :'at');
            \\copy holdfast.copy_manifest (line) from 'tables' with (format csv, delimiter E'\\002', quote E'\\003')
            commit;
            """;

    /** Sessions of both are ended: a database that is in use can't be renamed. */
    private static final String SWITCH = """
            drop database if exists :"old" with (force);
            select pg_terminate_backend(pid) from pg_stat_activity where datname in (:'copy', :'new') \\g /dev/null
            begin;
            select format('alter database %I rename to %I', :'copy', :'old')
              from pg_database where datname = :'copy' \\gexec
            alter database :"new" rename to :"copy";
            commit;
            drop database if exists :"old" with (force);
            """;

    private final Leg leg;

    DatabaseCopy(Leg leg) {
        this.leg = leg;
    }

    /** As of when it was taken, as it says itself; empty when there is none. */
    Optional<String> moment(Deadline deadline) {
        return leg.to().run(work("looking for the copy of " + leg, MOMENT, ErrorCode.COMMAND_FAILED), deadline).stream()
                .filter(line -> line.startsWith("at "))
                .map(line -> line.substring("at ".length()))
                .findFirst();
    }

    /** Reads it; empty when there is none. */
    Optional<Copy> read(Deadline deadline) {
        Map<String, String> variables = variables();
        variables.put("statements", RECORDED_AND_NOW);
        Work work = new Work("reading the copy of " + leg, ErrorCode.COMMAND_FAILED, READ, variables);
        return Copy.read(leg.to().run(work, deadline));
    }

    /** Makes a database of the dump that has arrived, beside the copy in use, and compares it with what was dumped. */
    void restore(Mirror.Arrived arrived, Manifest dumped, Deadline deadline) {
        Map<String, String> variables = variables();
        variables.put("token", arrived.token());
        variables.put("recreate", RECREATE);
        variables.put("statements", NOW);
        Work work = new Work("restoring " + leg, ErrorCode.SYNC_FAILED, RESTORE, variables);
        Set<String> wrong =
                Manifest.read(leg.to().run(work, deadline).iterator()).differingFrom(dumped);
        if (!wrong.isEmpty()) {
            throw new HoldfastException(
                    ErrorCode.SYNC_FAILED,
                    "%s: these tables are not as they were dumped: %s".formatted(leg, Differences.of(wrong)));
        }
    }

    /** Lets what was restored take the place of the copy, at once. */
    void complete(Mirror.Arrived arrived, Deadline deadline) {
        Map<String, String> variables = variables();
        variables.put("token", arrived.token());
        variables.put("source", leg.source().region());
        variables.put("record", RECORD);
        variables.put("switch", SWITCH);
        leg.to().run(new Work("completing " + leg, ErrorCode.SYNC_FAILED, COMPLETE, variables), deadline);
    }

    private Work work(String attempted, String body, ErrorCode failure) {
        return new Work(attempted, failure, body, variables());
    }

    private Map<String, String> variables() {
        Map<String, String> variables = Psql.ofTarget(leg);
        variables.put("is_there", IS_THERE);
        variables.put("is_ours", IS_OURS);
        return variables;
    }
}
