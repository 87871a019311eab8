"""The table behind the database cache, and the first versions of the pages whose texts lie in accounts/data/terms/."""

from datetime import date
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parent.parent / "data" / "terms"
EFFECTIVE_ON = date(2026, 11, 1)


def add_first_versions(apps, schema_editor):
    TermsVersion = apps.get_model("accounts", "TermsVersion")
    for kind in ("terms", "privacy", "accessibility", "help"):
        body = (TEXTS / f"{kind}-1.txt").read_text(encoding="utf-8")
        TermsVersion.objects.get_or_create(kind=kind, number=1, defaults={"body": body, "effective_on": EFFECTIVE_ON})


class Migration(migrations.Migration):
    replaces = [("accounts", "0018_reported_text")]

    dependencies = [("accounts", "0001_tables")]

    operations = [
        # Every process shares it when CACHE_URL names no other cache.
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
        migrations.RunPython(add_first_versions, migrations.RunPython.noop),
    ]
