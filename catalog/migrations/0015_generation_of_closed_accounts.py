from django.db import migrations

from catalog.generation import raised_by

BEFORE = raised_by("accounts_user", events="UPDATE OF name OR DELETE")


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0014_generation"),
    ]

    operations = [
        # A closed account has no name under its reviews any more.
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        raised_by("accounts_user", events="UPDATE OF name, is_active OR DELETE"),
    ]
