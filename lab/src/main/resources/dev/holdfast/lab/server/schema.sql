create role repl replication login;
create role app login;
create schema if not exists holdfast;
create table holdfast.canary (
    source text primary key,
    beat bigint not null,
    at timestamptz not null default clock_timestamp()
);
-- Schemas are named, because that of the account which runs this would come first.
create table public.orders (
    id uuid primary key,
    region text not null,
    client text not null,
    client_time timestamptz not null,
    item text not null,
    quantity int not null,
    created_at timestamptz not null default clock_timestamp(),
    -- The first eight digits of a WAL file's name are its timeline: it tells which primary took the row.
    timeline int not null default ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int
);
create index orders_created_at on public.orders (created_at);
alter table public.orders owner to app;
