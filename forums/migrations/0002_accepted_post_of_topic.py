"""The accepted answer is one of the topic's own posts: a foreign key over both columns, which no model field can say."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("forums", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE forums_topic ADD CONSTRAINT topic_accepted_post_is_its_own"
            " FOREIGN KEY (id, accepted_post_id) REFERENCES forums_post (topic_id, id) DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE forums_topic DROP CONSTRAINT topic_accepted_post_is_its_own",
        )
    ]
