from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0017_vendor_viewers")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="reported_text",
            field=models.TextField(
                blank=True, db_default="", default="", max_length=10_000, verbose_name="通報されたときの内容"
            ),
        ),
    ]
