package dev.holdfast.drivers.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table whose rows are compared.
 *
 * @param name with its schema, quoted as SQL needs it
 * @param label its name for people
 * @param column what its rows are sliced by: the first column of the primary key, or their place when it has none
 */
record UserTable(String name, String label, Column column) {

    /**
     * What rows are sliced by.
     *
     * @param label the column's name for people
     */
    record Column(String name, String label, String type) {
        static final Column PLACE = new Column("t.ctid", "blocks", "tid");

        boolean isPlace() {
            return equals(PLACE);
        }
    }

    /** Permanent tables of users; what Holdfast itself writes changes all the time. */
    static final String SQL = """
            select format('%I.%I', n.nspname, c.relname) as name,
                   n.nspname || '.' || c.relname as label,
                   coalesce('t.' || quote_ident(a.attname), '') as column,
                   coalesce(a.attname, '') as column_label,
                   coalesce(format_type(a.atttypid, a.atttypmod), '') as type
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
              left join pg_index i on i.indrelid = c.oid and i.indisprimary
              left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
             where c.relkind = 'r' and c.relpersistence = 'p'
               and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'holdfast')
             order by pg_relation_size(c.oid) desc, c.oid
            """;

    static List<UserTable> read(ResultSet rows) throws SQLException {
        List<UserTable> tables = new ArrayList<>();
        while (rows.next()) {
            String column = rows.getString("column");
            tables.add(new UserTable(
                    rows.getString("name"),
                    rows.getString("label"),
                    column.isEmpty()
                            ? Column.PLACE
                            : new Column(column, rows.getString("column_label"), rows.getString("type"))));
        }
        return tables;
    }

    /** The number of rows that meet a condition and, when wanted, the sum of their hashes. */
    String checksum(boolean rows, String condition) {
        String hashes = rows ? "coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text" : "''";
        return "select count(*), %s from only %s t where %s".formatted(hashes, name, condition);
    }

    /** Cuts the rows that meet a condition into slices: the first and the last key of each. */
    String slices(int wanted, String condition) {
        return """
               select (array_agg(key order by key))[1]::text, (array_agg(key order by key desc))[1]::text
                 from (select %s as key, ntile(%d) over (order by %s) as slice from only %s t where %s) sliced
                group by slice order by slice
               """.formatted(column.name(), wanted, column.name(), name, condition);
    }

    String blocks() {
        return "select pg_relation_size('%s') / current_setting('block_size')::int".formatted(name.replace("'", "''"));
    }
}
