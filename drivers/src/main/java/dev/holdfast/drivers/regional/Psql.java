package dev.holdfast.drivers.regional;

import java.util.HashMap;
import java.util.Map;

/** The settings of a region's database, as PostgreSQL's own programs on its host take them. */
final class Psql {
    /** {@code query DATABASE SQL [OPTION...]} runs statements, and stops at the first that fails. */
    static final String QUERY = """
            export PATH="$bin:$PATH" PGHOST="$host" PGPORT="$port" PGUSER="$user" PGCONNECT_TIMEOUT=5 PGAPPNAME=holdfast
            query() {
              export PGDATABASE="$1" sql="$2"
              shift 2
              watched sh -c 'printf "%s\\n" "$sql" | exec psql -XAtq -v ON_ERROR_STOP=1 "$@" -f -' psql "$@"
            }
            """;

    /** Every value is printed alike on every server. */
    private static final String ALIKE = """
            set TimeZone = 'UTC';
            set DateStyle = 'ISO';
            set IntervalStyle = 'postgres';
            set bytea_output = 'hex';
            set extra_float_digits = 1;
            """;

    /** As of one moment, which is printed first. */
    static final String BEGIN = ALIKE + """
            begin isolation level repeatable read read only;
            """;

    static final String MOMENT = """
            select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
            """;

    /** Size, number of rows and sum of their hashes of every table, as {@link Manifest} reads them. */
    static final String TABLES = """
            select format('select %L union all select %L || count(*) || %L ||'
                          ' coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) || %L from only %I.%I t',
                          'size ' || pg_table_size(c.oid) || ' ' || label, 'hash ', '/', ' *' || label, n.nspname, c.relname)
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
              cross join lateral translate(n.nspname || '.' || c.relname, E'\\n', E'\\u0001') label
             where c.relkind = 'r' and c.relpersistence = 'p'
               and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'holdfast')
             order by label \\gexec
            select 'end';
            """;

    private Psql() {}

    /** The variables of the script for the data of a region, and for its copy. */
    static Map<String, String> ofSource(Leg leg) {
        Map<String, String> variables = server(leg.ofSource("address"), leg.ofSource("user"), leg.ofSource("binaries"));
        variables.put("database", leg.ofSource("database"));
        variables.put("out", leg.ofSource("staging") + "/for-" + leg.target().region());
        return variables;
    }

    /** The variables of the script for the copy. */
    static Map<String, String> ofTarget(Leg leg) {
        Map<String, String> variables = server(leg.ofTarget("address"), leg.ofTarget("user"), leg.ofTarget("binaries"));
        variables.put("copy", copy(leg));
        variables.put("home", home(leg));
        return variables;
    }

    /** The name of the copy on the regional server of the other region. */
    static String copy(Leg leg) {
        return "%s_%s".formatted(leg.ofSource("database"), leg.source().region().replace('-', '_'));
    }

    /** Where it arrives. */
    static String home(Leg leg) {
        return leg.ofTarget("staging") + "/from-" + leg.source().region();
    }

    private static Map<String, String> server(String address, String user, String binaries) {
        int colon = address.lastIndexOf(':');
        return new HashMap<>(Map.of(
                "host",
                address.substring(0, colon),
                "port",
                address.substring(colon + 1),
                "user",
                user,
                "bin",
                binaries));
    }
}
