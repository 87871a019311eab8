"""A vendor's new name or seat makes its listings' search rows stale, whoever changed it.

The rooms below the catalogue cannot call it, so the database notes the change; the next round of re-indexing
(`catalog.jobs.reindex_stale_rows`) writes the rows anew.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION catalog_vendor_changed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE catalog_servicesearch SET rules = 0
                WHERE service_id IN (SELECT id FROM catalog_service WHERE vendor_id = NEW.id);
                RETURN NULL;
            END $$;
            CREATE TRIGGER catalog_vendor_changed AFTER UPDATE OF name, headquarters ON accounts_vendor
            FOR EACH ROW WHEN (OLD.name <> NEW.name OR OLD.headquarters <> NEW.headquarters)
            EXECUTE FUNCTION catalog_vendor_changed();
            """,
            """
            DROP TRIGGER catalog_vendor_changed ON accounts_vendor;
            DROP FUNCTION catalog_vendor_changed();
            """,
        ),
    ]
