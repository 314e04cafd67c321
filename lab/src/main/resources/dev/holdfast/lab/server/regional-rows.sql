insert into public.profiles select n, '@region@', 'client ' || n || ' of @region@', (array['US', 'CA', 'MX', 'JP', 'DE', 'FR'])[1 + n % 6], timestamptz '2026-01-01 00:00:00Z' + n * interval '7 minutes' from generate_series(1, 2000) n;

insert into public.preferences select n, key, md5('@region@' || n || key) from generate_series(1, 2000) n, unnest(array['currency', 'language', 'newsletter']) key;

