"""Ways to be told instead of by mail or not; mails held back and summed up; bounces and suspended addresses."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_data_exports"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailBounce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hard", "届かない宛先"),
                            ("soft", "一時的に届かない"),
                            ("complaint", "迷惑メールの申告"),
                        ],
                        max_length=9,
                        verbose_name="種類",
                    ),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="宛先")),
                ("detail", models.CharField(blank=True, max_length=200, verbose_name="サーバーの答え")),
                ("received_at", models.DateTimeField(verbose_name="受け取った日時")),
            ],
            options={
                "verbose_name": "届かなかったメール",
                "verbose_name_plural": "届かなかったメール",
            },
        ),
        migrations.CreateModel(
            name="SuspendedAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254, verbose_name="アドレス")),
                (
                    "cause",
                    models.CharField(
                        choices=[("hard", "宛先がないと返された"), ("soft", "届かないことが続いた")],
                        max_length=4,
                        verbose_name="理由",
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=200, verbose_name="サーバーの答え")),
                ("suspended_at", models.DateTimeField(verbose_name="停止日時")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="再開日時")),
            ],
            options={
                "verbose_name": "メールを止めているアドレス",
                "verbose_name_plural": "メールを止めているアドレス",
            },
        ),
        migrations.RemoveConstraint(
            model_name="outboxmail",
            name="outboxmail_status_known",
        ),
        migrations.AddField(
            model_name="notificationpreference",
            name="way",
            field=models.CharField(
                choices=[
                    ("site", "画面だけ"),
                    ("now", "すぐメール"),
                    ("digest", "まとめてメール"),
                    ("none", "受け取らない"),
                ],
                db_default="now",
                max_length=6,
                verbose_name="受け取り方",
            ),
        ),
        # by_mail is read no more; the column goes with a later release, so that the release before still runs meanwhile.
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="notificationpreference", name="by_mail")],
            database_operations=[
                migrations.RunSQL(
                    "UPDATE accounts_notificationpreference"
                    " SET way = CASE WHEN event = 'digest' THEN 'none' ELSE 'site' END WHERE NOT by_mail",
                    migrations.RunSQL.noop,
                ),
                migrations.RunSQL(
                    "ALTER TABLE accounts_notificationpreference ALTER COLUMN by_mail SET DEFAULT true",
                    "ALTER TABLE accounts_notificationpreference ALTER COLUMN by_mail DROP DEFAULT",
                ),
            ],
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="summary",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="summed",
                to="accounts.outboxmail",
                verbose_name="まとめたメール",
            ),
        ),
        migrations.AlterField(
            model_name="outboxmail",
            name="status",
            field=models.CharField(
                choices=[
                    ("pending", "送信待ち"),
                    ("sending", "送信中"),
                    ("sent", "送信済み"),
                    ("failed", "送信失敗"),
                    ("unknown", "結果不明"),
                    ("withheld", "送信取りやめ"),
                    ("held", "まとめ待ち"),
                    ("summed", "ほかとまとめて送信"),
                ],
                default="pending",
                max_length=10,
                verbose_name="状態",
            ),
        ),
        migrations.AddConstraint(
            model_name="notificationpreference",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["site", "now", "digest", "none"])),
                name="notificationpreference_way_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["pending", "sending", "sent", "failed", "unknown", "withheld", "held", "summed"])
                ),
                name="outboxmail_status_known",
            ),
        ),
        migrations.AddField(
            model_name="mailbounce",
            name="mail",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bounces",
                to="accounts.outboxmail",
                verbose_name="メール",
            ),
        ),
        migrations.AddField(
            model_name="suspendedaddress",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                to=settings.AUTH_USER_MODEL,
                verbose_name="利用者",
            ),
        ),
        migrations.AddIndex(
            model_name="mailbounce",
            index=models.Index(fields=["address", "received_at"], name="mailbounce_by_address"),
        ),
        migrations.AddConstraint(
            model_name="mailbounce",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["hard", "soft", "complaint"])), name="mailbounce_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailbounce",
            constraint=models.UniqueConstraint(fields=("mail", "kind"), name="mailbounce_once"),
        ),
        migrations.AddIndex(
            model_name="suspendedaddress",
            index=models.Index(
                condition=models.Q(("lifted_at__isnull", True)), fields=["user"], name="suspendedaddress_of_user"
            ),
        ),
        migrations.AddConstraint(
            model_name="suspendedaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(("cause__in", ["hard", "soft"])), name="suspendedaddress_cause_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="suspendedaddress",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)), fields=("address",), name="suspendedaddress_once"
            ),
        ),
    ]
