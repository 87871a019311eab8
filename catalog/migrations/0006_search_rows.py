from django.db import migrations, models


class Migration(migrations.Migration):
    """Another name in the code for the same column: nothing changes in the database."""

    dependencies = [
        ("catalog", "0005_reviews"),
    ]

    operations = [
        migrations.AlterField(
            model_name="servicesearch",
            name="adoption_count",
            field=models.PositiveIntegerField(
                db_column="adoption_count", default=0, verbose_name="確認済みの導入団体数"
            ),
        ),
        migrations.RenameField(model_name="servicesearch", old_name="adoption_count", new_name="boost"),
    ]
