import catalog.models.search
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import documents.models.documents
import documents.models.templates
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("documents", "0001_initial"),
        ("documents", "0002_document_search"),
        ("documents", "0003_documents_of_renamed_listings"),
        ("documents", "0004_many_categories"),
        ("documents", "0005_one_category_removed"),
        ("documents", "0006_redaction"),
        ("documents", "0007_templates"),
        ("documents", "0008_usage_and_wanted"),
        ("documents", "0009_outline"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("catalog", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, verbose_name="記号")),
                ("number", models.PositiveSmallIntegerField(verbose_name="版")),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="並び順")),
                ("title", models.CharField(max_length=100, verbose_name="書式名")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("specification", "仕様書"),
                            ("contract", "契約書"),
                            ("rfi", "RFI（情報提供依頼書）"),
                            ("rfp", "RFP（提案依頼書）"),
                            ("criteria", "評価基準"),
                            ("guideline", "要綱・要領"),
                            ("other", "その他"),
                        ],
                        max_length=20,
                        verbose_name="種類",
                    ),
                ),
                ("summary", models.CharField(max_length=300, verbose_name="説明")),
                ("declaration", models.JSONField(verbose_name="項目の宣言")),
                ("file", models.FileField(upload_to=documents.models.templates.template_path, verbose_name="ファイル")),
                ("original_name", models.CharField(max_length=200, verbose_name="ファイル名")),
                ("size", models.PositiveIntegerField(verbose_name="大きさ (バイト)")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "確認前"), ("approved", "公開中"), ("retired", "廃止")],
                        default="draft",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="登録日時")),
                ("created_by_key", models.UUIDField(blank=True, null=True, verbose_name="登録した人")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="承認日時")),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="廃止日時")),
                ("retired_reason", models.CharField(blank=True, max_length=300, verbose_name="廃止の理由")),
            ],
            options={
                "verbose_name": "書式",
                "verbose_name_plural": "書式",
                "indexes": [models.Index(fields=["status", "position", "title"], name="documenttemplate_by_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["specification", "contract", "rfi", "rfp", "criteria", "guideline", "other"])
                        ),
                        name="documenttemplate_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "approved", "retired"])),
                        name="documenttemplate_status_known",
                    ),
                    models.UniqueConstraint(fields=("code", "number"), name="documenttemplate_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "approved")),
                        fields=("code",),
                        name="documenttemplate_one_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[a-z][a-z0-9-]*$")), name="documenttemplate_code_shape"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="documenttemplate_number_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="documenttemplate_has_title"
                    ),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="documenttemplate_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="documenttemplate_sha256_shape"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "approved"), _negated=True),
                            ("approved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="documenttemplate_approved_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired_at__isnull", False), ("status", "retired")),
                            models.Q(models.Q(("status", "retired"), _negated=True), ("retired_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="documenttemplate_retired_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WantedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                        verbose_name="探している自治体",
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="探している人",
                    ),
                ),
                ("asker_key", models.UUIDField(verbose_name="探している人の識別子")),
                (
                    "shown_as",
                    models.CharField(
                        choices=[("body", "自治体名"), ("body_class", "自治体の種類と人口規模だけ")],
                        max_length=10,
                        verbose_name="自治体の表示",
                    ),
                ),
                ("body_class", models.CharField(max_length=60, verbose_name="自治体の種類と人口規模")),
                ("title", models.CharField(max_length=60, verbose_name="探している文書")),
                ("text", models.TextField(blank=True, max_length=1000, verbose_name="くわしい内容")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("specification", "仕様書"),
                            ("contract", "契約書"),
                            ("rfi", "RFI（情報提供依頼書）"),
                            ("rfp", "RFP（提案依頼書）"),
                            ("criteria", "評価基準"),
                            ("guideline", "要綱・要領"),
                            ("other", "その他"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="種類",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.category",
                        verbose_name="対象業務",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "探しています"),
                            ("found", "見つかりました"),
                            ("closed", "取りやめました"),
                            ("expired", "期限で終了しました"),
                            ("removed", "運営が取り下げました"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("created_at", models.DateTimeField(verbose_name="登録日時")),
                ("renewed_at", models.DateTimeField(verbose_name="最後に探していると確かめた日時")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="確認をお願いした日時")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="終了日時")),
            ],
            options={
                "verbose_name": "探している文書",
                "verbose_name_plural": "探している文書",
                "indexes": [models.Index(fields=["status", "-renewed_at", "-id"], name="wanteddocument_by_news")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("shown_as__in", ["body", "body_class"])),
                        name="wanteddocument_shown_as_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["specification", "contract", "rfi", "rfp", "criteria", "guideline", "other"])
                        ),
                        name="wanteddocument_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "found", "closed", "expired", "removed"])),
                        name="wanteddocument_status_known",
                    ),
                    models.UniqueConstraint(fields=("asker_key", "client_token"), name="wanteddocument_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="wanteddocument_has_title"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("text"), 1000
                        ),
                        name="wanteddocument_text_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("status", "open")),
                            models.Q(models.Q(("status", "open"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="wanteddocument_ended_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="accounts.municipality",
                        verbose_name="登録した自治体",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="文書名")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("specification", "仕様書"),
                            ("contract", "契約書"),
                            ("rfi", "RFI（情報提供依頼書）"),
                            ("rfp", "RFP（提案依頼書）"),
                            ("criteria", "評価基準"),
                            ("guideline", "要綱・要領"),
                            ("other", "その他"),
                        ],
                        max_length=20,
                        verbose_name="種類",
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年度")),
                (
                    "amount_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("under_1m", "100万円未満"),
                            ("1m_5m", "100万円〜500万円未満"),
                            ("5m_10m", "500万円〜1,000万円未満"),
                            ("10m_50m", "1,000万円〜5,000万円未満"),
                            ("50m_100m", "5,000万円〜1億円未満"),
                            ("over_100m", "1億円以上"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="契約金額",
                    ),
                ),
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
                        null=True,
                        verbose_name="調達方法",
                    ),
                ),
                (
                    "drafted_by",
                    models.CharField(
                        choices=[("municipality", "自治体が作成"), ("vendor", "事業者の案")],
                        max_length=20,
                        verbose_name="作成者",
                    ),
                ),
                (
                    "reuse_terms",
                    models.CharField(
                        choices=[
                            ("free", "自由に改変できます"),
                            ("credit", "出典を書けば改変できます"),
                            ("reference", "参考のみ（転載できません）"),
                            ("ask", "登録した自治体に問い合わせてください"),
                        ],
                        default="ask",
                        max_length=20,
                        verbose_name="利用条件",
                    ),
                ),
                ("description", models.TextField(blank=True, max_length=2000, verbose_name="説明")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "公開前"),
                            ("published", "公開中"),
                            ("withdrawn", "取下げ"),
                            ("suspended", "運営による停止"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                ("helpful_count", models.PositiveIntegerField(default=0, verbose_name="役に立った")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登録者",
                    ),
                ),
                ("created_by_key", models.UUIDField(verbose_name="登録した人")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("created_at", models.DateTimeField(verbose_name="登録日時")),
                (
                    "facts_completed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="説明を書き終えた日時"),
                ),
                ("versioned_at", models.DateTimeField(verbose_name="最新の版の登録日時")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公開日時")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="取下げ日時")),
                ("suspended_at", models.DateTimeField(blank=True, null=True, verbose_name="停止日時")),
                ("suspension_reason", models.CharField(blank=True, max_length=300, verbose_name="停止の理由")),
                (
                    "categories",
                    models.ManyToManyField(
                        blank=True, related_name="documents", to="catalog.category", verbose_name="対象業務"
                    ),
                ),
                (
                    "services",
                    models.ManyToManyField(
                        blank=True, related_name="documents", to="catalog.service", verbose_name="関連するサービス"
                    ),
                ),
            ],
            options={
                "verbose_name": "共有文書",
                "verbose_name_plural": "共有文書",
                "indexes": [
                    models.Index(fields=["status", "-versioned_at", "-id"], name="shareddocument_by_news"),
                    models.Index(fields=["municipality", "-versioned_at", "-id"], name="shareddocument_by_body"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["specification", "contract", "rfi", "rfp", "criteria", "guideline", "other"])
                        ),
                        name="shareddocument_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_band__in", ["under_1m", "1m_5m", "5m_10m", "10m_50m", "50m_100m", "over_100m"])
                        ),
                        name="shareddocument_amount_band_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
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
                            )
                        ),
                        name="shareddocument_procurement_method_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("drafted_by__in", ["municipality", "vendor"])),
                        name="shareddocument_drafted_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reuse_terms__in", ["free", "credit", "reference", "ask"])),
                        name="shareddocument_reuse_terms_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "published", "withdrawn", "suspended"])),
                        name="shareddocument_status_known",
                    ),
                    models.UniqueConstraint(fields=("created_by_key", "client_token"), name="shareddocument_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="shareddocument_has_title"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("description"), 2000
                        ),
                        name="shareddocument_description_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fiscal_year__isnull", True),
                            models.Q(("fiscal_year__gte", 1990), ("fiscal_year__lte", 2100)),
                            _connector="OR",
                        ),
                        name="shareddocument_year_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="shareddocument_published_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            ("facts_completed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="shareddocument_published_has_facts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            ("withdrawn_at__isnull", False),
                            _connector="OR",
                        ),
                        name="shareddocument_withdrawn_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "suspended"), _negated=True),
                            models.Q(
                                ("suspended_at__isnull", False), models.Q(("suspension_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="shareddocument_suspended_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="documents.shareddocument",
                        verbose_name="共有文書",
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
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                        verbose_name="書いたときの自治体",
                    ),
                ),
                (
                    "shown_as",
                    models.CharField(
                        choices=[("name_body", "自治体名と氏名"), ("body", "自治体名だけ")],
                        max_length=10,
                        verbose_name="書いた人の表示",
                    ),
                ),
                ("body", models.TextField(max_length=2000, verbose_name="コメント")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="版")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("created_at", models.DateTimeField(verbose_name="書いた日時")),
                ("edited_at", models.DateTimeField(blank=True, null=True, verbose_name="直した日時")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="消した日時")),
                (
                    "removed_by",
                    models.CharField(
                        blank=True,
                        choices=[("author", "書いた本人"), ("operators", "運営")],
                        max_length=10,
                        null=True,
                        verbose_name="消した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "共有文書へのコメント",
                "verbose_name_plural": "共有文書へのコメント",
                "indexes": [
                    models.Index(fields=["document", "-id"], name="documentcomment_of_document"),
                    models.Index(fields=["author", "created_at"], name="documentcomment_by_author"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("shown_as__in", ["name_body", "body"])),
                        name="documentcomment_shown_as_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("removed_by__in", ["author", "operators"])),
                        name="documentcomment_removed_by_known",
                    ),
                    models.UniqueConstraint(fields=("author_key", "client_token"), name="documentcomment_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="documentcomment_says_something"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("body"), 2000
                        ),
                        name="documentcomment_body_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("edited_at__isnull", True), ("revision", 1)),
                            models.Q(("edited_at__isnull", False), ("revision__gt", 1)),
                            _connector="OR",
                        ),
                        name="documentcomment_edited_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="documentcomment_removed_by_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentHelpful",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helpful_marks",
                        to="documents.shareddocument",
                        verbose_name="共有文書",
                    ),
                ),
                ("person_key", models.UUIDField(verbose_name="職員の識別子")),
                ("created_at", models.DateTimeField(verbose_name="日時")),
            ],
            options={
                "verbose_name": "役に立った",
                "verbose_name_plural": "役に立った",
                "constraints": [
                    models.UniqueConstraint(fields=("document", "person_key"), name="documenthelpful_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentSearch",
            fields=[
                ("doc", catalog.models.search.TsVectorField(verbose_name="語")),
                ("grams", catalog.models.search.TsVectorField(verbose_name="文字の組")),
                ("boost", models.PositiveIntegerField(default=0, verbose_name="順位を上げる件数")),
                ("rules", models.PositiveSmallIntegerField(verbose_name="切り分け規則の版")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="documents.shareddocument",
                        verbose_name="共有文書",
                    ),
                ),
            ],
            options={
                "verbose_name": "検索用データ",
                "verbose_name_plural": "検索用データ",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["doc"], name="documentsearch_doc"),
                    django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="documentsearch_grams"),
                    models.Index(fields=["rules"], name="documentsearch_rules"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="documents.shareddocument",
                        verbose_name="共有文書",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版")),
                ("file", models.FileField(upload_to=documents.models.documents.version_path, verbose_name="ファイル")),
                ("original_name", models.CharField(max_length=200, verbose_name="ファイル名")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("docx", "Word文書"),
                            ("xlsx", "Excelブック"),
                            ("pdf", "PDF"),
                            ("txt", "テキスト"),
                            ("md", "Markdown"),
                            ("csv", "CSV"),
                        ],
                        max_length=10,
                        verbose_name="形式",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="大きさ (バイト)")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("remark", models.CharField(blank=True, max_length=200, verbose_name="取り込みの注記")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="この版の説明")),
                ("uploaded_at", models.DateTimeField(verbose_name="登録日時")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登録者",
                    ),
                ),
                ("uploaded_by_key", models.UUIDField(verbose_name="登録した人")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("redaction_declared_at", models.DateTimeField(blank=True, null=True, verbose_name="伏せ字の確認日時")),
                (
                    "redaction_declared_by_key",
                    models.UUIDField(blank=True, null=True, verbose_name="伏せ字を確認した人"),
                ),
                (
                    "parse_status",
                    models.CharField(
                        choices=[("pending", "読み取り待ち"), ("parsed", "読み取り済み"), ("failed", "読み取れません")],
                        default="pending",
                        max_length=10,
                        verbose_name="本文の読み取り",
                    ),
                ),
                ("parse_reason", models.CharField(blank=True, max_length=200, verbose_name="読み取れない理由")),
                ("parsed_at", models.DateTimeField(blank=True, null=True, verbose_name="読み取り日時")),
                ("text", models.TextField(blank=True, verbose_name="本文")),
                (
                    "checked_by_rules",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="伏せ字を調べた規則の版"),
                ),
                ("portions", models.JSONField(blank=True, default=list, verbose_name="画面ごとの本文")),
                ("outline", models.JSONField(blank=True, default=list, verbose_name="見出しとページの位置")),
            ],
            options={
                "verbose_name": "共有文書の版",
                "verbose_name_plural": "共有文書の版",
                "indexes": [
                    models.Index(fields=["uploaded_by", "uploaded_at"], name="documentversion_by_uploader"),
                    models.Index(
                        condition=models.Q(("parse_status", "pending")),
                        fields=["uploaded_at"],
                        name="documentversion_unread",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["docx", "xlsx", "pdf", "txt", "md", "csv"])),
                        name="documentversion_format_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parse_status__in", ["pending", "parsed", "failed"])),
                        name="documentversion_parse_status_known",
                    ),
                    models.UniqueConstraint(fields=("document", "number"), name="documentversion_number_once"),
                    models.UniqueConstraint(
                        fields=("document", "uploaded_by_key", "client_token"), name="documentversion_sent_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="documentversion_number_from_one"
                    ),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="documentversion_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="documentversion_sha256_shape"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("parse_status", "pending"), ("parsed_at__isnull", True)),
                            models.Q(
                                models.Q(("parse_status", "pending"), _negated=True), ("parsed_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="documentversion_parsed_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("parse_status", "failed"), _negated=True),
                            models.Q(("parse_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="documentversion_failed_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("redaction_declared_at__isnull", True), ("redaction_declared_by_key__isnull", True)
                            ),
                            models.Q(
                                ("redaction_declared_at__isnull", False), ("redaction_declared_by_key__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="documentversion_declared_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentDownload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="downloads",
                        to="documents.documentversion",
                        verbose_name="版",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                        verbose_name="取得した自治体",
                    ),
                ),
                ("downloaded_by_key", models.UUIDField(verbose_name="取得した人")),
                ("downloaded_at", models.DateTimeField(verbose_name="取得日時")),
            ],
            options={
                "verbose_name": "共有文書の取得",
                "verbose_name_plural": "共有文書の取得",
                "indexes": [models.Index(fields=["version", "downloaded_at"], name="documentdownload_by_version")],
            },
        ),
        migrations.CreateModel(
            name="DocumentWatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="watches",
                        to="documents.shareddocument",
                        verbose_name="共有文書",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="document_watches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="日時")),
            ],
            options={
                "verbose_name": "共有文書の新着通知",
                "verbose_name_plural": "共有文書の新着通知",
                "constraints": [models.UniqueConstraint(fields=("document", "user"), name="documentwatch_once")],
            },
        ),
        migrations.CreateModel(
            name="RedactionAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redaction_answers",
                        to="documents.shareddocument",
                        verbose_name="共有文書",
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, verbose_name="値の符号")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("public", "公表している情報なので、このままでよい"),
                            ("mistaken", "伏せる情報ではない（読み違い、記入欄、例）"),
                            ("fix", "伏せる必要がある（直した版を登録する）"),
                        ],
                        max_length=20,
                        verbose_name="答え",
                    ),
                ),
                ("answered_by_key", models.UUIDField(verbose_name="答えた人")),
                ("answered_at", models.DateTimeField(verbose_name="答えた日時")),
            ],
            options={
                "verbose_name": "伏せ字の確認への答え",
                "verbose_name_plural": "伏せ字の確認への答え",
                "indexes": [models.Index(fields=["document", "fingerprint", "-id"], name="redactionanswer_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["public", "mistaken", "fix"])),
                        name="redactionanswer_verdict_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fingerprint__regex", "^[0-9a-f]{64}$")), name="redactionanswer_fingerprint"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RedactionFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="documents.documentversion",
                        verbose_name="共有文書の版",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="順番")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "電話番号"),
                            ("email", "メールアドレス"),
                            ("my_number", "マイナンバーの形の番号"),
                            ("account", "口座番号"),
                            ("name", "個人の氏名"),
                            ("seal", "印影・押印"),
                            ("ip_address", "IPアドレス"),
                        ],
                        max_length=20,
                        verbose_name="種類",
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, verbose_name="値の符号")),
                ("value", models.CharField(max_length=100, verbose_name="見つかった文字")),
                ("before", models.CharField(blank=True, max_length=60, verbose_name="前の文字")),
                ("after", models.CharField(blank=True, max_length=60, verbose_name="後の文字")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="場所")),
                ("portion", models.PositiveIntegerField(verbose_name="画面")),
                ("block", models.PositiveIntegerField(verbose_name="画面の中の順番")),
            ],
            options={
                "verbose_name": "伏せ字の確認を求める箇所",
                "verbose_name_plural": "伏せ字の確認を求める箇所",
                "indexes": [models.Index(fields=["version", "fingerprint"], name="redactionfinding_by_value")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["phone", "email", "my_number", "account", "name", "seal", "ip_address"])
                        ),
                        name="redactionfinding_kind_known",
                    ),
                    models.UniqueConstraint(fields=("version", "position"), name="redactionfinding_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(("fingerprint__regex", "^[0-9a-f]{64}$")),
                        name="redactionfinding_fingerprint",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="template_drafts",
                        to="accounts.municipality",
                        verbose_name="自治体",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="documents.documenttemplate",
                        verbose_name="書式",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="下書きの名前")),
                ("answers", models.JSONField(blank=True, default=dict, verbose_name="記入した内容")),
                ("prefilled", models.JSONField(blank=True, default=dict, verbose_name="写した内容")),
                ("source_title", models.CharField(blank=True, max_length=200, verbose_name="写した元")),
                ("source_path", models.CharField(blank=True, max_length=200, verbose_name="写した元のページ")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                (
                    "saved_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.shareddocument",
                        verbose_name="登録した共有文書",
                    ),
                ),
                (
                    "saved_revision",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="登録したときの改訂番号"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書き始めた人",
                    ),
                ),
                ("created_by_key", models.UUIDField(verbose_name="書き始めた人の鍵")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="最後に保存した人",
                    ),
                ),
                ("edited_at", models.DateTimeField(verbose_name="最後の保存")),
                ("put_away_at", models.DateTimeField(blank=True, null=True, verbose_name="しまった日時")),
            ],
            options={
                "verbose_name": "書式の下書き",
                "verbose_name_plural": "書式の下書き",
                "indexes": [
                    models.Index(fields=["municipality", "-edited_at", "-id"], name="templatedraft_by_body"),
                    models.Index(fields=["created_by", "created_at"], name="templatedraft_by_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("created_by_key", "client_token"), name="templatedraft_begun_once"),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="templatedraft_has_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)), name="templatedraft_revision_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("saved_document__isnull", True), ("saved_revision__isnull", True)),
                            models.Q(("saved_document__isnull", False), ("saved_revision__isnull", False)),
                            _connector="OR",
                        ),
                        name="templatedraft_saved_with_revision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WantedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "wanted",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="documents.wanteddocument",
                        verbose_name="探している文書",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.shareddocument",
                        verbose_name="共有文書",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                        verbose_name="答えた自治体",
                    ),
                ),
                ("answered_by_key", models.UUIDField(verbose_name="答えた人の識別子")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ひとこと")),
                ("answered_at", models.DateTimeField(verbose_name="答えた日時")),
            ],
            options={
                "verbose_name": "探している文書への答え",
                "verbose_name_plural": "探している文書への答え",
                "constraints": [models.UniqueConstraint(fields=("wanted", "document"), name="wantedanswer_once")],
            },
        ),
        migrations.AddField(
            model_name="shareddocument",
            name="forked_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="forks",
                to="documents.documentversion",
                verbose_name="写した元の版",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documenttemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="template_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."declaration" IS DISTINCT FROM (NEW."declaration") OR OLD."file" IS DISTINCT FROM (NEW."file") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="df821b485558e648b23849a4b6e7f99772b0bef1",
                    operation="UPDATE",
                    pgid="pgtrigger_template_is_frozen_2582b",
                    table="documents_documenttemplate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documenttemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="template_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="51a12a8af186538bfe0689b742b4029109e2e2cc",
                    operation="DELETE",
                    pgid="pgtrigger_template_is_kept_812d1",
                    table="documents_documenttemplate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documentversion",
            trigger=pgtrigger.compiler.Trigger(
                name="file_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."file" IS DISTINCT FROM (NEW."file") OR OLD."original_name" IS DISTINCT FROM (NEW."original_name") OR OLD."format" IS DISTINCT FROM (NEW."format") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."uploaded_at" IS DISTINCT FROM (NEW."uploaded_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="24434476857401c85ebc022439db1ae83595692b",
                    operation="UPDATE",
                    pgid="pgtrigger_file_is_frozen_1d365",
                    table="documents_documentversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documentversion",
            trigger=pgtrigger.compiler.Trigger(
                name="version_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f6bc4ce0c75adbf64ed00c5e97928271cc0089a1",
                    operation="DELETE",
                    pgid="pgtrigger_version_is_kept_29133",
                    table="documents_documentversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documentdownload",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="74b6122a71a61bed819159dc3657db6e40770e74",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4e874",
                    table="documents_documentdownload",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documentdownload",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="c54b3e48acf97709368696d55dfb08f70ba0775f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_0b41c",
                    table="documents_documentdownload",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="redactionanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="8c3a40bdad36c52e1c18c97985a800f1dc78fb26",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_68eaf",
                    table="documents_redactionanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="redactionanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="8d703c318ae03d7020bbc298ead84d8750ffc063",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_06ce3",
                    table="documents_redactionanswer",
                    when="BEFORE",
                ),
            ),
        ),
    ]
