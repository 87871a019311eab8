"""The generation of the catalogue: what the pages kept for visitors are remembered by.

A deferred trigger on every table that public pages read raises the number once per transaction, as the last thing
before the commit: whoever reads the new number reads the new rows, too, and writers wait for each other no longer than
a commit takes. The number follows the clock, so that a database put back from a backup never repeats one.
"""

from __future__ import annotations

from django.db.migrations import RunSQL

CREATE_FUNCTION = """
CREATE FUNCTION catalog_raise_generation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('catalog.is_raised', true), '') = '' THEN
        PERFORM set_config('catalog.is_raised', 'yes', true);
        INSERT INTO catalog_generation (id, number)
        VALUES (1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
        ON CONFLICT (id) DO UPDATE SET number = greatest(catalog_generation.number + 1, excluded.number);
    END IF;
    RETURN NULL;
END $$
"""
DROP_FUNCTION = "DROP FUNCTION catalog_raise_generation()"
NAME = "catalog_raises_generation"


def raised_by(*tables: str, events: str = "INSERT OR UPDATE OR DELETE") -> RunSQL:
    """For migrations: changes of these tables raise the generation."""
    create = (
        f"CREATE CONSTRAINT TRIGGER {NAME} AFTER {events} ON {table} "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalog_raise_generation()"
        for table in tables
    )
    drop = (f"DROP TRIGGER {NAME} ON {table}" for table in tables)
    return RunSQL(list(create), list(drop))
