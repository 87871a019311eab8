import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


def say_who_locked(apps, schema_editor):
    """Until now the operators alone stopped writing."""
    apps.get_model("forums", "Topic").objects.filter(status="locked").update(locked_by="operators")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_stored_files"),
        ("catalog", "0007_response_times"),
        ("documents", "0010_put_away_draft"),
        ("forums", "0009_reading_and_watching"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PostDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered", models.JSONField(default=dict, verbose_name="書きかけの内容")),
                ("saved_at", models.DateTimeField(verbose_name="保存日時")),
            ],
            options={
                "verbose_name": "下書き",
                "verbose_name_plural": "下書き",
            },
        ),
        migrations.RemoveConstraint(
            model_name="topic",
            name="topic_locked_has_reason",
        ),
        migrations.AddField(
            model_name="postrevision",
            name="document_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                default=list,
                size=None,
                verbose_name="関連する共有文書",
            ),
        ),
        migrations.AddField(
            model_name="postrevision",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[("consultation", "相談"), ("sharing", "情報共有"), ("discussion", "議論")],
                max_length=12,
                null=True,
                verbose_name="種類",
            ),
        ),
        migrations.AddField(
            model_name="postrevision",
            name="service_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                default=list,
                size=None,
                verbose_name="関連するサービス",
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="locked_by",
            field=models.CharField(
                blank=True,
                choices=[("operators", "運営"), ("leaders", "この課のリーダー")],
                max_length=10,
                null=True,
                verbose_name="書き込みを止めた人",
            ),
        ),
        migrations.RunPython(say_who_locked, migrations.RunPython.noop),
        migrations.AddField(
            model_name="topic",
            name="moved_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="課を移った日時"),
        ),
        migrations.AddField(
            model_name="topic",
            name="moved_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="forums.board",
                verbose_name="移る前の課",
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="pin_place",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="固定した場所"),
        ),
        migrations.AddConstraint(
            model_name="postrevision",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["consultation", "sharing", "discussion"])),
                name="postrevision_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(("locked_by__in", ["operators", "leaders"])), name="topic_locked_by_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("locked_at__isnull", False),
                        ("locked_by__isnull", False),
                        ("status", "locked"),
                        models.Q(("lock_reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "locked"), _negated=True),
                        ("lock_reason", ""),
                        ("locked_at__isnull", True),
                        ("locked_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="topic_locked_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(fields=("board", "pin_place"), name="topic_pin_place_once"),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("pin_place__isnull", True),
                    models.Q(
                        ("pin_place__range", (1, 3)), ("readers", []), models.Q(("status", "withdrawn"), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="topic_few_are_pinned",
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("moved_at__isnull", True), ("moved_from__isnull", True)),
                    models.Q(("moved_at__isnull", False), ("moved_from__isnull", False)),
                    _connector="OR",
                ),
                name="topic_moved_has_time",
            ),
        ),
        migrations.AddField(
            model_name="postdraft",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="書いている人",
            ),
        ),
        migrations.AddField(
            model_name="postdraft",
            name="board",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="forums.board",
                verbose_name="課",
            ),
        ),
        migrations.AddField(
            model_name="postdraft",
            name="post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="forums.post",
                verbose_name="投稿",
            ),
        ),
        migrations.AddField(
            model_name="postdraft",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="forums.topic",
                verbose_name="トピック",
            ),
        ),
        migrations.AddIndex(
            model_name="postdraft",
            index=models.Index(fields=["saved_at"], name="postdraft_by_age"),
        ),
        migrations.AddConstraint(
            model_name="postdraft",
            constraint=models.UniqueConstraint(fields=("author", "board"), name="postdraft_once_a_board"),
        ),
        migrations.AddConstraint(
            model_name="postdraft",
            constraint=models.UniqueConstraint(fields=("author", "topic"), name="postdraft_once_a_topic"),
        ),
        migrations.AddConstraint(
            model_name="postdraft",
            constraint=models.UniqueConstraint(fields=("author", "post"), name="postdraft_once_a_post"),
        ),
        migrations.AddConstraint(
            model_name="postdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("board__isnull", False), ("post__isnull", True), ("topic__isnull", True)),
                    models.Q(("board__isnull", True), ("post__isnull", True), ("topic__isnull", False)),
                    models.Q(("board__isnull", True), ("post__isnull", False), ("topic__isnull", True)),
                    _connector="OR",
                ),
                name="postdraft_at_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="postdraft",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length(
                        django.db.models.functions.comparison.Cast("entered", models.TextField())
                    ),
                    100000,
                ),
                name="postdraft_length",
            ),
        ),
    ]
