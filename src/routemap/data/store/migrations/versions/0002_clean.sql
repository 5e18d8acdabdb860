-- Texts as a file would have them: line feeds, and no white space around them. What Python's
-- str.strip() removes is listed, because regular expressions depend on the locale.
CREATE FUNCTION routemap.clean(raw text)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.btrim(
        pg_catalog.replace(pg_catalog.replace(raw, E'\r\n', E'\n'), E'\r', E'\n'),
        U&' \0009\000A\000B\000C\000D\001C\001D\001E\001F\0085\00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\2028\2029\202F\205F\3000'
    )
$$;

-- A list as a cell of a file would have it: without empty values, and split at semicolons.
CREATE FUNCTION routemap.clean_all(raw text[])
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN raw IS NULL OR raw = '{}' THEN raw ELSE coalesce(
        (
            SELECT pg_catalog.array_agg(routemap.clean(part) ORDER BY number)
            FROM pg_catalog.unnest(
                pg_catalog.string_to_array(pg_catalog.array_to_string(raw, ';'), ';')
            ) WITH ORDINALITY AS parts (part, number)
            WHERE routemap.clean(part) <> ''
        ),
        '{}'
    ) END
$$;

-- After a statement: rows that went must not be referred to. Arguments, in threes: table, column,
-- and all tables that the column may name, separated by commas.
CREATE OR REPLACE FUNCTION routemap.check_unused()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known text;
    broken record;
BEGIN
    FOR at IN 0 .. TG_NARGS / 3 - 1 LOOP
        SELECT string_agg(format('SELECT id FROM routemap.%I', name), ' UNION ALL ') INTO known
        FROM unnest(string_to_array(TG_ARGV[3 * at + 2], ',')) AS name;
        EXECUTE format('SELECT c.id AS record, gone.id AS missing '
            'FROM (SELECT id FROM old_rows EXCEPT (%s)) gone '
            'JOIN routemap.%I c ON c.%I @> ARRAY[gone.id] LIMIT 1',
            known, TG_ARGV[3 * at], TG_ARGV[3 * at + 1])
        INTO broken;
        IF broken.record IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'foreign_key_violation',
                MESSAGE = format('%s “%s” is still named by %s “%s” in %s', TG_TABLE_NAME,
                    broken.missing, TG_ARGV[3 * at], broken.record, TG_ARGV[3 * at + 1]),
                HINT = 'Correct or remove that record first.';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
