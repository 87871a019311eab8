import catalog.models.search
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("forums", "0001_initial"),
        ("forums", "0002_accepted_post_of_topic"),
        ("forums", "0003_topic_search"),
        ("forums", "0004_topics_of_renamed_listings"),
        ("forums", "0005_linked_documents"),
        ("forums", "0006_talk_sessions"),
        ("forums", "0007_topics_among_bodies"),
        ("forums", "0008_board_members"),
        ("forums", "0009_reading_and_watching"),
        ("forums", "0010_drafts_pins_moves"),
        ("forums", "0011_topic_orders"),
        ("forums", "0012_answer_calls"),
        ("forums", "0013_post_parts"),
        ("forums", "0014_answer_requests"),
        ("forums", "0015_columns"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("catalog", "0001_tables"),
        ("documents", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="URL の名前")),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                ("purpose", models.CharField(max_length=200, verbose_name="目的")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                ("is_default", models.BooleanField(default=False, verbose_name="運営の標準の課")),
                (
                    "join_policy",
                    models.CharField(
                        choices=[
                            ("open", "だれでも参加できる"),
                            ("approval", "リーダーが承認する"),
                            ("endorsement", "メンバー2人の推薦で参加できる"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="参加のしかた",
                    ),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                ("retrospective", models.TextField(blank=True, max_length=8000, verbose_name="振り返り")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                ("founder_key", models.UUIDField(blank=True, editable=False, null=True, verbose_name="開設した人")),
                (
                    "client_token",
                    models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="二重送信を見分ける値"),
                ),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="終了日時")),
            ],
            options={
                "verbose_name": "課",
                "verbose_name_plural": "課",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("join_policy__in", ["open", "approval", "endorsement"])),
                        name="board_join_policy_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("purpose", ""), _negated=True),
                            models.Q(("slug", ""), _negated=True),
                        ),
                        name="board_says_what_it_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_default", False),
                            models.Q(("ends_on__isnull", True), ("join_policy", "open")),
                            _connector="OR",
                        ),
                        name="board_default_is_open_to_all",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("retrospective"), 8000
                        ),
                        name="board_retrospective_length",
                    ),
                    models.UniqueConstraint(fields=("founder_key", "client_token"), name="board_founded_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardHandover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="forums.board",
                        verbose_name="課",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="引き継ぐ人",
                    ),
                ),
                ("offered_by_key", models.UUIDField(verbose_name="頼んだ人")),
                ("message", models.CharField(blank=True, max_length=300, verbose_name="ひとこと")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "返事待ち"),
                            ("accepted", "引き受け"),
                            ("declined", "辞退"),
                            ("withdrawn", "取り下げ"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("offered_at", models.DateTimeField(verbose_name="頼んだ日時")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="決まった日時")),
            ],
            options={
                "verbose_name": "リーダーの引き継ぎ",
                "verbose_name_plural": "リーダーの引き継ぎ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "accepted", "declined", "withdrawn"])),
                        name="boardhandover_status_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")), fields=("board",), name="boardhandover_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("status", "open")),
                            models.Q(models.Q(("status", "open"), _negated=True), ("settled_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="boardhandover_settled_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="forums.board",
                        verbose_name="課",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                        verbose_name="自治体",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("leader", "リーダー"), ("deputy", "サブリーダー"), ("member", "メンバー")],
                        default="member",
                        max_length=8,
                        verbose_name="役割",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("asked", "参加の申込み中"), ("active", "参加中"), ("left", "参加していない")],
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                ("message", models.CharField(blank=True, max_length=300, verbose_name="ひとこと")),
                ("asked_at", models.DateTimeField(verbose_name="申込み日時")),
                ("joined_at", models.DateTimeField(blank=True, null=True, verbose_name="参加日時")),
            ],
            options={
                "verbose_name": "課のメンバー",
                "verbose_name_plural": "課のメンバー",
                "indexes": [models.Index(fields=["user", "status"], name="boardmembership_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["leader", "deputy", "member"])),
                        name="boardmembership_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["asked", "active", "left"])),
                        name="boardmembership_status_known",
                    ),
                    models.UniqueConstraint(fields=("board", "user"), name="boardmembership_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "leader")), fields=("board",), name="boardmembership_one_leader"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role", "member"), ("status", "active"), _connector="OR"),
                        name="boardmembership_leaders_take_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "active"), _negated=True), ("joined_at__isnull", False), _connector="OR"
                        ),
                        name="boardmembership_active_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardEndorsement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="endorsements",
                        to="forums.boardmembership",
                        verbose_name="参加の申込み",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="推薦者",
                    ),
                ),
            ],
            options={
                "verbose_name": "参加の推薦",
                "verbose_name_plural": "参加の推薦",
                "constraints": [models.UniqueConstraint(fields=("membership", "user"), name="boardendorsement_once")],
            },
        ),
        migrations.CreateModel(
            name="BoardSearch",
            fields=[
                ("doc", catalog.models.search.TsVectorField(verbose_name="語")),
                ("grams", catalog.models.search.TsVectorField(verbose_name="文字の組")),
                ("boost", models.PositiveIntegerField(default=0, verbose_name="順位を上げる件数")),
                ("rules", models.PositiveSmallIntegerField(verbose_name="切り分け規則の版")),
                (
                    "board",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="forums.board",
                        verbose_name="課",
                    ),
                ),
            ],
            options={
                "verbose_name": "検索用データ",
                "verbose_name_plural": "検索用データ",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["doc"], name="boardsearch_doc"),
                    django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="boardsearch_grams"),
                    models.Index(fields=["rules"], name="boardsearch_rules"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="forums.board",
                        verbose_name="課",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("founded", "開設"),
                            ("changed", "目的などの変更"),
                            ("renewed", "期限の変更"),
                            ("led", "リーダーの交代"),
                            ("ended", "終了"),
                            ("restored", "再開"),
                        ],
                        max_length=8,
                        verbose_name="できごと",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="内容")),
                ("actor_key", models.UUIDField(blank=True, null=True, verbose_name="した人")),
                ("at", models.DateTimeField(verbose_name="日時")),
            ],
            options={
                "verbose_name": "課のあゆみ",
                "verbose_name_plural": "課のあゆみ",
                "indexes": [models.Index(fields=["board", "at", "id"], name="boardstep_by_board")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["founded", "changed", "renewed", "led", "ended", "restored"])),
                        name="boardstep_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardWatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="watches",
                        to="forums.board",
                        verbose_name="課",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("topics", "新しいトピックだけ"), ("posts", "新しいトピックとすべての投稿")],
                        default="topics",
                        max_length=6,
                        verbose_name="知らせる範囲",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("mail", "お知らせとメール"), ("site", "お知らせだけ"), ("off", "受け取らない")],
                        max_length=4,
                        verbose_name="受け取り方",
                    ),
                ),
            ],
            options={
                "verbose_name": "課の通知設定",
                "verbose_name_plural": "課の通知設定",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["topics", "posts"])), name="boardwatch_scope_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["mail", "site", "off"])), name="boardwatch_level_known"
                    ),
                    models.UniqueConstraint(fields=("board", "user"), name="boardwatch_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Column",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた人",
                    ),
                ),
                ("author_key", models.UUIDField(verbose_name="書いた人の識別子")),
                ("title", models.CharField(max_length=80, verbose_name="題名")),
                ("summary", models.CharField(max_length=200, verbose_name="要旨")),
                ("body", models.TextField(max_length=10000, verbose_name="本文")),
                (
                    "audience",
                    models.CharField(
                        choices=[("public", "だれでも読める"), ("staff", "自治体職員だけが読める")],
                        max_length=8,
                        verbose_name="読める人",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "下書き"),
                            ("published", "公開中"),
                            ("unpublished", "非公開"),
                            ("suspended", "運営による公開停止"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="状態",
                    ),
                ),
                ("affiliation", models.CharField(blank=True, max_length=120, verbose_name="公開時の所属")),
                ("conflicts", models.TextField(blank=True, max_length=1000, verbose_name="公開時の利益相反の申告")),
                ("conflicts_stated_at", models.DateTimeField(blank=True, null=True, verbose_name="その申告の日時")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="版")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                ("edited_at", models.DateTimeField(blank=True, null=True, verbose_name="編集日時")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公開日時")),
                ("suspended_at", models.DateTimeField(blank=True, null=True, verbose_name="運営が公開を止めた日時")),
                (
                    "suspension_reason",
                    models.CharField(blank=True, max_length=1000, verbose_name="運営が公開を止めた理由"),
                ),
            ],
            options={
                "verbose_name": "コラム",
                "verbose_name_plural": "コラム",
                "indexes": [
                    models.Index(fields=["status", "-published_at", "-id"], name="column_by_time"),
                    models.Index(fields=["author", "-created_at"], name="column_by_author"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["public", "staff"])), name="column_audience_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "published", "unpublished", "suspended"])),
                        name="column_status_known",
                    ),
                    models.UniqueConstraint(fields=("author", "client_token"), name="column_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("summary", ""), _negated=True),
                            models.Q(("body", ""), _negated=True),
                        ),
                        name="column_says_something",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("body"), 10000
                        ),
                        name="column_body_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("edited_at__isnull", True), ("revision", 1)),
                            models.Q(("edited_at__isnull", False), ("revision__gt", 1)),
                            _connector="OR",
                        ),
                        name="column_edited_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("status", "draft")),
                            models.Q(
                                models.Q(("status", "draft"), _negated=True),
                                models.Q(("affiliation", ""), _negated=True),
                                ("conflicts_stated_at__isnull", False),
                                ("published_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="column_published_with_statement",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "suspended"),
                                ("suspended_at__isnull", False),
                                models.Q(("suspension_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "suspended"), _negated=True),
                                ("suspended_at__isnull", True),
                                ("suspension_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="column_suspended_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ColumnRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "column",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="forums.column",
                        verbose_name="コラム",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版")),
                ("title", models.CharField(max_length=80, verbose_name="題名")),
                ("summary", models.CharField(max_length=200, verbose_name="要旨")),
                ("body", models.TextField(max_length=10000, verbose_name="本文")),
                ("replaced_at", models.DateTimeField(verbose_name="書き換えた日時")),
            ],
            options={
                "verbose_name": "コラムの以前の版",
                "verbose_name_plural": "コラムの以前の版",
                "constraints": [
                    models.UniqueConstraint(fields=("column", "number"), name="columnrevision_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ColumnSearch",
            fields=[
                ("doc", catalog.models.search.TsVectorField(verbose_name="語")),
                ("grams", catalog.models.search.TsVectorField(verbose_name="文字の組")),
                ("boost", models.PositiveIntegerField(default=0, verbose_name="順位を上げる件数")),
                ("rules", models.PositiveSmallIntegerField(verbose_name="切り分け規則の版")),
                (
                    "column",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="forums.column",
                        verbose_name="コラム",
                    ),
                ),
            ],
            options={
                "verbose_name": "検索用データ",
                "verbose_name_plural": "検索用データ",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["doc"], name="columnsearch_doc"),
                    django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="columnsearch_grams"),
                    models.Index(fields=["rules"], name="columnsearch_rules"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=80, verbose_name="題名")),
                (
                    "theme",
                    models.TextField(help_text="Markdown で書けます。", max_length=4000, verbose_name="テーマと内容"),
                ),
                (
                    "agenda",
                    models.TextField(
                        blank=True,
                        help_text="時刻と内容を1行に1つ。Markdown で書けます。",
                        max_length=4000,
                        verbose_name="進行",
                    ),
                ),
                ("place", models.CharField(default="オンライン", max_length=100, verbose_name="会場")),
                ("starts_at", models.DateTimeField(verbose_name="開始日時")),
                ("ends_at", models.DateTimeField(verbose_name="終了日時")),
                ("capacity", models.PositiveIntegerField(verbose_name="定員")),
                (
                    "audience",
                    models.CharField(
                        choices=[("staff", "自治体職員のみ"), ("vendors", "自治体職員と事業者")],
                        default="staff",
                        max_length=8,
                        verbose_name="申し込める人",
                    ),
                ),
                (
                    "join_url",
                    models.URLField(
                        blank=True,
                        help_text="参加が確定した人だけに、当日だけ表示します。お知らせやメールには書きません。",
                        max_length=500,
                        verbose_name="参加用アドレス",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "下書き"), ("published", "公開中"), ("cancelled", "中止")],
                        default="draft",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                (
                    "report",
                    models.TextField(
                        blank=True, help_text="Markdown で書けます。", max_length=10000, verbose_name="開催報告"
                    ),
                ),
                ("report_revision", models.PositiveIntegerField(default=0, verbose_name="開催報告の改訂番号")),
                ("report_published_at", models.DateTimeField(blank=True, null=True, verbose_name="開催報告の公開日時")),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公開日時")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="中止日時")),
                ("cancel_reason", models.CharField(blank=True, max_length=1000, verbose_name="中止の理由")),
            ],
            options={
                "verbose_name": "座談会",
                "verbose_name_plural": "座談会",
                "indexes": [models.Index(fields=["status", "starts_at", "id"], name="event_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["staff", "vendors"])), name="event_audience_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "published", "cancelled"])),
                        name="event_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("theme", ""), _negated=True)
                        ),
                        name="event_says_what_it_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="event_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__gte", 1), ("capacity__lte", 1000)), name="event_has_seats"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "draft"), ("published_at__isnull", False), _connector="OR"),
                        name="event_public_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("status", "cancelled"),
                                models.Q(("cancel_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "cancelled"), _negated=True),
                                ("cancel_reason", ""),
                                ("cancelled_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="event_cancelled_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("report_published_at__isnull", True),
                            models.Q(models.Q(("report", ""), _negated=True), ("report_revision__gte", 1)),
                            _connector="OR",
                        ),
                        name="event_published_report_is_there",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="forums.event",
                        verbose_name="座談会",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="質問者",
                    ),
                ),
                ("author_key", models.UUIDField(verbose_name="質問者の識別子")),
                (
                    "municipality",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                        verbose_name="自治体",
                    ),
                ),
                (
                    "vendor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.vendor",
                        verbose_name="事業者",
                    ),
                ),
                (
                    "shown_as",
                    models.CharField(
                        choices=[
                            ("name_body", "氏名と団体名を表示する"),
                            ("body", "団体名だけを表示する"),
                            ("anonymous", "匿名にする"),
                        ],
                        max_length=10,
                        verbose_name="質問者の表示",
                    ),
                ),
                ("body", models.CharField(max_length=500, verbose_name="質問")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "運営の確認待ち"),
                            ("shown", "掲載中"),
                            ("answered", "回答済み"),
                            ("hidden", "非掲載"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("hidden_reason", models.CharField(blank=True, max_length=1000, verbose_name="掲載しない理由")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("created_at", models.DateTimeField(verbose_name="質問日時")),
            ],
            options={
                "verbose_name": "座談会への質問",
                "verbose_name_plural": "座談会への質問",
                "indexes": [models.Index(fields=["event", "status", "id"], name="eventquestion_by_event")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("shown_as__in", ["name_body", "body", "anonymous"])),
                        name="eventquestion_shown_as_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["pending", "shown", "answered", "hidden"])),
                        name="eventquestion_status_known",
                    ),
                    models.UniqueConstraint(fields=("author_key", "client_token"), name="eventquestion_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="eventquestion_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("municipality__isnull", True), ("vendor__isnull", True), _connector="OR"),
                        name="eventquestion_for_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "hidden"), models.Q(("hidden_reason", ""), _negated=True)),
                            models.Q(models.Q(("status", "hidden"), _negated=True), ("hidden_reason", "")),
                            _connector="OR",
                        ),
                        name="eventquestion_hidden_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventQuestionVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="forums.eventquestion",
                        verbose_name="質問",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="参加者",
                    ),
                ),
            ],
            options={
                "verbose_name": "質問への賛同",
                "verbose_name_plural": "質問への賛同",
                "constraints": [models.UniqueConstraint(fields=("question", "user"), name="eventquestionvote_once")],
            },
        ),
        migrations.CreateModel(
            name="EventRegistration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="forums.event",
                        verbose_name="座談会",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="参加者",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                        verbose_name="自治体",
                    ),
                ),
                (
                    "vendor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.vendor",
                        verbose_name="事業者",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("confirmed", "参加確定"),
                            ("waiting", "キャンセル待ち"),
                            ("cancelled", "申込み取消し"),
                        ],
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("queued_at", models.DateTimeField(verbose_name="申込み日時")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="取消し日時")),
            ],
            options={
                "verbose_name": "座談会の申込み",
                "verbose_name_plural": "座談会の申込み",
                "indexes": [
                    models.Index(fields=["event", "status", "queued_at", "id"], name="eventregistration_queue")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["confirmed", "waiting", "cancelled"])),
                        name="eventregistration_status_known",
                    ),
                    models.UniqueConstraint(fields=("event", "user"), name="eventregistration_once"),
                    models.CheckConstraint(
                        condition=models.Q(("municipality__isnull", True), ("vendor__isnull", True), _connector="OR"),
                        name="eventregistration_for_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", False), ("status", "cancelled")),
                            models.Q(models.Q(("status", "cancelled"), _negated=True), ("cancelled_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="eventregistration_cancelled_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventSearch",
            fields=[
                ("doc", catalog.models.search.TsVectorField(verbose_name="語")),
                ("grams", catalog.models.search.TsVectorField(verbose_name="文字の組")),
                ("boost", models.PositiveIntegerField(default=0, verbose_name="順位を上げる件数")),
                ("rules", models.PositiveSmallIntegerField(verbose_name="切り分け規則の版")),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="forums.event",
                        verbose_name="座談会",
                    ),
                ),
            ],
            options={
                "verbose_name": "検索用データ",
                "verbose_name_plural": "検索用データ",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["doc"], name="eventsearch_doc"),
                    django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="eventsearch_grams"),
                    models.Index(fields=["rules"], name="eventsearch_rules"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventSpeaker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="speakers",
                        to="forums.event",
                        verbose_name="座談会",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="順番")),
                ("name", models.CharField(max_length=60, verbose_name="氏名")),
                ("affiliation", models.CharField(blank=True, max_length=100, verbose_name="所属・肩書")),
                ("talk", models.CharField(blank=True, max_length=100, verbose_name="話題")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        help_text="開催報告を本人が確認できるようになります。",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="このサイトの利用者",
                    ),
                ),
                (
                    "approved_revision",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="確認した開催報告の改訂番号"),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="確認日時")),
                ("approval_note", models.CharField(blank=True, max_length=300, verbose_name="確認の方法")),
            ],
            options={
                "verbose_name": "登壇者",
                "verbose_name_plural": "登壇者",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="eventspeaker_has_a_name"
                    ),
                    models.UniqueConstraint(fields=("event", "user"), name="eventspeaker_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("approved_revision__isnull", True)),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_revision__isnull", False),
                                models.Q(("approval_note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="eventspeaker_approval_is_told",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadingLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forums.board",
                        verbose_name="課（空ならすべて）",
                    ),
                ),
                ("read_until", models.DateTimeField(verbose_name="ここまで既読")),
            ],
            options={
                "verbose_name": "既読の区切り",
                "verbose_name_plural": "既読の区切り",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "board"), name="readingline_once", nulls_distinct=False)
                ],
            },
        ),
        migrations.CreateModel(
            name="ThemeWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="希望した人",
                    ),
                ),
                ("author_key", models.UUIDField(verbose_name="希望した人の識別子")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                        verbose_name="自治体",
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="テーマ")),
                ("body", models.CharField(blank=True, max_length=500, verbose_name="聞きたいこと")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "募集中"),
                            ("planned", "開催予定"),
                            ("declined", "見送り"),
                            ("withdrawn", "取り下げ"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wishes",
                        to="forums.event",
                        verbose_name="開催する座談会",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="運営からの返事")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("created_at", models.DateTimeField(verbose_name="希望した日時")),
            ],
            options={
                "verbose_name": "座談会の希望テーマ",
                "verbose_name_plural": "座談会の希望テーマ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "planned", "declined", "withdrawn"])),
                        name="themewish_status_known",
                    ),
                    models.UniqueConstraint(fields=("author_key", "client_token"), name="themewish_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="themewish_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event__isnull", False), ("status", "planned")),
                            models.Q(models.Q(("status", "planned"), _negated=True), ("event__isnull", True)),
                            _connector="OR",
                        ),
                        name="themewish_planned_has_event",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "declined"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="themewish_declined_has_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThemeWishVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "wish",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="forums.themewish",
                        verbose_name="希望テーマ",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
            ],
            options={
                "verbose_name": "希望テーマへの賛同",
                "verbose_name_plural": "希望テーマへの賛同",
                "constraints": [models.UniqueConstraint(fields=("wish", "user"), name="themewishvote_once")],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topics",
                        to="forums.board",
                        verbose_name="課",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("consultation", "相談"), ("sharing", "情報共有"), ("discussion", "議論")],
                        max_length=12,
                        verbose_name="種類",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="題名")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="投稿者",
                    ),
                ),
                ("author_key", models.UUIDField(verbose_name="投稿者の識別子")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                        verbose_name="投稿時の自治体",
                    ),
                ),
                (
                    "shown_as",
                    models.CharField(
                        choices=[
                            ("name_body", "氏名と団体名を表示する"),
                            ("body", "団体名だけを表示する"),
                            ("anonymous", "匿名にする"),
                        ],
                        max_length=10,
                        verbose_name="投稿者の表示",
                    ),
                ),
                ("experts_invited", models.BooleanField(default=False, verbose_name="専門家に開く")),
                (
                    "readers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=6),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="読める団体（空なら全職員）",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "受付中"),
                            ("resolved", "解決済み"),
                            ("locked", "書き込み停止"),
                            ("withdrawn", "取り下げ"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("post_count", models.PositiveIntegerField(default=1, verbose_name="投稿の数")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("created_at", models.DateTimeField(verbose_name="投稿日時")),
                ("last_activity_at", models.DateTimeField(verbose_name="最後の動き")),
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="解決した日時")),
                ("locked_at", models.DateTimeField(blank=True, null=True, verbose_name="書き込みを止めた日時")),
                ("lock_reason", models.CharField(blank=True, max_length=1000, verbose_name="書き込みを止めた理由")),
                (
                    "locked_by",
                    models.CharField(
                        blank=True,
                        choices=[("operators", "運営"), ("leaders", "この課のリーダー")],
                        max_length=10,
                        null=True,
                        verbose_name="書き込みを止めた人",
                    ),
                ),
                ("pin_place", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="固定した場所")),
                (
                    "moved_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forums.board",
                        verbose_name="移る前の課",
                    ),
                ),
                ("moved_at", models.DateTimeField(blank=True, null=True, verbose_name="課を移った日時")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="取り下げた日時")),
                (
                    "services",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="catalog.service", verbose_name="関連するサービス"
                    ),
                ),
                (
                    "documents",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="documents.shareddocument", verbose_name="関連する共有文書"
                    ),
                ),
            ],
            options={
                "verbose_name": "トピック",
                "verbose_name_plural": "トピック",
                "indexes": [
                    models.Index(fields=["board", "-last_activity_at", "-id"], name="topic_by_board"),
                    models.Index(fields=["-last_activity_at", "-id"], name="topic_by_activity"),
                    models.Index(
                        condition=models.Q(("experts_invited", True)),
                        fields=["-last_activity_at", "-id"],
                        name="topic_for_experts",
                    ),
                    models.Index(fields=["author", "created_at"], name="topic_by_author"),
                    models.Index(fields=["-created_at", "-id"], name="topic_by_creation"),
                    models.Index(fields=["-post_count", "-last_activity_at", "-id"], name="topic_by_answers"),
                    models.Index(fields=["board", "-created_at", "-id"], name="topic_by_board_new"),
                    models.Index(
                        fields=["board", "-post_count", "-last_activity_at", "-id"], name="topic_by_board_answers"
                    ),
                    models.Index(
                        condition=models.Q(("kind", "consultation"), ("status", "open")),
                        fields=["board", "-last_activity_at", "-id"],
                        name="topic_unresolved",
                    ),
                    models.Index(
                        condition=models.Q(("post_count", 1)),
                        fields=["board", "-last_activity_at", "-id"],
                        name="topic_unanswered",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["consultation", "sharing", "discussion"])),
                        name="topic_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "resolved", "locked", "withdrawn"])),
                        name="topic_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shown_as__in", ["name_body", "body", "anonymous"])),
                        name="topic_shown_as_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("locked_by__in", ["operators", "leaders"])), name="topic_locked_by_known"
                    ),
                    models.UniqueConstraint(fields=("author", "client_token"), name="topic_sent_once"),
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="topic_has_a_title"),
                    models.CheckConstraint(condition=models.Q(("post_count__gte", 1)), name="topic_has_a_post"),
                    models.CheckConstraint(
                        condition=models.Q(("experts_invited", False), ("readers", []), _connector="OR"),
                        name="topic_among_bodies_is_theirs",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), ("withdrawn_at__isnull", False)),
                            models.Q(models.Q(("status", "withdrawn"), _negated=True), ("withdrawn_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="topic_withdrawn_has_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("pin_place__isnull", False)),
                        fields=("board", "pin_place"),
                        name="topic_pin_place_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pin_place__isnull", True),
                            models.Q(
                                ("pin_place__range", (1, 3)),
                                ("readers", []),
                                models.Q(("status", "withdrawn"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="topic_few_are_pinned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("moved_at__isnull", True), ("moved_from__isnull", True)),
                            models.Q(("moved_at__isnull", False), ("moved_from__isnull", False)),
                            _connector="OR",
                        ),
                        name="topic_moved_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerCall",
            fields=[
                (
                    "topic",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="answer_call",
                        serialize=False,
                        to="forums.topic",
                        verbose_name="トピック",
                    ),
                ),
                ("called_at", models.DateTimeField(verbose_name="お願いした日時")),
            ],
            options={
                "verbose_name": "回答のお願い",
                "verbose_name_plural": "回答のお願い",
            },
        ),
        migrations.CreateModel(
            name="AnswerCallee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="callees",
                        to="forums.answercall",
                        verbose_name="回答のお願い",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="宛先",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("leading", "課のリーダーとサブリーダー"),
                            ("experienced", "近い業務の経験がある職員"),
                            ("expert", "分野の近い専門家アドバイザー"),
                        ],
                        max_length=12,
                        verbose_name="選んだ理由",
                    ),
                ),
            ],
            options={
                "verbose_name": "回答のお願いの宛先",
                "verbose_name_plural": "回答のお願いの宛先",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["leading", "experienced", "expert"])),
                        name="answercallee_way_known",
                    ),
                    models.UniqueConstraint(fields=("call", "user"), name="answercallee_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="forums.topic",
                        verbose_name="トピック",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="頼まれた人",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "依頼中"), ("declined", "見送り")],
                        default="waiting",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="頼んだ日時")),
                ("declined_at", models.DateTimeField(blank=True, null=True, verbose_name="見送った日時")),
            ],
            options={
                "verbose_name": "回答の依頼",
                "verbose_name_plural": "回答の依頼",
                "indexes": [models.Index(fields=["person", "-asked_at"], name="answerrequest_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["waiting", "declined"])), name="answerrequest_status_known"
                    ),
                    models.UniqueConstraint(fields=("topic", "person"), name="answerrequest_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declined_at__isnull", False), ("status", "declined")),
                            models.Q(models.Q(("status", "declined"), _negated=True), ("declined_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="answerrequest_declined_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="forums.topic",
                        verbose_name="トピック",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="番号")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="投稿者",
                    ),
                ),
                ("author_key", models.UUIDField(verbose_name="投稿者の識別子")),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                        verbose_name="投稿時の自治体",
                    ),
                ),
                (
                    "shown_as",
                    models.CharField(
                        choices=[
                            ("name_body", "氏名と団体名を表示する"),
                            ("body", "団体名だけを表示する"),
                            ("anonymous", "匿名にする"),
                        ],
                        max_length=10,
                        verbose_name="投稿者の表示",
                    ),
                ),
                ("by_expert", models.BooleanField(default=False, verbose_name="専門家の投稿")),
                ("body", models.TextField(max_length=10000, verbose_name="本文")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="版")),
                ("has_parts", models.BooleanField(default=False, verbose_name="本文の下に示すものがある")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("created_at", models.DateTimeField(verbose_name="投稿日時")),
                ("edited_at", models.DateTimeField(blank=True, null=True, verbose_name="編集日時")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="削除日時")),
                (
                    "removed_by",
                    models.CharField(
                        blank=True,
                        choices=[("author", "投稿者"), ("operators", "運営")],
                        max_length=10,
                        null=True,
                        verbose_name="削除した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "投稿",
                "verbose_name_plural": "投稿",
                "indexes": [models.Index(fields=["author", "created_at"], name="post_by_author")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("shown_as__in", ["name_body", "body", "anonymous"])),
                        name="post_shown_as_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("removed_by__in", ["author", "operators"])), name="post_removed_by_known"
                    ),
                    models.UniqueConstraint(fields=("topic", "number"), name="post_number_once"),
                    models.UniqueConstraint(fields=("topic", "id"), name="post_of_topic"),
                    models.UniqueConstraint(fields=("author", "client_token"), name="post_sent_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="post_number_from_one"),
                    models.CheckConstraint(condition=models.Q(("body", ""), _negated=True), name="post_says_something"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("body"), 10000
                        ),
                        name="post_body_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_expert", False), ("municipality__isnull", False)),
                            models.Q(("by_expert", True), ("municipality__isnull", True), ("shown_as", "name_body")),
                            _connector="OR",
                        ),
                        name="post_by_staff_or_expert",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("edited_at__isnull", True), ("revision", 1)),
                            models.Q(("edited_at__isnull", False), ("revision__gt", 1)),
                            _connector="OR",
                        ),
                        name="post_edited_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="post_removed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostAttachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="forums.post",
                        verbose_name="投稿",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(verbose_name="順番")),
                (
                    "kind",
                    models.CharField(
                        choices=[("image", "画像"), ("file", "ファイル")], max_length=5, verbose_name="種類"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("pending", "確認中"), ("ready", "表示中"), ("refused", "表示できません")],
                        default="pending",
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="ファイル名")),
                (
                    "format",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("docx", "Word文書"),
                            ("xlsx", "Excelブック"),
                            ("pdf", "PDF"),
                            ("txt", "テキスト"),
                            ("md", "Markdown"),
                            ("csv", "CSV"),
                        ],
                        max_length=10,
                        null=True,
                        verbose_name="形式",
                    ),
                ),
                ("alt", models.CharField(blank=True, max_length=300, verbose_name="画像の説明")),
                ("file", models.FileField(blank=True, max_length=120, upload_to="", verbose_name="ファイル")),
                ("file_sha256", models.CharField(blank=True, max_length=64, verbose_name="ファイルのSHA-256")),
                ("size", models.PositiveIntegerField(verbose_name="大きさ (バイト)")),
                ("picture", models.FileField(blank=True, max_length=120, upload_to="", verbose_name="画像")),
                ("picture_sha256", models.CharField(blank=True, max_length=64, verbose_name="画像のSHA-256")),
                ("width", models.PositiveIntegerField(default=0, verbose_name="幅")),
                ("height", models.PositiveIntegerField(default=0, verbose_name="高さ")),
                ("preview", models.FileField(blank=True, max_length=120, upload_to="", verbose_name="小さな画像")),
                ("preview_sha256", models.CharField(blank=True, max_length=64, verbose_name="小さな画像のSHA-256")),
                ("preview_width", models.PositiveIntegerField(default=0, verbose_name="小さな画像の幅")),
                ("preview_height", models.PositiveIntegerField(default=0, verbose_name="小さな画像の高さ")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="表示できない理由")),
                ("created_at", models.DateTimeField(verbose_name="添付日時")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="確認を終えた日時")),
            ],
            options={
                "verbose_name": "投稿の添付",
                "verbose_name_plural": "投稿の添付",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "pending")), fields=["created_at"], name="postattachment_waiting"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["image", "file"])), name="postattachment_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["pending", "ready", "refused"])),
                        name="postattachment_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["docx", "xlsx", "pdf", "txt", "md", "csv"])),
                        name="postattachment_format_known",
                    ),
                    models.UniqueConstraint(fields=("post", "place"), name="postattachment_place_once"),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="postattachment_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("format__isnull", True),
                                ("kind", "image"),
                                ("name", ""),
                                models.Q(("alt", ""), _negated=True),
                            ),
                            models.Q(
                                ("format__isnull", False), ("kind", "file"), models.Q(("name", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="postattachment_image_or_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "image"), ("status", "ready"), _negated=True),
                            models.Q(
                                ("file", ""),
                                ("height__gt", 0),
                                ("preview_width__gt", 0),
                                ("width__gt", 0),
                                models.Q(("picture", ""), _negated=True),
                                models.Q(("preview", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="postattachment_shown_is_made_anew",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "file"), ("status", "ready"), _negated=True),
                            models.Q(("file", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="postattachment_ready_file_is_there",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "refused"), models.Q(("reason", ""), _negated=True)),
                            models.Q(models.Q(("status", "refused"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="postattachment_refused_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("status", "pending")),
                            models.Q(models.Q(("status", "pending"), _negated=True), ("done_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="postattachment_done_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("file_sha256", ""), ("file_sha256__regex", "^[0-9a-f]{64}$"), _connector="OR"
                        ),
                        name="postattachment_file_sha256_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("picture_sha256", ""), ("picture_sha256__regex", "^[0-9a-f]{64}$"), _connector="OR"
                        ),
                        name="postattachment_picture_sha256_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("preview_sha256", ""), ("preview_sha256__regex", "^[0-9a-f]{64}$"), _connector="OR"
                        ),
                        name="postattachment_preview_sha256_shape",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いている人",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forums.board",
                        verbose_name="課",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forums.topic",
                        verbose_name="トピック",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forums.post",
                        verbose_name="投稿",
                    ),
                ),
                ("entered", models.JSONField(default=dict, verbose_name="書きかけの内容")),
                ("saved_at", models.DateTimeField(verbose_name="保存日時")),
            ],
            options={
                "verbose_name": "下書き",
                "verbose_name_plural": "下書き",
                "indexes": [models.Index(fields=["saved_at"], name="postdraft_by_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("author", "board"), name="postdraft_once_a_board"),
                    models.UniqueConstraint(fields=("author", "topic"), name="postdraft_once_a_topic"),
                    models.UniqueConstraint(fields=("author", "post"), name="postdraft_once_a_post"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("board__isnull", False), ("post__isnull", True), ("topic__isnull", True)),
                            models.Q(("board__isnull", True), ("post__isnull", True), ("topic__isnull", False)),
                            models.Q(("board__isnull", True), ("post__isnull", False), ("topic__isnull", True)),
                            _connector="OR",
                        ),
                        name="postdraft_at_one_place",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.comparison.Cast("entered", models.TextField())
                            ),
                            100000,
                        ),
                        name="postdraft_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostMention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="forums.post",
                        verbose_name="投稿",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="日時")),
            ],
            options={
                "verbose_name": "呼びかけ",
                "verbose_name_plural": "呼びかけ",
                "constraints": [models.UniqueConstraint(fields=("post", "user"), name="postmention_once")],
            },
        ),
        migrations.CreateModel(
            name="PostReference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="forums.post",
                        verbose_name="投稿",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(verbose_name="順番")),
                (
                    "kind",
                    models.CharField(
                        choices=[("service", "サービス"), ("document", "共有文書"), ("topic", "トピック")],
                        max_length=8,
                        verbose_name="種類",
                    ),
                ),
                ("target", models.BigIntegerField(verbose_name="番号")),
            ],
            options={
                "verbose_name": "投稿の中のアドレス",
                "verbose_name_plural": "投稿の中のアドレス",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["service", "document", "topic"])),
                        name="postreference_kind_known",
                    ),
                    models.UniqueConstraint(fields=("post", "kind", "target"), name="postreference_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="forums.post",
                        verbose_name="投稿",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版")),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="題名")),
                ("body", models.TextField(max_length=10000, verbose_name="本文")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("consultation", "相談"), ("sharing", "情報共有"), ("discussion", "議論")],
                        max_length=12,
                        null=True,
                        verbose_name="種類",
                    ),
                ),
                (
                    "service_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="関連するサービス",
                    ),
                ),
                (
                    "document_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="関連する共有文書",
                    ),
                ),
                ("replaced_at", models.DateTimeField(verbose_name="書き換えた日時")),
            ],
            options={
                "verbose_name": "投稿の以前の版",
                "verbose_name_plural": "投稿の以前の版",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["consultation", "sharing", "discussion"])),
                        name="postrevision_kind_known",
                    ),
                    models.UniqueConstraint(fields=("post", "number"), name="postrevision_number_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reactions",
                        to="forums.post",
                        verbose_name="投稿",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("like", "いいね"), ("helpful", "参考になった"), ("same", "うちも同じ")],
                        max_length=10,
                        verbose_name="種類",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="日時")),
            ],
            options={
                "verbose_name": "リアクション",
                "verbose_name_plural": "リアクション",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["like", "helpful", "same"])), name="reaction_kind_known"
                    ),
                    models.UniqueConstraint(fields=("post", "user", "kind"), name="reaction_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="forums.topic",
                        verbose_name="トピック",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
                ("last_read_number", models.PositiveIntegerField(verbose_name="ここまで読んだ番号")),
            ],
            options={
                "verbose_name": "トピックの既読",
                "verbose_name_plural": "トピックの既読",
                "constraints": [
                    models.UniqueConstraint(fields=("topic", "user"), name="topicreading_once"),
                    models.CheckConstraint(
                        condition=models.Q(("last_read_number__gte", 1)), name="topicreading_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicSearch",
            fields=[
                ("doc", catalog.models.search.TsVectorField(verbose_name="語")),
                ("grams", catalog.models.search.TsVectorField(verbose_name="文字の組")),
                ("boost", models.PositiveIntegerField(default=0, verbose_name="順位を上げる件数")),
                ("rules", models.PositiveSmallIntegerField(verbose_name="切り分け規則の版")),
                (
                    "topic",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="forums.topic",
                        verbose_name="トピック",
                    ),
                ),
            ],
            options={
                "verbose_name": "検索用データ",
                "verbose_name_plural": "検索用データ",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["doc"], name="topicsearch_doc"),
                    django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="topicsearch_grams"),
                    models.Index(fields=["rules"], name="topicsearch_rules"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicWatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="watches",
                        to="forums.topic",
                        verbose_name="トピック",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("mail", "お知らせとメール"), ("site", "お知らせだけ"), ("off", "受け取らない")],
                        max_length=4,
                        verbose_name="受け取り方",
                    ),
                ),
            ],
            options={
                "verbose_name": "トピックの通知設定",
                "verbose_name_plural": "トピックの通知設定",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["mail", "site", "off"])), name="topicwatch_level_known"
                    ),
                    models.UniqueConstraint(fields=("topic", "user"), name="topicwatch_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="topic",
            name="accepted_post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="forums.post",
                verbose_name="選ばれた回答",
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_post__isnull", True), ("resolved_at__isnull", True)),
                    models.Q(
                        ("accepted_post__isnull", False), ("kind", "consultation"), ("resolved_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="topic_only_questions_are_resolved",
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "resolved"), _negated=True), ("accepted_post__isnull", False), _connector="OR"
                ),
                name="topic_resolved_by_an_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "open"), _negated=True), ("accepted_post__isnull", True), _connector="OR"
                ),
                name="topic_open_has_no_answer",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="boardstep",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="a8e13113fc87d1fe0fdc708dca9d678d50a65b9d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_34e08",
                    table="forums_boardstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="boardstep",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="e0b578469e0aab784c5557414a49ff7bb02ac157",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_9e6a6",
                    table="forums_boardstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="columnrevision",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="c1839adcd6e90cbba0f247c3976c8bba2ae1e2ba",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_52450",
                    table="forums_columnrevision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="columnrevision",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="78eb8a1d1fc5d69bc3baac01ec1d617558361c5c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_c471f",
                    table="forums_columnrevision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postrevision",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="d0c753ab94b503cce8b455260156ab8ffb5a07ac",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6a9ea",
                    table="forums_postrevision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postrevision",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="7ef6cc9272aa31e5ac239512fede46df0406c6c6",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_d1a0a",
                    table="forums_postrevision",
                    when="BEFORE",
                ),
            ),
        ),
    ]
