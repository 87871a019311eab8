"""A listing's new name makes the search rows of the topics about it stale, whoever changed it.

The rooms below the boards cannot call them, so the database notes the change; the next round of re-indexing
(`forums.jobs.reindex_stale_topic_rows`) writes the rows anew.
"""

from django.db import migrations


class Migration(migrations.Migration):
    replaces = [("forums", "0016_pins_of_the_pinned")]

    dependencies = [("forums", "0001_tables"), ("catalog", "0001_tables")]

    operations = [
        # The accepted answer is one of the topic's own posts: a foreign key over both columns, which no field can say.
        migrations.RunSQL(
            "ALTER TABLE forums_topic ADD CONSTRAINT topic_accepted_post_is_its_own"
            " FOREIGN KEY (id, accepted_post_id) REFERENCES forums_post (topic_id, id) DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE forums_topic DROP CONSTRAINT topic_accepted_post_is_its_own",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION forums_listing_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE forums_topicsearch SET rules = 0
                WHERE topic_id IN (SELECT topic_id FROM forums_topic_services WHERE service_id = NEW.id);
                RETURN NULL;
            END $$;
            CREATE TRIGGER forums_listing_renamed AFTER UPDATE OF name ON catalog_service
            FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION forums_listing_renamed();
            """,
            """
            DROP TRIGGER forums_listing_renamed ON catalog_service;
            DROP FUNCTION forums_listing_renamed();
            """,
        ),
    ]
