"""What the database itself notes when rows change, whoever changed them.

A vendor's new name or seat makes its listings' search rows stale: the rooms below the catalogue cannot call it, so the
next round of re-indexing (`catalog.jobs.reindex_stale_rows`) writes the rows anew. Every change of what public pages
show raises the generation of the catalogue (`catalog.generation`).
"""

from django.db import migrations

from catalog.generation import CREATE_FUNCTION, DROP_FUNCTION, raised_by

# Everything that pages kept for visitors read.
SHOWN = (
    "catalog_service",
    "catalog_serviceversion",
    "catalog_adoption",
    "catalog_brochure",
    "catalog_category",
    "catalog_collection",
    "catalog_collectionitem",
    "catalog_serviceresponse",
    "catalog_vendorresponse",
    "catalog_review",
    "catalog_reviewreply",
    "catalog_reviewhelpful",
    "catalog_reviewsummary",
    "catalog_screenshot",
    "catalog_servicesearch",
    "catalog_synonym",
    "accounts_vendor",
    "accounts_municipality",
)


class Migration(migrations.Migration):
    replaces = [("catalog", "0019_told_versions")]

    dependencies = [("catalog", "0001_tables")]

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
        migrations.RunSQL(CREATE_FUNCTION, DROP_FUNCTION),
        raised_by(*SHOWN),
        # A name stands under a review, and none once the account is closed; signing in changes the row, too, and tells
        # nobody anything.
        raised_by("accounts_user", events="UPDATE OF name, is_active OR DELETE"),
    ]
