"""The table behind the database cache, which every process shares when CACHE_URL names no other cache."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE cache_entries (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX cache_entries_expires ON cache_entries (expires);
            """,
            "DROP TABLE cache_entries",
        ),
    ]
