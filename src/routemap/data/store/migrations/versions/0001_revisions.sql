-- Revisions, their history, and documents. The tables of records follow from the model: see
-- routemap/data/store/ddl.py. Every statement names its schema, so no search path matters.

CREATE SCHEMA routemap;
CREATE SCHEMA routemap_history;
CREATE SCHEMA routemap_layers;
COMMENT ON SCHEMA routemap IS 'Route Map: the records as they are now';
COMMENT ON SCHEMA routemap_history IS 'Route Map: the records as they were, by revision';
COMMENT ON SCHEMA routemap_layers IS 'Route Map: views to edit, one per table';

-- One row per transaction that changed records. "key" is never used twice, also not after a backup
-- was restored; "name" is the hash of the content, known once a process has read the revision;
-- "tables" are those that it changed; "shown_at" is when readers saw it first, if they did.
CREATE TABLE routemap.revision (
    number bigint PRIMARY KEY,
    key uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    name text CHECK (name ~ '^[0-9a-f]{12}$'),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    author text NOT NULL DEFAULT '',
    message text NOT NULL DEFAULT '',
    tables text[] NOT NULL DEFAULT '{}',
    shown_at timestamptz,
    counts jsonb NOT NULL DEFAULT '{}',
    transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
    begun timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX revision_name ON routemap.revision (name);
CREATE INDEX revision_transaction ON routemap.revision (transaction);

-- Names that people gave to revisions.
CREATE TABLE routemap.revision_label (
    label text PRIMARY KEY CHECK (label ~ '^[a-z][a-z0-9-]{0,39}$'),
    number bigint NOT NULL REFERENCES routemap.revision
);

-- What the checks found in a content, so that not every process has to check it again.
CREATE TABLE routemap.checked (
    name text NOT NULL,
    rules text NOT NULL,
    findings bytea NOT NULL,
    dates bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, rules)
);

-- Drafts, tokens and ended sign-ins.
CREATE TABLE routemap.document (
    kind text NOT NULL,
    name text NOT NULL,
    content bytea NOT NULL,
    changed timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, name)
);

CREATE TABLE routemap.setting (
    key text PRIMARY KEY,
    value text NOT NULL
);

-- The revision of this transaction; the first call takes the lock, so that revisions are numbered
-- in the order in which they are committed.
CREATE FUNCTION routemap.begin_revision(author text DEFAULT '', message text DEFAULT '')
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found bigint;
BEGIN
    SELECT number INTO found FROM routemap.revision
    WHERE transaction = pg_current_xact_id() AND begun = now();
    IF found IS NOT NULL THEN
        RETURN found;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('routemap.revision'));
    INSERT INTO routemap.revision (number, author, message)
    SELECT coalesce(max(r.number), 0) + 1, coalesce(nullif($1, ''), session_user), $2
    FROM routemap.revision r
    RETURNING number INTO found;
    PERFORM pg_notify('routemap', found::text);
    RETURN found;
END $$;

-- Before each statement: take the lock.
CREATE FUNCTION routemap.begin_change()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('routemap.revision'));
    RETURN NULL;
END $$;

-- After each statement: end the earlier states of its rows, and keep the new ones.
CREATE FUNCTION routemap.keep_history()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    revision bigint;
    is_empty boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN
        is_empty := NOT EXISTS (SELECT FROM old_rows);
    ELSE
        is_empty := NOT EXISTS (SELECT FROM new_rows);
    END IF;
    IF is_empty THEN
        RETURN NULL;
    END IF;
    revision := routemap.begin_revision();
    UPDATE routemap.revision r SET tables = r.tables || TG_TABLE_NAME::text
    WHERE r.number = revision AND NOT r.tables @> ARRAY[TG_TABLE_NAME::text];
    IF TG_OP <> 'INSERT' THEN
        EXECUTE format('DELETE FROM routemap_history.%I h USING old_rows o '
            'WHERE h.id = o.id AND h.valid_to IS NULL AND h.valid_from = $1', TG_TABLE_NAME)
        USING revision;
        EXECUTE format('UPDATE routemap_history.%I h SET valid_to = $1 FROM old_rows o '
            'WHERE h.id = o.id AND h.valid_to IS NULL', TG_TABLE_NAME)
        USING revision;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        EXECUTE format('INSERT INTO routemap_history.%I SELECT $1, NULL, n.* FROM new_rows n',
            TG_TABLE_NAME)
        USING revision;
    END IF;
    RETURN NULL;
END $$;

-- Before an update of a row: whoever sends the version that was read is told about later changes.
CREATE FUNCTION routemap.count_version()
RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.version <> OLD.version THEN
        RAISE EXCEPTION USING
            ERRCODE = 'serialization_failure',
            MESSAGE = format('%s “%s” was changed meanwhile: version %s was read, it is now %s',
                TG_TABLE_NAME, OLD.id, NEW.version, OLD.version),
            DETAIL = format('now: %s; yours: %s', to_jsonb(OLD), to_jsonb(NEW)),
            HINT = 'Read the row again, and repeat the change.';
    END IF;
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;

CREATE FUNCTION routemap.refuse_truncate()
RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'use DELETE: TRUNCATE would leave no history of %', TG_TABLE_NAME;
END $$;

-- After a statement: the ids in a column must exist. Arguments: column, tables, separated by commas.
CREATE FUNCTION routemap.check_references()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known text;
    broken record;
BEGIN
    SELECT string_agg(format('SELECT id FROM routemap.%I', name), ' UNION ALL ') INTO known
    FROM unnest(string_to_array(TG_ARGV[1], ',')) AS name;
    EXECUTE format('SELECT n.id AS record, ref AS missing FROM new_rows n, unnest(n.%I) AS ref '
        'WHERE NOT EXISTS (SELECT FROM (%s) k WHERE k.id = ref) LIMIT 1', TG_ARGV[0], known)
    INTO broken;
    IF broken.record IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            MESSAGE = format('%s “%s”, %s: “%s” is not in %s', TG_TABLE_NAME, broken.record,
                TG_ARGV[0], broken.missing, replace(TG_ARGV[1], ',', ' or ')),
            HINT = 'Add that record first, or correct the id.';
    END IF;
    RETURN NULL;
END $$;

-- After a statement: rows that went must not be referred to. Arguments: table, column, in pairs.
CREATE FUNCTION routemap.check_unused()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    broken record;
BEGIN
    FOR at IN 0 .. TG_NARGS / 2 - 1 LOOP
        EXECUTE format('SELECT c.id AS record, gone.id AS missing '
            'FROM (SELECT id FROM old_rows EXCEPT SELECT id FROM routemap.%I) gone '
            'JOIN routemap.%I c ON c.%I @> ARRAY[gone.id] LIMIT 1',
            TG_TABLE_NAME, TG_ARGV[2 * at], TG_ARGV[2 * at + 1])
        INTO broken;
        IF broken.record IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'foreign_key_violation',
                MESSAGE = format('%s “%s” is still named by %s “%s” in %s', TG_TABLE_NAME,
                    broken.missing, TG_ARGV[2 * at], broken.record, TG_ARGV[2 * at + 1]),
                HINT = 'Correct or remove that record first.';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
