"""What the caps of mails are counted by; built beside the writers, so outside of a transaction."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0014_ways_and_bounces")]
    operations = [
        AddIndexConcurrently(
            model_name="outboxmail",
            index=models.Index(fields=["user", "claimed_at"], name="outboxmail_by_user"),
        ),
        AddIndexConcurrently(
            model_name="outboxmail",
            index=models.Index(fields=["claimed_at"], name="outboxmail_by_claim"),
        ),
    ]
