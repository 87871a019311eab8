import catalog.models.brochures
import catalog.models.search
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("catalog", "0001_initial"),
        ("catalog", "0002_vendor_rename"),
        ("catalog", "0003_shelf"),
        ("catalog", "0004_vendors_tell_no_intent"),
        ("catalog", "0005_reviews"),
        ("catalog", "0006_search_rows"),
        ("catalog", "0007_response_times"),
        ("catalog", "0008_plans_and_reminders"),
        ("catalog", "0009_screenshots"),
        ("catalog", "0010_saved_searches"),
        ("catalog", "0011_views"),
        ("catalog", "0012_adoption_asked_again"),
        ("catalog", "0013_listing_uploads"),
        ("catalog", "0014_generation"),
        ("catalog", "0015_generation_of_closed_accounts"),
        ("catalog", "0016_listings_by_change"),
        ("catalog", "0017_sources_of_claims"),
        ("catalog", "0018_drafts_of_uploads"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="CatalogVisit",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="catalog_visit",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                ("began_at", models.DateTimeField(verbose_name="今回の訪問")),
                ("previous_at", models.DateTimeField(blank=True, null=True, verbose_name="前回の訪問")),
            ],
            options={
                "verbose_name": "一覧への訪問",
                "verbose_name_plural": "一覧への訪問",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("previous_at__isnull", True), ("previous_at__lt", models.F("began_at")), _connector="OR"
                        ),
                        name="catalogvisit_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "axis",
                    models.CharField(
                        choices=[
                            ("work", "対象業務"),
                            ("audience", "利用者"),
                            ("delivery", "提供形態"),
                            ("network", "ネットワーク"),
                        ],
                        max_length=10,
                        verbose_name="軸",
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="コード")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="URL の名前")),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("group", models.CharField(blank=True, max_length=40, verbose_name="まとまり")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
            ],
            options={
                "verbose_name": "分類",
                "verbose_name_plural": "分類",
                "constraints": [
                    models.UniqueConstraint(fields=("axis", "code"), name="category_code_once_per_axis"),
                    models.CheckConstraint(
                        condition=models.Q(("axis__in", ["work", "audience", "delivery", "network"])),
                        name="category_axis_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(verbose_name="世代")),
            ],
            options={
                "verbose_name": "カタログの世代",
                "verbose_name_plural": "カタログの世代",
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="generation_is_one_row")],
            },
        ),
        migrations.CreateModel(
            name="ListingUpload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "vendor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listing_uploads",
                        to="accounts.vendor",
                        verbose_name="事業者",
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=120, verbose_name="ファイル名")),
                ("rows", models.JSONField(blank=True, default=list, verbose_name="行")),
                (
                    "status",
                    models.CharField(
                        choices=[("pending", "確認待ち"), ("applied", "反映済み"), ("discarded", "取りやめ")],
                        default="pending",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="アップロードの日時")),
                ("created_by_key", models.UUIDField(verbose_name="アップロードした人")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="反映または取りやめの日時")),
                ("created", models.PositiveIntegerField(default=0, verbose_name="新しい下書き")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="変更した下書き")),
                ("unchanged", models.PositiveIntegerField(default=0, verbose_name="変更のない行")),
            ],
            options={
                "verbose_name": "掲載内容の一括取り込み",
                "verbose_name_plural": "掲載内容の一括取り込み",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["pending", "applied", "discarded"])),
                        name="listingupload_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("status", "pending")),
                            models.Q(
                                models.Q(("status", "pending"), _negated=True),
                                ("ended_at__isnull", False),
                                ("rows", []),
                            ),
                            _connector="OR",
                        ),
                        name="listingupload_ended_keeps_no_rows",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "pending")),
                        fields=("vendor", "created_by_key"),
                        name="listingupload_one_waits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名前")),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="条件")),
                (
                    "alert",
                    models.CharField(
                        choices=[
                            ("none", "知らせない"),
                            ("site", "サイト内のお知らせだけ"),
                            ("daily", "メールで毎日（新着・更新があった日）"),
                            ("weekly", "メールで毎週"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="お知らせ",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="保存日時")),
                ("told_until", models.DateTimeField(verbose_name="お知らせの済んだ日時")),
                (
                    "told_versions",
                    models.JSONField(blank=True, editable=False, null=True, verbose_name="直前にお知らせした版"),
                ),
            ],
            options={
                "verbose_name": "保存した検索",
                "verbose_name_plural": "保存した検索",
                "indexes": [
                    models.Index(
                        condition=models.Q(("alert", "none"), _negated=True),
                        fields=["alert", "told_until"],
                        name="savedsearch_to_tell",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("alert__in", ["none", "site", "daily", "weekly"])),
                        name="savedsearch_alert_known",
                    ),
                    models.UniqueConstraint(fields=("user", "query"), name="savedsearch_once"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="savedsearch_has_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60, verbose_name="語")),
                ("key", models.CharField(editable=False, max_length=200, unique=True, verbose_name="切り分けた形")),
                (
                    "expansions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        help_text="カンマ区切りで入力してください。",
                        size=None,
                        verbose_name="いっしょに探す語",
                    ),
                ),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="更新日時")),
            ],
            options={
                "verbose_name": "同義語",
                "verbose_name_plural": "同義語",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("key", ""), _negated=True), models.Q(("word", ""), _negated=True)),
                        name="synonym_has_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expansions__len__gte", 1)), name="synonym_has_expansions"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VendorResponse",
            fields=[
                ("answered", models.PositiveIntegerField(default=0, verbose_name="回答した問い合わせ")),
                (
                    "median_days",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="回答までの営業日数の中央値"
                    ),
                ),
                (
                    "vendor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="response",
                        serialize=False,
                        to="accounts.vendor",
                        verbose_name="事業者",
                    ),
                ),
            ],
            options={
                "verbose_name": "事業者の回答の速さ",
                "verbose_name_plural": "事業者の回答の速さ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered__gte", 5), ("median_days__gte", 0)),
                            models.Q(("answered__lt", 5), ("median_days__isnull", True)),
                            _connector="OR",
                        ),
                        name="vendorresponse_enough_answers",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "vendor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="accounts.vendor",
                        verbose_name="事業者",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "未公開"),
                            ("published", "公開中"),
                            ("unpublished", "公開停止"),
                            ("suspended", "運営による停止"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="状態",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="サービス名")),
                (
                    "sort_key",
                    models.CharField(blank=True, db_collation="C", max_length=160, verbose_name="並べ替え用の名前"),
                ),
                ("tagline", models.CharField(blank=True, max_length=120, verbose_name="ひとこと")),
                (
                    "facets",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="絞り込みの値",
                    ),
                ),
                ("confirmed_adoptions", models.PositiveIntegerField(default=0, verbose_name="確認済みの導入団体数")),
                ("rank", models.FloatField(default=0.0, verbose_name="おすすめ順の点")),
                ("created_at", models.DateTimeField(verbose_name="登録日時")),
                ("first_published_at", models.DateTimeField(blank=True, null=True, verbose_name="最初の公開日時")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公開日時")),
                ("unpublished_at", models.DateTimeField(blank=True, null=True, verbose_name="公開停止日時")),
                ("suspended_at", models.DateTimeField(blank=True, null=True, verbose_name="運営による停止日時")),
                ("suspension_reason", models.TextField(blank=True, verbose_name="停止の理由")),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="最終確認日")),
                ("reminded_on", models.DateField(blank=True, null=True, verbose_name="確認を頼んだ日")),
            ],
            options={
                "verbose_name": "サービス",
                "verbose_name_plural": "サービス",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["facets"], name="service_facets"),
                    models.Index(
                        models.OrderBy(models.F("rank"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("status", "published")),
                        name="service_by_rank",
                    ),
                    models.Index(
                        models.OrderBy(models.F("first_published_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("status", "published")),
                        name="service_by_news",
                    ),
                    models.Index(
                        models.F("published_at"), condition=models.Q(("status", "published")), name="service_by_change"
                    ),
                    models.Index(
                        models.OrderBy(models.F("confirmed_adoptions"), descending=True),
                        models.OrderBy(models.F("rank"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("status", "published")),
                        name="service_by_adoptions",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")), fields=["sort_key", "id"], name="service_by_name"
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["id"],
                        include=("vendor",),
                        name="service_on_shelf",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "published", "unpublished", "suspended"])),
                        name="service_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "suspended"),
                            models.Q(("status", "unpublished"), ("unpublished_at__isnull", False)),
                            models.Q(
                                models.Q(("status", "unpublished"), _negated=True), ("unpublished_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="service_unpublished_has_time",
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
                        name="service_suspended_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Adoption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="catalog.service",
                        verbose_name="サービス",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="accounts.municipality",
                        verbose_name="自治体",
                    ),
                ),
                ("department", models.CharField(blank=True, max_length=100, verbose_name="部署")),
                (
                    "stage",
                    models.CharField(
                        choices=[("considering", "検討"), ("trial", "試行"), ("in_use", "本番"), ("ended", "終了")],
                        max_length=12,
                        verbose_name="段階",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("vendor", "事業者申告"), ("staff", "職員申告")], max_length=10, verbose_name="申告者"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("claimed", "未確認"),
                            ("confirmed", "確認済み"),
                            ("disputed", "異議あり"),
                            ("withdrawn", "取下げ"),
                        ],
                        default="claimed",
                        max_length=10,
                        verbose_name="確認の状態",
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="開始月")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="終了月")),
                ("end_reason", models.TextField(blank=True, max_length=1000, verbose_name="終了の理由")),
                (
                    "procurement_method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open_bidding", "一般競争入札"),
                            ("designated_bidding", "指名競争入札"),
                            ("proposal", "公募型プロポーザル"),
                            ("negotiated", "随意契約"),
                            ("joint", "共同調達・共同利用"),
                            ("free", "無償・実証"),
                            ("other", "その他"),
                        ],
                        max_length=20,
                        verbose_name="調達方法",
                    ),
                ),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="金額 (円)")),
                (
                    "amount_tax",
                    models.CharField(
                        blank=True,
                        choices=[("included", "税込"), ("excluded", "税抜")],
                        max_length=10,
                        verbose_name="税の扱い",
                    ),
                ),
                ("amount_scope", models.CharField(blank=True, max_length=200, verbose_name="金額の範囲")),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="出典")),
                ("claimed_at", models.DateTimeField(verbose_name="申告日時")),
                ("claimed_by_key", models.UUIDField(verbose_name="申告した人")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="確認日時")),
                ("confirmed_by_key", models.UUIDField(blank=True, null=True, verbose_name="確認した職員")),
                ("asked_again_on", models.DateField(blank=True, null=True, verbose_name="再確認をお願いした日")),
                ("disputed_at", models.DateTimeField(blank=True, null=True, verbose_name="異議の日時")),
                ("dispute_reason", models.TextField(blank=True, max_length=1000, verbose_name="異議の内容")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="取下げ日時")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
            ],
            options={
                "verbose_name": "導入実績",
                "verbose_name_plural": "導入実績",
                "indexes": [
                    models.Index(fields=["municipality", "stage"], name="adoption_by_municipality"),
                    models.Index(
                        condition=models.Q(("status", "confirmed")),
                        fields=["confirmed_at"],
                        name="adoption_by_confirmation",
                    ),
                    models.Index(
                        condition=models.Q(("status", "claimed")),
                        fields=["municipality", "claimed_at"],
                        name="adoption_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "withdrawn"), _negated=True),
                        fields=("service", "municipality", "department", "origin"),
                        name="adoption_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["considering", "trial", "in_use", "ended"])),
                        name="adoption_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["vendor", "staff"])), name="adoption_origin_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["claimed", "confirmed", "disputed", "withdrawn"])),
                        name="adoption_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("procurement_method", ""),
                            (
                                "procurement_method__in",
                                [
                                    "open_bidding",
                                    "designated_bidding",
                                    "proposal",
                                    "negotiated",
                                    "joint",
                                    "free",
                                    "other",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="adoption_method_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__isnull", True), ("amount_tax", "")),
                            models.Q(("amount__gte", 0), ("amount_tax__in", ["included", "excluded"])),
                            _connector="OR",
                        ),
                        name="adoption_amount_has_tax",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("started_on__isnull", True), ("started_on__day", 1), _connector="OR"),
                            models.Q(("ended_on__isnull", True), ("ended_on__day", 1), _connector="OR"),
                        ),
                        name="adoption_months_are_first_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("started_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="adoption_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage", "ended"),
                            models.Q(("end_reason", ""), ("ended_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="adoption_end_only_when_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "confirmed"), _negated=True),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by_key__isnull", False)),
                            _connector="OR",
                        ),
                        name="adoption_confirmed_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("disputed_at__isnull", False),
                                ("status", "disputed"),
                                models.Q(("dispute_reason", ""), _negated=True),
                            ),
                            models.Q(("status", "disputed"), _negated=True),
                            _connector="OR",
                        ),
                        name="adoption_disputed_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), ("withdrawn_at__isnull", False)),
                            models.Q(models.Q(("status", "withdrawn"), _negated=True), ("withdrawn_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="adoption_withdrawn_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin", "vendor"), ("stage", "considering"), _negated=True),
                        name="adoption_vendor_tells_no_intent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source_url", ""), ("source_url__iregex", "^https?://"), _connector="OR"),
                        name="adoption_source_is_on_the_web",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bookmarks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bookmarks",
                        to="catalog.service",
                        verbose_name="サービス",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="追加日時")),
            ],
            options={
                "verbose_name": "あとで見るサービス",
                "verbose_name_plural": "あとで見るサービス",
                "indexes": [models.Index(fields=["user", "-created_at"], name="bookmark_by_user")],
                "constraints": [models.UniqueConstraint(fields=("user", "service"), name="bookmark_once")],
            },
        ),
        migrations.CreateModel(
            name="Brochure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="brochures",
                        to="catalog.service",
                        verbose_name="サービス",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="資料名")),
                ("original_name", models.CharField(max_length=255, verbose_name="元のファイル名")),
                ("file", models.FileField(upload_to=catalog.models.brochures.brochure_path, verbose_name="ファイル")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveIntegerField(verbose_name="大きさ (バイト)")),
                ("uploaded_at", models.DateTimeField(verbose_name="登録日時")),
                ("uploaded_by_key", models.UUIDField(verbose_name="登録者")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="取下げ日時")),
            ],
            options={
                "verbose_name": "資料",
                "verbose_name_plural": "資料",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", 20971520)), name="brochure_size_in_limits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="brochure_sha256_shape"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("service", "sha256"),
                        name="brochure_once_per_service",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewSummary",
            fields=[
                (
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="review_summary",
                        serialize=False,
                        to="catalog.service",
                        verbose_name="サービス",
                    ),
                ),
                ("reviews", models.PositiveIntegerField(default=0, verbose_name="レビュー数")),
                ("bodies", models.PositiveIntegerField(default=0, verbose_name="団体数")),
                (
                    "overall",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=3, null=True, verbose_name="総合"),
                ),
                (
                    "usability",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=3, null=True, verbose_name="使いやすさ"
                    ),
                ),
                (
                    "administration",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=3, null=True, verbose_name="管理のしやすさ"
                    ),
                ),
                (
                    "fit",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=3, null=True, verbose_name="要件への適合"
                    ),
                ),
                (
                    "support",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=3, null=True, verbose_name="サポート"),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=3, null=True, verbose_name="費用対効果"
                    ),
                ),
            ],
            options={
                "verbose_name": "レビューの集計",
                "verbose_name_plural": "レビューの集計",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bodies__gte", 3),
                            models.Q(
                                ("administration__isnull", True),
                                ("fit__isnull", True),
                                ("overall__isnull", True),
                                ("support__isnull", True),
                                ("usability__isnull", True),
                                ("value__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="reviewsummary_enough_bodies",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("overall__isnull", True),
                                models.Q(("overall__gte", 1), ("overall__lte", 5)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("usability__isnull", True),
                                models.Q(("usability__gte", 1), ("usability__lte", 5)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("administration__isnull", True),
                                models.Q(("administration__gte", 1), ("administration__lte", 5)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("fit__isnull", True), models.Q(("fit__gte", 1), ("fit__lte", 5)), _connector="OR"
                            ),
                            models.Q(
                                ("support__isnull", True),
                                models.Q(("support__gte", 1), ("support__lte", 5)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("value__isnull", True), models.Q(("value__gte", 1), ("value__lte", 5)), _connector="OR"
                            ),
                        ),
                        name="reviewsummary_marks_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Screenshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screenshots",
                        to="catalog.service",
                        verbose_name="サービス",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("pending", "変換中"), ("ready", "表示できます"), ("refused", "表示できません")],
                        default="pending",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("refusal", models.CharField(blank=True, max_length=200, verbose_name="表示できない理由")),
                ("upload", models.FileField(blank=True, upload_to="", verbose_name="元のファイル")),
                ("upload_sha256", models.CharField(max_length=64, verbose_name="元のファイルのSHA-256")),
                ("picture", models.FileField(blank=True, upload_to="", verbose_name="画像")),
                ("picture_sha256", models.CharField(blank=True, max_length=64, verbose_name="画像のSHA-256")),
                ("preview", models.FileField(blank=True, upload_to="", verbose_name="小さい画像")),
                ("preview_sha256", models.CharField(blank=True, max_length=64, verbose_name="小さい画像のSHA-256")),
                ("width", models.PositiveIntegerField(default=0, verbose_name="小さい画像の幅")),
                ("height", models.PositiveIntegerField(default=0, verbose_name="小さい画像の高さ")),
                ("uploaded_at", models.DateTimeField(verbose_name="登録日時")),
                ("uploaded_by_key", models.UUIDField(verbose_name="登録者")),
                ("frozen_at", models.DateTimeField(blank=True, null=True, verbose_name="公開した版に載った日時")),
            ],
            options={
                "verbose_name": "画面の画像",
                "verbose_name_plural": "画面の画像",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["pending", "ready", "refused"])),
                        name="screenshot_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("picture", ""), _negated=True),
                                models.Q(("preview", ""), _negated=True),
                                ("height__gt", 0),
                                ("status", "ready"),
                                ("width__gt", 0),
                            ),
                            models.Q(
                                ("frozen_at__isnull", True),
                                ("picture", ""),
                                ("preview", ""),
                                models.Q(("status", "ready"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="screenshot_ready_has_pictures",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("refusal", ""), ("status", "refused"), _connector="XOR"),
                        name="screenshot_refused_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("upload", ""), _negated=True),
                            models.Q(("status", "pending"), _negated=True),
                            _connector="XOR",
                        ),
                        name="screenshot_pending_has_upload",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft",
                        to="catalog.service",
                        verbose_name="サービス",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("editing", "編集中"), ("in_review", "審査中"), ("returned", "差戻し")],
                        default="editing",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="サービス名")),
                ("name_kana", models.CharField(blank=True, max_length=160, verbose_name="サービス名のふりがな")),
                ("tagline", models.CharField(blank=True, max_length=120, verbose_name="ひとこと")),
                ("description", models.TextField(blank=True, max_length=4000, verbose_name="説明")),
                (
                    "answers",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="仕様情報の回答",
                    ),
                ),
                (
                    "plans",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value([], output_field=models.JSONField()),
                        default=list,
                        verbose_name="料金プラン",
                    ),
                ),
                (
                    "screenshots",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value([], output_field=models.JSONField()),
                        default=list,
                        verbose_name="画面の画像",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                ("updated_at", models.DateTimeField(verbose_name="更新日時")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="審査依頼の日時")),
                ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="差戻しの日時")),
                ("return_reason", models.TextField(blank=True, verbose_name="差戻しの理由")),
                (
                    "upload",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="drafts",
                        to="catalog.listingupload",
                        verbose_name="最後に書いた取り込み",
                    ),
                ),
            ],
            options={
                "verbose_name": "審査待ちの掲載内容",
                "verbose_name_plural": "審査待ちの掲載内容",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["editing", "in_review", "returned"])),
                        name="servicedraft_status_known",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            models.Func(
                                models.F("plans"), function="jsonb_array_length", output_field=models.IntegerField()
                            ),
                            10,
                        ),
                        name="draft_plans_in_limits",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            models.Func(
                                models.F("screenshots"),
                                function="jsonb_array_length",
                                output_field=models.IntegerField(),
                            ),
                            6,
                        ),
                        name="draft_screenshots_in_limits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "in_review"), _negated=True),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="draft_in_review_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("returned_at__isnull", False),
                                ("status", "returned"),
                                models.Q(("return_reason", ""), _negated=True),
                            ),
                            models.Q(("status", "returned"), _negated=True),
                            _connector="OR",
                        ),
                        name="draft_returned_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceResponse",
            fields=[
                ("answered", models.PositiveIntegerField(default=0, verbose_name="回答した問い合わせ")),
                (
                    "median_days",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="回答までの営業日数の中央値"
                    ),
                ),
                (
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="response",
                        serialize=False,
                        to="catalog.service",
                        verbose_name="サービス",
                    ),
                ),
            ],
            options={
                "verbose_name": "掲載の回答の速さ",
                "verbose_name_plural": "掲載の回答の速さ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered__gte", 5), ("median_days__gte", 0)),
                            models.Q(("answered__lt", 5), ("median_days__isnull", True)),
                            _connector="OR",
                        ),
                        name="serviceresponse_enough_answers",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceSearch",
            fields=[
                ("doc", catalog.models.search.TsVectorField(verbose_name="語")),
                ("grams", catalog.models.search.TsVectorField(verbose_name="文字の組")),
                ("rules", models.PositiveSmallIntegerField(verbose_name="切り分け規則の版")),
                (
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="catalog.service",
                        verbose_name="サービス",
                    ),
                ),
                (
                    "boost",
                    models.PositiveIntegerField(
                        db_column="adoption_count", default=0, verbose_name="確認済みの導入団体数"
                    ),
                ),
            ],
            options={
                "verbose_name": "検索用データ",
                "verbose_name_plural": "検索用データ",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["doc"], name="servicesearch_doc"),
                    django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="servicesearch_grams"),
                    models.Index(fields=["rules"], name="servicesearch_rules"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="catalog.service",
                        verbose_name="サービス",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版")),
                ("name", models.CharField(max_length=80, verbose_name="サービス名")),
                ("name_kana", models.CharField(blank=True, max_length=160, verbose_name="サービス名のふりがな")),
                ("tagline", models.CharField(max_length=120, verbose_name="ひとこと")),
                ("description", models.TextField(verbose_name="説明")),
                (
                    "answers",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="仕様情報の回答",
                    ),
                ),
                (
                    "plans",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value([], output_field=models.JSONField()),
                        default=list,
                        verbose_name="料金プラン",
                    ),
                ),
                (
                    "screenshots",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value([], output_field=models.JSONField()),
                        default=list,
                        verbose_name="画面の画像",
                    ),
                ),
                ("vendor_name", models.CharField(max_length=200, verbose_name="事業者名")),
                (
                    "vendor_facts",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="事業者の情報",
                    ),
                ),
                ("published_at", models.DateTimeField(verbose_name="公開日時")),
                ("published_by_key", models.UUIDField(verbose_name="公開した運営者")),
            ],
            options={
                "verbose_name": "公開された版",
                "verbose_name_plural": "公開された版",
                "constraints": [
                    models.UniqueConstraint(fields=("service", "number"), name="version_number_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="version_number_from_one"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            models.Func(
                                models.F("plans"), function="jsonb_array_length", output_field=models.IntegerField()
                            ),
                            10,
                        ),
                        name="version_plans_in_limits",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            models.Func(
                                models.F("screenshots"),
                                function="jsonb_array_length",
                                output_field=models.IntegerField(),
                            ),
                            6,
                        ),
                        name="version_screenshots_in_limits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="catalog.service",
                        verbose_name="サービス",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.serviceversion",
                        verbose_name="書いたときの掲載内容",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="accounts.municipality",
                        verbose_name="自治体",
                    ),
                ),
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
                (
                    "disclosure",
                    models.CharField(
                        choices=[
                            ("band", "団体の区分と人口規模だけを表示する"),
                            ("body", "団体名を表示する"),
                            ("person", "団体名と氏名を表示する"),
                        ],
                        max_length=10,
                        verbose_name="表示する範囲",
                    ),
                ),
                ("body_class", models.CharField(max_length=60, verbose_name="団体の区分と人口規模")),
                (
                    "status",
                    models.CharField(
                        choices=[("published", "公開"), ("withdrawn", "取下げ"), ("hidden", "運営による非表示")],
                        default="published",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("overall", models.PositiveSmallIntegerField(verbose_name="総合")),
                ("usability", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="使いやすさ")),
                (
                    "administration",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="管理のしやすさ"),
                ),
                ("fit", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="要件への適合")),
                ("support", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="サポート")),
                ("value", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="費用対効果")),
                (
                    "usage",
                    models.CharField(
                        choices=[
                            ("trial", "試行のみ"),
                            ("under_1", "1年未満"),
                            ("1_3", "1年以上3年未満"),
                            ("3_5", "3年以上5年未満"),
                            ("over_5", "5年以上"),
                        ],
                        max_length=10,
                        verbose_name="利用年数",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("user", "業務で使う担当者"),
                            ("system", "情報システムの担当者"),
                            ("procurement", "調達・契約の担当者"),
                            ("manager", "管理職"),
                            ("other", "その他"),
                        ],
                        max_length=12,
                        verbose_name="立場",
                    ),
                ),
                ("good_points", models.TextField(blank=True, max_length=2000, verbose_name="よい点")),
                ("wishes", models.TextField(blank=True, max_length=2000, verbose_name="要望・改善してほしい点")),
                ("helpful_count", models.PositiveIntegerField(default=0, verbose_name="参考になった")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                ("created_at", models.DateTimeField(verbose_name="投稿日時")),
                ("revised_at", models.DateTimeField(verbose_name="最後に書いた日時")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="取下げ日時")),
                ("hidden_at", models.DateTimeField(blank=True, null=True, verbose_name="非表示の日時")),
                ("hidden_reason", models.TextField(blank=True, max_length=1000, verbose_name="非表示の理由")),
            ],
            options={
                "verbose_name": "レビュー",
                "verbose_name_plural": "レビュー",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["service", "-revised_at", "-id"],
                        name="review_by_service",
                    ),
                    models.Index(fields=["municipality", "status"], name="review_by_municipality"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("service", "municipality", "author_key"), name="review_once"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["published", "withdrawn", "hidden"])),
                        name="review_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("disclosure__in", ["band", "body", "person"])),
                        name="review_disclosure_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("usage__in", ["trial", "under_1", "1_3", "3_5", "over_5"])),
                        name="review_usage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["user", "system", "procurement", "manager", "other"])),
                        name="review_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("overall__isnull", True),
                                models.Q(("overall__gte", 1), ("overall__lte", 5)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("usability__isnull", True),
                                models.Q(("usability__gte", 1), ("usability__lte", 5)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("administration__isnull", True),
                                models.Q(("administration__gte", 1), ("administration__lte", 5)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("fit__isnull", True), models.Q(("fit__gte", 1), ("fit__lte", 5)), _connector="OR"
                            ),
                            models.Q(
                                ("support__isnull", True),
                                models.Q(("support__gte", 1), ("support__lte", 5)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("value__isnull", True), models.Q(("value__gte", 1), ("value__lte", 5)), _connector="OR"
                            ),
                        ),
                        name="review_marks_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("good_points", ""), _negated=True),
                            models.Q(("wishes", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="review_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body_class", ""), _negated=True), name="review_has_body_class"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), ("withdrawn_at__isnull", False)),
                            models.Q(models.Q(("status", "withdrawn"), _negated=True), ("withdrawn_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="review_withdrawn_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("hidden_at__isnull", False),
                                ("status", "hidden"),
                                models.Q(("hidden_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "hidden"), _negated=True),
                                ("hidden_at__isnull", True),
                                ("hidden_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="review_hidden_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="catalog.review",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="catalog.service",
                        verbose_name="サービス",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.municipality",
                        verbose_name="自治体",
                    ),
                ),
                ("author_key", models.UUIDField(verbose_name="書いた人の識別子")),
                (
                    "disclosure",
                    models.CharField(
                        choices=[
                            ("band", "団体の区分と人口規模だけを表示する"),
                            ("body", "団体名を表示する"),
                            ("person", "団体名と氏名を表示する"),
                        ],
                        max_length=10,
                        verbose_name="表示する範囲",
                    ),
                ),
                ("overall", models.PositiveSmallIntegerField(verbose_name="総合")),
                ("usability", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="使いやすさ")),
                (
                    "administration",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="管理のしやすさ"),
                ),
                ("fit", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="要件への適合")),
                ("support", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="サポート")),
                ("value", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="費用対効果")),
                (
                    "usage",
                    models.CharField(
                        choices=[
                            ("trial", "試行のみ"),
                            ("under_1", "1年未満"),
                            ("1_3", "1年以上3年未満"),
                            ("3_5", "3年以上5年未満"),
                            ("over_5", "5年以上"),
                        ],
                        max_length=10,
                        verbose_name="利用年数",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("user", "業務で使う担当者"),
                            ("system", "情報システムの担当者"),
                            ("procurement", "調達・契約の担当者"),
                            ("manager", "管理職"),
                            ("other", "その他"),
                        ],
                        max_length=12,
                        verbose_name="立場",
                    ),
                ),
                ("good_points", models.TextField(blank=True, max_length=2000, verbose_name="よい点")),
                ("wishes", models.TextField(blank=True, max_length=2000, verbose_name="要望・改善してほしい点")),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="catalog.serviceversion",
                        verbose_name="書いたときの掲載内容",
                    ),
                ),
                ("revised_at", models.DateTimeField(verbose_name="最後に書いた日時")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewHelpful",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.review",
                        verbose_name="レビュー",
                    ),
                ),
                ("person_key", models.UUIDField(verbose_name="押した人")),
                ("created_at", models.DateTimeField(verbose_name="日時")),
            ],
            options={
                "verbose_name": "参考になった",
                "verbose_name_plural": "参考になった",
                "constraints": [models.UniqueConstraint(fields=("review", "person_key"), name="reviewhelpful_once")],
            },
        ),
        migrations.CreateModel(
            name="ReviewReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reply",
                        to="catalog.review",
                        verbose_name="レビュー",
                    ),
                ),
                (
                    "vendor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.vendor",
                        verbose_name="事業者",
                    ),
                ),
                ("body", models.TextField(max_length=2000, verbose_name="返信")),
                ("created_at", models.DateTimeField(verbose_name="返信日時")),
                ("created_by_key", models.UUIDField(verbose_name="返信した人")),
            ],
            options={
                "verbose_name": "レビューへの返信",
                "verbose_name_plural": "レビューへの返信",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="reviewreply_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceViews",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.service",
                        verbose_name="サービス",
                    ),
                ),
                ("day", models.DateField(verbose_name="日")),
                ("views", models.PositiveIntegerField(verbose_name="閲覧数")),
            ],
            options={
                "verbose_name": "閲覧数",
                "verbose_name_plural": "閲覧数",
                "constraints": [models.UniqueConstraint(fields=("service", "day"), name="serviceviews_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="URL の名前")),
                ("title", models.CharField(max_length=80, verbose_name="題名")),
                ("introduction", models.TextField(max_length=2000, verbose_name="紹介文")),
                ("starts_on", models.DateField(verbose_name="掲載開始日")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="掲載終了日")),
            ],
            options={
                "verbose_name": "特集",
                "verbose_name_plural": "特集",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="collection_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="catalog.collection",
                        verbose_name="特集",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collection_items",
                        to="catalog.service",
                        verbose_name="サービス",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="選んだ理由")),
            ],
            options={
                "verbose_name": "特集のサービス",
                "verbose_name_plural": "特集のサービス",
                "constraints": [models.UniqueConstraint(fields=("collection", "service"), name="collection_item_once")],
            },
        ),
        migrations.AddField(
            model_name="service",
            name="current",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="current_of",
                to="catalog.serviceversion",
                verbose_name="公開している版",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("current__isnull", True), ("first_published_at__isnull", True), ("status", "draft")),
                    models.Q(
                        models.Q(("status", "draft"), _negated=True),
                        ("confirmed_on__isnull", False),
                        ("current__isnull", False),
                        ("first_published_at__isnull", False),
                        ("published_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="service_published_has_version",
            ),
        ),
        migrations.AddField(
            model_name="collection",
            name="services",
            field=models.ManyToManyField(
                related_name="collections", through="catalog.CollectionItem", to="catalog.service"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adoption",
            trigger=pgtrigger.compiler.Trigger(
                name="vendor_names_source",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"origin\" = 'vendor' AND NEW.\"source_url\" = '')",
                    func="RAISE EXCEPTION 'a claim of a vendor names its source' USING ERRCODE = 'check_violation';",
                    hash="9c76262f91f9e018cdd283e5cf8a82a0be618775",
                    operation="INSERT",
                    pgid="pgtrigger_vendor_names_source_c63a8",
                    table="catalog_adoption",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adoption",
            trigger=pgtrigger.compiler.Trigger(
                name="vendor_source_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"origin\" = 'vendor' AND NEW.\"source_url\" = '' AND NOT (OLD.\"source_url\" = ''))",
                    func="RAISE EXCEPTION 'a claim of a vendor names its source' USING ERRCODE = 'check_violation';",
                    hash="d442a8c2302d39b17c05b141ab5aedcb712706bb",
                    operation="UPDATE",
                    pgid="pgtrigger_vendor_source_stays_ce516",
                    table="catalog_adoption",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="screenshot",
            trigger=pgtrigger.compiler.Trigger(
                name="made_pictures_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" = 'ready')",
                    func="\n                IF to_jsonb(NEW) - 'frozen_at' <> to_jsonb(OLD) - 'frozen_at' OR\n                   (OLD.frozen_at IS NOT NULL AND NEW.frozen_at IS DISTINCT FROM OLD.frozen_at) THEN\n                    RAISE EXCEPTION 'a picture of a listing never changes';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="af565f2323a50a51793673e756396a72dd751b45",
                    operation="UPDATE",
                    pgid="pgtrigger_made_pictures_stay_b101a",
                    table="catalog_screenshot",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="screenshot",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_pictures_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."frozen_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="83dbca340a45620d591760c53ebb831e67a8c939",
                    operation="DELETE",
                    pgid="pgtrigger_frozen_pictures_stay_a6d5f",
                    table="catalog_screenshot",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="serviceversion",
            trigger=pgtrigger.compiler.Trigger(
                name="version_is_immutable",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f44fcfacf36988a2ee975da8b321ffa12f597c6c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_version_is_immutable_b9af0",
                    table="catalog_serviceversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="5443996f697ca604c887996b73725f5271c100c8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_eab6f",
                    table="catalog_reviewevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewevent",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="bb0f52331972873c7d60d3a01ea009e51a074552",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_11520",
                    table="catalog_reviewevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalog_reviewevent" ("administration", "author_key", "disclosure", "fit", "good_points", "municipality_id", "overall", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revised_at", "role", "service_id", "support", "usability", "usage", "value", "version_id", "wishes") VALUES (NEW."administration", NEW."author_key", NEW."disclosure", NEW."fit", NEW."good_points", NEW."municipality_id", NEW."overall", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revised_at", NEW."role", NEW."service_id", NEW."support", NEW."usability", NEW."usage", NEW."value", NEW."version_id", NEW."wishes"); RETURN NULL;',
                    hash="17ed7ac17167ee6d12291a946bef11c43b01fa29",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f9117",
                    table="catalog_review",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."administration" IS DISTINCT FROM (NEW."administration") OR OLD."disclosure" IS DISTINCT FROM (NEW."disclosure") OR OLD."fit" IS DISTINCT FROM (NEW."fit") OR OLD."good_points" IS DISTINCT FROM (NEW."good_points") OR OLD."overall" IS DISTINCT FROM (NEW."overall") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."support" IS DISTINCT FROM (NEW."support") OR OLD."usability" IS DISTINCT FROM (NEW."usability") OR OLD."usage" IS DISTINCT FROM (NEW."usage") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."wishes" IS DISTINCT FROM (NEW."wishes"))',
                    func='INSERT INTO "catalog_reviewevent" ("administration", "author_key", "disclosure", "fit", "good_points", "municipality_id", "overall", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revised_at", "role", "service_id", "support", "usability", "usage", "value", "version_id", "wishes") VALUES (NEW."administration", NEW."author_key", NEW."disclosure", NEW."fit", NEW."good_points", NEW."municipality_id", NEW."overall", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revised_at", NEW."role", NEW."service_id", NEW."support", NEW."usability", NEW."usage", NEW."value", NEW."version_id", NEW."wishes"); RETURN NULL;',
                    hash="5516caae4abc0b8f6db5b73217bf213987be2c7c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5ab38",
                    table="catalog_review",
                    when="AFTER",
                ),
            ),
        ),
    ]
