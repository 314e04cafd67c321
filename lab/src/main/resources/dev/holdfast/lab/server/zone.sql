-- The zone as it is at first. Written by `holdfast lab up`.
begin;
insert into domains (id, name, type) values (1, '@zone@', 'NATIVE');
insert into domainmetadata (domain_id, kind, content) values (1, 'SOA-EDIT-API', 'INCREASE');
insert into records (domain_id, name, type, content, ttl, auth) values
    (1, '@zone@', 'SOA', '@first@.@zone@ hostmaster.@zone@ 1 10800 3600 604800 2', 60, 1),
    (1, '@service@', 'LUA', '@answers@', @ttl@, 1);
@servers@
commit;
