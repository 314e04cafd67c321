create table public.profiles (id bigint primary key, region text not null, name text not null, country text not null, changed_at timestamptz not null);

create table public.preferences (profile bigint not null references public.profiles, key text not null, value text not null, primary key (profile, key));

grant select, insert, update, delete on all tables in schema public to app;

