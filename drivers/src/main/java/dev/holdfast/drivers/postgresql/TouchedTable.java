package dev.holdfast.drivers.postgresql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table that was written to, and the SQL that reads from it what was touched.
 *
 * @param name with its schema, quoted as SQL needs it
 * @param key columns of the primary key; empty when it has none
 */
record TouchedTable(String name, List<String> key) {

    TouchedTable {
        key = List.copyOf(key);
    }

    /** Names each table of a database whose files were touched, as JSON; a file that belongs to none is named too. */
    static String tables(String directory) {
        return """
               with touched as (
                 select distinct split_part(line, ' ', 1)::oid as tablespace, split_part(line, ' ', 3)::oid as file
                   from regexp_split_to_table(pg_read_file('%s/touched'), E'\\n') line, pg_database d
                  where d.datname = current_database() and split_part(line, ' ', 2) = d.oid::text
               ), relations as (
                 select tablespace, file, pg_filenode_relation(tablespace, file) as relation from touched
               )
               select json_build_object('file', tablespace || '/' || file) from relations where relation is null
               union all
               select json_build_object(
                        'table', format('%%I.%%I', n.nspname, c.relname),
                        'key', coalesce((select json_agg(a.attname order by k.position)
                                           from pg_index i
                                          cross join unnest(i.indkey) with ordinality k(attribute, position)
                                           join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attribute
                                          where i.indrelid = c.oid and i.indisprimary), '[]'))
                 from relations r
                 join pg_class c on c.oid = r.relation
                 join pg_namespace n on n.oid = c.relnamespace
                where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'holdfast');
               """.formatted(directory);
    }

    /** The rows that are now in the touched blocks. */
    String rows(String directory) {
        return """
               select json_build_object('key', %s, 'old', row_to_json(t))
                 from only %s t
                where t.ctid = any (array(
                        select format('(%%s,%%s)', split_part(line, ' ', 4), place)::tid
                          from regexp_split_to_table(pg_read_file('%s/touched'), E'\\n') line,
                               generate_series(1, current_setting('block_size')::int / 28) place
                         where %s));
               """.formatted(keyOf("t"), name, directory, lineIsOurs());
    }

    /** The places of rows that were deleted or moved, as text. */
    String removedPlaces(String directory) {
        return """
               select distinct format('(%%s,%%s)', split_part(line, ' ', 4), split_part(line, ' ', 5))
                 from regexp_split_to_table(pg_read_file('%s/removed'), E'\\n') line
                where %s;
               """.formatted(directory, lineIsOurs());
    }

    /** Those of some keys that exist, given as a JSON array: {@code key, row}. */
    String rowsByKey(String json) {
        return """
               select %s::text, row_to_json(t)::text
                 from only %s t join json_populate_recordset(null::%s, %s) k using (%s)
               """.formatted(keyOf("t"), name, name, json, columns());
    }

    /** Those of some keys that exist, given as a JSON array. */
    String existingKeys(String json) {
        return """
               select %s from only %s t join json_populate_recordset(null::%s, %s) k using (%s);
               """.formatted(keyOf("t"), name, name, json, columns());
    }

    /** Those of some whole rows that exist, given as a JSON array, for a table without a key. */
    String rowsByContent() {
        return """
               select 'null', row_to_json(t)::text
                 from only %s t where row_to_json(t)::text in (select json_array_elements(?::json)::text)
               """.formatted(name);
    }

    /** The rows at some places that are older than a transaction: {@code key, row}. */
    String rowsAtPlaces() {
        return """
               select %s::text, row_to_json(t)::text
                 from only %s t where t.ctid = any (?::text::tid[]) and age(t.xmin) > age(?::text::xid)
               """.formatted(keyOf("t"), name);
    }

    private String keyOf(String alias) {
        if (key.isEmpty()) {
            return "null";
        }
        return key.stream()
                .map(column -> "'%s', %s.%s".formatted(column.replace("'", "''"), alias, identifier(column)))
                .collect(Collectors.joining(", ", "json_build_object(", ")"));
    }

    private String columns() {
        return key.stream().map(TouchedTable::identifier).collect(Collectors.joining(", "));
    }

    private String lineIsOurs() {
        return """
               split_part(line, ' ', 3) = pg_relation_filenode('%s')::text
                   and split_part(line, ' ', 2) = (select oid::text from pg_database where datname = current_database())\
               """.formatted(name.replace("'", "''"));
    }

    private static String identifier(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }
}
