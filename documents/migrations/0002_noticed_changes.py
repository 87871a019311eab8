"""A new name of a listing or of a category makes the search rows of the documents beside it stale, whoever changed it.

The rooms below the documents cannot call them, so the database notes the change; the next round of re-indexing
(`documents.jobs.reindex_stale_document_rows`) writes the rows anew.
"""

from django.db import migrations


class Migration(migrations.Migration):
    replaces = [("documents", "0010_put_away_draft")]

    dependencies = [("documents", "0001_tables"), ("catalog", "0001_tables")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION documents_listing_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE documents_documentsearch SET rules = 0 WHERE document_id IN
                    (SELECT shareddocument_id FROM documents_shareddocument_services WHERE service_id = NEW.id);
                RETURN NULL;
            END $$;
            CREATE TRIGGER documents_listing_renamed AFTER UPDATE OF name ON catalog_service
            FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION documents_listing_renamed();

            CREATE FUNCTION documents_category_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE documents_documentsearch SET rules = 0 WHERE document_id IN
                    (SELECT shareddocument_id FROM documents_shareddocument_categories WHERE category_id = NEW.id);
                RETURN NULL;
            END $$;
            CREATE TRIGGER documents_category_renamed AFTER UPDATE OF name ON catalog_category
            FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION documents_category_renamed();
            """,
            """
            DROP TRIGGER documents_listing_renamed ON catalog_service;
            DROP FUNCTION documents_listing_renamed();
            DROP TRIGGER documents_category_renamed ON catalog_category;
            DROP FUNCTION documents_category_renamed();
            """,
        ),
    ]
