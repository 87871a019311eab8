"""The first version of the terms of use and of the privacy policy, whose texts lie in accounts/data/terms/."""

from datetime import date
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parent.parent / "data" / "terms"
EFFECTIVE_ON = date(2026, 11, 1)


def add_first_versions(apps, schema_editor):
    TermsVersion = apps.get_model("accounts", "TermsVersion")
    for kind in ("terms", "privacy"):
        body = (TEXTS / f"{kind}-1.txt").read_text(encoding="utf-8")
        TermsVersion.objects.get_or_create(kind=kind, number=1, defaults={"body": body, "effective_on": EFFECTIVE_ON})


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_cache_table")]

    operations = [migrations.RunPython(add_first_versions, migrations.RunPython.noop)]
