from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_many_categories")]

    operations = [
        migrations.RemoveField(model_name="shareddocument", name="category"),
        migrations.AddConstraint(
            model_name="shareddocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True),
                    ("facts_completed_at__isnull", False),
                    _connector="OR",
                ),
                name="shareddocument_published_has_facts",
            ),
        ),
    ]
