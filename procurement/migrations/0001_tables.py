import catalog.models.search
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
import procurement.models.inquiries
import procurement.models.quote_requests
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("procurement", "0001_initial"),
        ("procurement", "0002_projects"),
        ("procurement", "0003_project_history"),
        ("procurement", "0004_quotes"),
        ("procurement", "0005_outcomes"),
        ("procurement", "0006_project_documents"),
        ("procurement", "0007_quotes_as_sent"),
        ("procurement", "0008_decisions"),
        ("procurement", "0009_projects_and_inquiries"),
        ("procurement", "0010_first_answers"),
        ("procurement", "0011_desk_and_references"),
        ("procurement", "0012_project_search"),
        ("procurement", "0013_quotes_amended_and_taxed"),
        ("procurement", "0014_documents_to_share"),
        ("procurement", "0015_every_step_of_a_project"),
        ("procurement", "0016_lessons_kept_and_inquiries_tied"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("catalog", "0001_tables"),
        ("documents", "0001_tables"),
        ("forums", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "vendor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer_templates",
                        to="accounts.vendor",
                        verbose_name="事業者",
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="名前")),
                ("body", models.TextField(max_length=3000, verbose_name="文面")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                ("updated_at", models.DateTimeField(verbose_name="更新日時")),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="更新した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "回答の定型文",
                "verbose_name_plural": "回答の定型文",
                "constraints": [
                    models.UniqueConstraint(fields=("vendor", "title"), name="answertemplate_title_once"),
                    models.UniqueConstraint(fields=("vendor", "client_token"), name="answertemplate_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("body", ""), _negated=True)
                        ),
                        name="answertemplate_says_something",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("body"), 3000
                        ),
                        name="answertemplate_body_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)), name="answertemplate_revision_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="accounts.municipality",
                        verbose_name="自治体",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="件名")),
                ("need", models.TextField(blank=True, max_length=4000, verbose_name="必要としていること")),
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
                ("budget_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="予算年度")),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "検討中"), ("decided", "決定済み"), ("archived", "保管")],
                        default="active",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="担当者",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作成者",
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="procurement.project",
                        verbose_name="元にした案件",
                    ),
                ),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                ("decision_round", models.PositiveSmallIntegerField(default=1, verbose_name="決定の回")),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                ("updated_at", models.DateTimeField(verbose_name="最後の動き")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="決定日時")),
                ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="保管日時")),
                (
                    "sharing_dismissed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="文書の共有を見送った日時"),
                ),
            ],
            options={
                "verbose_name": "検討案件",
                "verbose_name_plural": "検討案件",
                "indexes": [
                    models.Index(fields=["municipality", "-updated_at", "-id"], name="project_by_municipality")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["active", "decided", "archived"])),
                        name="project_status_known",
                    ),
                    models.UniqueConstraint(fields=("created_by", "client_token"), name="project_made_once"),
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="project_has_title"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("need"), 4000
                        ),
                        name="project_need_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("budget_year__isnull", True), ("budget_year__range", (2000, 2100)), _connector="OR"
                        ),
                        name="project_budget_year_is_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision_round__gte", 1), ("revision__gte", 1)),
                        name="project_counts_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("archived_at__isnull", True), ("decided_at__isnull", True), ("status", "active")),
                            models.Q(
                                ("archived_at__isnull", True), ("decided_at__isnull", False), ("status", "decided")
                            ),
                            models.Q(("archived_at__isnull", False), ("status", "archived")),
                            _connector="OR",
                        ),
                        name="project_status_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="procurement.project",
                        verbose_name="検討案件",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
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
                        verbose_name="追加時の掲載内容",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("considering", "検討中"),
                            ("shortlisted", "有力"),
                            ("rejected", "見送り"),
                            ("selected", "選定"),
                        ],
                        default="considering",
                        max_length=12,
                        verbose_name="評価",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=1000, verbose_name="評価の理由")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="追加した人",
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="追加日時")),
                ("judged_at", models.DateTimeField(blank=True, null=True, verbose_name="評価日時")),
            ],
            options={
                "verbose_name": "候補",
                "verbose_name_plural": "候補",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["considering", "shortlisted", "rejected", "selected"])),
                        name="candidate_verdict_known",
                    ),
                    models.UniqueConstraint(fields=("project", "service"), name="candidate_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "rejected"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="candidate_rejected_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict", "considering"), ("judged_at__isnull", False), _connector="OR"),
                        name="candidate_judged_has_time",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("reason"), 1000
                        ),
                        name="candidate_reason_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("question", "問い合わせ"), ("brochure", "資料請求"), ("demo", "デモ・試用の依頼")],
                        max_length=10,
                        verbose_name="種類",
                    ),
                ),
                ("subject", models.CharField(max_length=100, verbose_name="件名")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "未回答"),
                            ("answered", "回答あり"),
                            ("waiting", "再回答待ち"),
                            ("declined", "辞退"),
                            ("closed", "終了"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
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
                        verbose_name="送信時の掲載内容",
                    ),
                ),
                (
                    "vendor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
                        to="accounts.vendor",
                        verbose_name="宛先の事業者",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
                        to="accounts.municipality",
                        verbose_name="自治体",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="送信者",
                    ),
                ),
                (
                    "disclosure",
                    models.CharField(
                        choices=[
                            ("band", "団体の区分と人口規模だけを伝える"),
                            ("body", "団体名を伝える"),
                            ("person", "団体名と氏名を伝える"),
                        ],
                        max_length=10,
                        verbose_name="事業者に伝える範囲",
                    ),
                ),
                ("body_class", models.CharField(max_length=60, verbose_name="団体の区分と人口規模")),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="氏名を伝えた職員",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
                        to="procurement.project",
                        verbose_name="検討案件",
                    ),
                ),
                (
                    "demo_format",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("online", "オンラインでのデモ"),
                            ("visit", "訪問してのデモ"),
                            ("trial", "試用環境の貸出し"),
                            ("any", "どれでもよい"),
                        ],
                        max_length=10,
                        verbose_name="デモ・試用の形",
                    ),
                ),
                ("wished_dates", models.TextField(blank=True, max_length=500, verbose_name="希望する日時")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("created_at", models.DateTimeField(verbose_name="送信日時")),
                ("last_activity_at", models.DateTimeField(verbose_name="最後の動き")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="最後の回答日時")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="終了日時")),
                ("revealed_at", models.DateTimeField(blank=True, null=True, verbose_name="後から名乗った日時")),
                ("declined_at", models.DateTimeField(blank=True, null=True, verbose_name="辞退日時")),
                ("first_answered_at", models.DateTimeField(blank=True, null=True, verbose_name="最初の回答日時")),
                (
                    "response_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="最初の回答までの営業日数"),
                ),
                ("awaited_since", models.DateTimeField(verbose_name="回答を待ち始めた日時")),
                ("reminders_sent", models.PositiveSmallIntegerField(default=0, verbose_name="催促した回数")),
            ],
            options={
                "verbose_name": "問い合わせ",
                "verbose_name_plural": "問い合わせ",
                "indexes": [
                    models.Index(fields=["municipality", "-last_activity_at", "-id"], name="inquiry_by_municipality"),
                    models.Index(fields=["vendor", "-last_activity_at", "-id"], name="inquiry_by_vendor"),
                    models.Index(
                        condition=models.Q(("status__in", ["open", "waiting"])),
                        fields=["awaited_since"],
                        name="inquiry_by_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("response_days__isnull", False)),
                        fields=["vendor", "service"],
                        name="inquiry_by_response",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["question", "brochure", "demo"])), name="inquiry_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "answered", "waiting", "declined", "closed"])),
                        name="inquiry_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("disclosure__in", ["band", "body", "person"])),
                        name="inquiry_disclosure_known",
                    ),
                    models.UniqueConstraint(fields=("created_by", "client_token"), name="inquiry_sent_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "brochure"), models.Q(("status", "closed"), _negated=True)),
                        fields=("municipality", "service"),
                        name="inquiry_one_open_brochure_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("status", "closed")),
                            models.Q(models.Q(("status", "closed"), _negated=True), ("closed_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="inquiry_closed_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["answered", "waiting"]), _negated=True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="inquiry_answered_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("contact__isnull", True), ("disclosure", "person"), _connector="OR"),
                        name="inquiry_contact_is_disclosed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True), models.Q(("body_class", ""), _negated=True)
                        ),
                        name="inquiry_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declined_at__isnull", False), ("status", "declined")),
                            ("status", "closed"),
                            models.Q(models.Q(("status", "declined"), _negated=True), ("declined_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="inquiry_declined_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("demo_format__in", ["", "online", "visit", "trial", "any"]),
                            models.Q(
                                ("kind", "demo"), models.Q(("demo_format", ""), ("wished_dates", "")), _connector="OR"
                            ),
                        ),
                        name="inquiry_only_demos_have_wishes",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("wished_dates"), 500
                        ),
                        name="inquiry_wishes_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("response_days__isnull", True), ("first_answered_at__isnull", False), _connector="OR"
                        ),
                        name="inquiry_response_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reminders_sent__gte", 0), ("reminders_sent__lte", 2)),
                        name="inquiry_reminded_twice_at_most",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BrochureHandover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="procurement.inquiry",
                        verbose_name="問い合わせ",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="番号")),
                (
                    "brochure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="catalog.brochure",
                        verbose_name="資料",
                    ),
                ),
                ("handed_at", models.DateTimeField(verbose_name="渡した日時")),
            ],
            options={
                "verbose_name": "渡した資料",
                "verbose_name_plural": "渡した資料",
                "constraints": [
                    models.UniqueConstraint(fields=("inquiry", "number"), name="brochurehandover_number_once"),
                    models.UniqueConstraint(fields=("inquiry", "brochure"), name="brochurehandover_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="brochurehandover_number_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BrochureDownload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="downloads",
                        to="procurement.brochurehandover",
                        verbose_name="渡した資料",
                    ),
                ),
                ("downloaded_by_key", models.UUIDField(verbose_name="取得した人")),
                ("downloaded_at", models.DateTimeField(verbose_name="取得日時")),
            ],
            options={
                "verbose_name": "資料の取得",
                "verbose_name_plural": "資料の取得",
            },
        ),
        migrations.CreateModel(
            name="InquiryMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="procurement.inquiry",
                        verbose_name="問い合わせ",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("staff", "自治体"), ("vendor", "事業者")], max_length=10, verbose_name="書いた側"
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
                ("names_author", models.BooleanField(verbose_name="氏名を伝えた")),
                ("body", models.TextField(max_length=4000, verbose_name="本文")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("created_at", models.DateTimeField(verbose_name="日時")),
            ],
            options={
                "verbose_name": "問い合わせのメッセージ",
                "verbose_name_plural": "問い合わせのメッセージ",
                "indexes": [models.Index(fields=["author", "created_at"], name="inquirymessage_by_author")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["staff", "vendor"])), name="inquirymessage_side_known"
                    ),
                    models.UniqueConstraint(
                        fields=("inquiry", "author", "client_token"), name="inquirymessage_sent_once"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("body"), 4000
                        ),
                        name="inquirymessage_body_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="inquirymessage_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryAttachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="procurement.inquiry",
                        verbose_name="問い合わせ",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachment",
                        to="procurement.inquirymessage",
                        verbose_name="メッセージ",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="番号")),
                (
                    "file",
                    models.FileField(upload_to=procurement.models.inquiries.inquiry_file_path, verbose_name="ファイル"),
                ),
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
                ("size", models.PositiveIntegerField(verbose_name="大きさ")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("uploaded_at", models.DateTimeField(verbose_name="添付日時")),
            ],
            options={
                "verbose_name": "問い合わせの添付ファイル",
                "verbose_name_plural": "問い合わせの添付ファイル",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["docx", "xlsx", "pdf", "txt", "md", "csv"])),
                        name="inquiryattachment_format_known",
                    ),
                    models.UniqueConstraint(fields=("inquiry", "number"), name="inquiryattachment_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__gte", 1),
                            ("size__gte", 1),
                            models.Q(("original_name", ""), _negated=True),
                            ("sha256__regex", "^[0-9a-f]{64}$"),
                        ),
                        name="inquiryattachment_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="procurement.project",
                        verbose_name="検討案件",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.documentversion",
                        verbose_name="文書の版",
                    ),
                ),
                (
                    "attached_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="添付した人",
                    ),
                ),
                ("attached_at", models.DateTimeField(verbose_name="添付日時")),
            ],
            options={
                "verbose_name": "案件の文書",
                "verbose_name_plural": "案件の文書",
                "constraints": [models.UniqueConstraint(fields=("project", "version"), name="projectdocument_once")],
            },
        ),
        migrations.CreateModel(
            name="ProjectMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="procurement.project",
                        verbose_name="検討案件",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="project_memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("member", "担当"), ("follower", "見守る人")], max_length=10, verbose_name="関わり方"
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="加えた人",
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="加えた日時")),
            ],
            options={
                "verbose_name": "案件の担当・見守る人",
                "verbose_name_plural": "案件の担当・見守る人",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["member", "follower"])), name="projectmember_role_known"
                    ),
                    models.UniqueConstraint(fields=("project", "user"), name="projectmember_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="procurement.project",
                        verbose_name="検討案件",
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
                ("body", models.TextField(max_length=4000, verbose_name="メモ")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("created_at", models.DateTimeField(verbose_name="日時")),
            ],
            options={
                "verbose_name": "案件のメモ",
                "verbose_name_plural": "案件のメモ",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "author", "client_token"), name="projectnote_written_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="projectnote_says_something"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("body"), 4000
                        ),
                        name="projectnote_body_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectSearch",
            fields=[
                ("doc", catalog.models.search.TsVectorField(verbose_name="語")),
                ("grams", catalog.models.search.TsVectorField(verbose_name="文字の組")),
                ("boost", models.PositiveIntegerField(default=0, verbose_name="順位を上げる件数")),
                ("rules", models.PositiveSmallIntegerField(verbose_name="切り分け規則の版")),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="procurement.project",
                        verbose_name="検討案件",
                    ),
                ),
            ],
            options={
                "verbose_name": "検索用データ",
                "verbose_name_plural": "検索用データ",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["doc"], name="projectsearch_doc"),
                    django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="projectsearch_grams"),
                    models.Index(fields=["rules"], name="projectsearch_rules"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="procurement.project",
                        verbose_name="検討案件",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("created", "案件を作成"),
                            ("edited", "案件の内容を変更"),
                            ("candidate_added", "候補を追加"),
                            ("candidate_refreshed", "候補を最新の掲載内容に更新"),
                            ("candidate_removed", "候補から外した"),
                            ("verdict", "候補の評価を変更"),
                            ("note", "メモを記入"),
                            ("document_attached", "資料を添付"),
                            ("document_detached", "資料の添付を取り消し"),
                            ("inquiry_sent", "事業者に問い合わせ"),
                            ("inquiry_tied", "問い合わせをこの案件に加えた"),
                            ("inquiry_replied", "問い合わせに続きを送信"),
                            ("inquiry_revealed", "問い合わせで伝える範囲を広げた"),
                            ("inquiry_answered", "事業者から回答"),
                            ("brochures_handed", "事業者から資料を受け取った"),
                            ("inquiry_declined", "事業者が問い合わせを辞退"),
                            ("inquiry_closed", "問い合わせを終了"),
                            ("inquiry_reopened", "問い合わせを再開"),
                            ("copied", "前の案件から作成"),
                            ("continued", "この案件から新しい案件を作成"),
                            ("member_added", "担当・見守りに加えた"),
                            ("member_removed", "担当・見守りから外した"),
                            ("taken_over", "担当を引き継いだ"),
                            ("handed_over", "担当を引き渡した"),
                            ("decided", "結果を記録"),
                            ("adoption_recorded", "導入実績を登録"),
                            ("paper_made", "選定理由書を作成"),
                            ("contract_recorded", "契約期間を記録"),
                            ("lesson_written", "振り返りを記入"),
                            ("archived", "保管に移した"),
                            ("restored", "保管から戻した"),
                            ("reopened", "検討を再開"),
                            ("request_drafted", "見積依頼の下書きを作成"),
                            ("request_opened", "見積を依頼"),
                            ("request_extended", "見積の回答期限を延長"),
                            ("request_amended", "見積依頼の内容を変更"),
                            ("vendor_invited", "見積の依頼先を追加"),
                            ("request_closed", "見積の受付を終了"),
                            ("request_cancelled", "見積依頼を取り消し"),
                            ("quote_received", "見積が届いた"),
                            ("quote_withdrawn", "見積の取下げ"),
                            ("quote_resumed", "見積の辞退を取り消し"),
                            ("request_discarded", "見積依頼の下書きを破棄"),
                            ("reference_asked", "導入団体に質問"),
                            ("quote_declined", "見積の辞退"),
                            ("question_asked", "事業者からの質問"),
                            ("question_answered", "質問に回答"),
                        ],
                        max_length=20,
                        verbose_name="出来事",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="行った人",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="対象")),
                ("detail", models.TextField(blank=True, max_length=1000, verbose_name="詳細")),
                (
                    "note",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="step",
                        to="procurement.projectnote",
                        verbose_name="メモ",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="日時")),
            ],
            options={
                "verbose_name": "案件の経過",
                "verbose_name_plural": "案件の経過",
                "indexes": [models.Index(fields=["project", "-at", "-id"], name="projectstep_by_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "created",
                                    "edited",
                                    "candidate_added",
                                    "candidate_refreshed",
                                    "candidate_removed",
                                    "verdict",
                                    "note",
                                    "document_attached",
                                    "document_detached",
                                    "inquiry_sent",
                                    "inquiry_tied",
                                    "inquiry_replied",
                                    "inquiry_revealed",
                                    "inquiry_answered",
                                    "brochures_handed",
                                    "inquiry_declined",
                                    "inquiry_closed",
                                    "inquiry_reopened",
                                    "copied",
                                    "continued",
                                    "member_added",
                                    "member_removed",
                                    "taken_over",
                                    "handed_over",
                                    "decided",
                                    "adoption_recorded",
                                    "paper_made",
                                    "contract_recorded",
                                    "lesson_written",
                                    "archived",
                                    "restored",
                                    "reopened",
                                    "request_drafted",
                                    "request_opened",
                                    "request_extended",
                                    "request_amended",
                                    "vendor_invited",
                                    "request_closed",
                                    "request_cancelled",
                                    "quote_received",
                                    "quote_withdrawn",
                                    "quote_resumed",
                                    "request_discarded",
                                    "reference_asked",
                                    "quote_declined",
                                    "question_asked",
                                    "question_answered",
                                ],
                            )
                        ),
                        name="projectstep_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "note"), ("note__isnull", False)),
                            models.Q(models.Q(("kind", "note"), _negated=True), ("note__isnull", True)),
                            _connector="OR",
                        ),
                        name="projectstep_note_is_there",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quote_requests",
                        to="procurement.project",
                        verbose_name="検討案件",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="件名")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "下書き"),
                            ("open", "依頼済み"),
                            ("closed", "締切前に受付終了"),
                            ("decided", "結果決定"),
                            ("cancelled", "中止"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("conditions", models.TextField(blank=True, max_length=4000, verbose_name="依頼の内容と条件")),
                ("user_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="利用者数（人）")),
                ("population", models.PositiveIntegerField(blank=True, null=True, verbose_name="人口（人）")),
                ("months", models.PositiveSmallIntegerField(default=60, verbose_name="契約期間（か月）")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="利用開始予定日")),
                (
                    "network",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mynumber", "マイナンバー利用事務系"),
                            ("lgwan", "LGWAN接続系"),
                            ("internet", "インターネット接続系"),
                        ],
                        max_length=10,
                        verbose_name="利用するネットワーク",
                    ),
                ),
                ("deadline_at", models.DateTimeField(blank=True, null=True, verbose_name="回答期限")),
                ("edition", models.PositiveSmallIntegerField(default=1, verbose_name="依頼の版")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作成者",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                ("updated_at", models.DateTimeField(verbose_name="更新日時")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="依頼日時")),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="依頼した職員",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="締切前に受付を終えた日時")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="結果の決定日時")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="中止日時")),
                ("cancel_reason", models.TextField(blank=True, max_length=1000, verbose_name="中止の理由")),
            ],
            options={
                "verbose_name": "見積依頼",
                "verbose_name_plural": "見積依頼",
                "indexes": [
                    models.Index(fields=["project", "-created_at", "-id"], name="quoterequest_by_project"),
                    models.Index(
                        condition=models.Q(("status", "open")), fields=["deadline_at"], name="quoterequest_by_deadline"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "open", "closed", "decided", "cancelled"])),
                        name="quoterequest_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("network__in", ["", "mynumber", "lgwan", "internet"])),
                        name="quoterequest_network_known",
                    ),
                    models.UniqueConstraint(fields=("created_by", "client_token"), name="quoterequest_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="quoterequest_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("months__gte", 1), ("months__lte", 240)),
                        name="quoterequest_months_in_limits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("edition", 1),
                            models.Q(("edition__gt", 1), models.Q(("status", "draft"), _negated=True)),
                            _connector="OR",
                        ),
                        name="quoterequest_draft_is_first_edition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("opened_at__isnull", False), ("status__in", ["open", "closed", "decided", "cancelled"])
                            ),
                            models.Q(
                                ("opened_at__isnull", True),
                                models.Q(("status__in", ["open", "closed", "decided", "cancelled"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="quoterequest_open_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_at__isnull", True), ("deadline_at__gt", models.F("opened_at")), _connector="OR"
                        ),
                        name="quoterequest_deadline_after_opening",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_at__isnull", True), ("deadline_at__isnull", False), _connector="OR"
                        ),
                        name="quoterequest_open_has_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "closed"), _negated=True), ("closed_at__isnull", False), _connector="OR"
                        ),
                        name="quoterequest_closed_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            models.Q(
                                ("closed_at__lt", models.F("deadline_at")),
                                models.Q(("status__in", ["draft", "open"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="quoterequest_closed_before_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", False), ("status__in", ["decided"])),
                            models.Q(
                                ("decided_at__isnull", True), models.Q(("status__in", ["decided"]), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="quoterequest_decided_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", False), ("status__in", ["cancelled"])),
                            models.Q(
                                ("cancelled_at__isnull", True), models.Q(("status__in", ["cancelled"]), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="quoterequest_cancelled_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "cancelled"), models.Q(("cancel_reason", ""), _negated=True)),
                            models.Q(models.Q(("status", "cancelled"), _negated=True), ("cancel_reason", "")),
                            _connector="OR",
                        ),
                        name="quoterequest_cancelled_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteAmendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="procurement.quoterequest",
                        verbose_name="見積依頼",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="依頼の版")),
                ("summary", models.TextField(max_length=1000, verbose_name="変更の内容と理由")),
                ("before", models.JSONField(verbose_name="変更前の条件")),
                ("amended_at", models.DateTimeField(verbose_name="変更日時")),
                ("amended_by_key", models.UUIDField(verbose_name="変更した職員")),
            ],
            options={
                "verbose_name": "見積依頼の変更",
                "verbose_name_plural": "見積依頼の変更",
                "constraints": [
                    models.UniqueConstraint(fields=("request", "number"), name="quoteamendment_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 2)), name="quoteamendment_number_from_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("summary", ""), _negated=True), name="quoteamendment_has_summary"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteDeadlineChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadline_changes",
                        to="procurement.quoterequest",
                        verbose_name="見積依頼",
                    ),
                ),
                ("old_deadline_at", models.DateTimeField(verbose_name="変更前の期限")),
                ("new_deadline_at", models.DateTimeField(verbose_name="変更後の期限")),
                ("reason", models.CharField(max_length=1000, verbose_name="理由")),
                ("changed_at", models.DateTimeField(verbose_name="変更日時")),
                ("changed_by_key", models.UUIDField(verbose_name="変更した職員")),
            ],
            options={
                "verbose_name": "回答期限の変更",
                "verbose_name_plural": "回答期限の変更",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("new_deadline_at__gt", models.F("old_deadline_at"))),
                        name="quotedeadlinechange_only_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="quotedeadlinechange_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="procurement.quoterequest",
                        verbose_name="見積依頼",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quote_invitations",
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
                        verbose_name="依頼時の掲載内容",
                    ),
                ),
                (
                    "vendor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quote_invitations",
                        to="accounts.vendor",
                        verbose_name="宛先の事業者",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("invited", "依頼中"), ("declined", "辞退")],
                        default="invited",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("invited_at", models.DateTimeField(blank=True, null=True, verbose_name="依頼日時")),
                ("decline_reason", models.TextField(blank=True, max_length=1000, verbose_name="辞退の理由")),
                ("declined_at", models.DateTimeField(blank=True, null=True, verbose_name="辞退日時")),
                ("first_read_at", models.DateTimeField(blank=True, null=True, verbose_name="最初に開いた日時")),
            ],
            options={
                "verbose_name": "見積依頼の宛先",
                "verbose_name_plural": "見積依頼の宛先",
                "indexes": [models.Index(fields=["vendor", "request"], name="quoteinvitation_by_vendor")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["invited", "declined"])), name="quoteinvitation_status_known"
                    ),
                    models.UniqueConstraint(fields=("request", "service"), name="quoteinvitation_once_per_service"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("declined_at__isnull", False),
                                ("status", "declined"),
                                models.Q(("decline_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "declined"), _negated=True),
                                ("decline_reason", ""),
                                ("declined_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="quoteinvitation_declined_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "inquiry",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignment",
                        to="procurement.inquiry",
                        verbose_name="問い合わせ",
                    ),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignment",
                        to="procurement.quoteinvitation",
                        verbose_name="見積依頼の宛先",
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.vendormembership",
                        verbose_name="担当者",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="改訂番号")),
                ("updated_at", models.DateTimeField(verbose_name="変更日時")),
            ],
            options={
                "verbose_name": "事業者の担当",
                "verbose_name_plural": "事業者の担当",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("inquiry__isnull", False), ("invitation__isnull", True)),
                            models.Q(("inquiry__isnull", True), ("invitation__isnull", False)),
                            _connector="OR",
                        ),
                        name="assignment_of_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignmentStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="procurement.assignment",
                        verbose_name="担当",
                    ),
                ),
                ("assignee_key", models.UUIDField(blank=True, null=True, verbose_name="担当者")),
                ("actor_key", models.UUIDField(verbose_name="変更した人")),
                ("at", models.DateTimeField(verbose_name="日時")),
            ],
            options={
                "verbose_name": "担当の履歴",
                "verbose_name_plural": "担当の履歴",
            },
        ),
        migrations.CreateModel(
            name="QuoteQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="procurement.quoteinvitation",
                        verbose_name="質問した事業者の依頼",
                    ),
                ),
                ("body", models.TextField(max_length=2000, verbose_name="質問")),
                ("asked_at", models.DateTimeField(verbose_name="質問日時")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="質問した人",
                    ),
                ),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="回答")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="回答日時")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="回答した職員",
                    ),
                ),
            ],
            options={
                "verbose_name": "見積依頼への質問",
                "verbose_name_plural": "見積依頼への質問",
                "constraints": [
                    models.UniqueConstraint(fields=("invitation", "client_token"), name="quotequestion_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="quotequestion_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="quotequestion_answered_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("body"), 2000
                            ),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("answer"), 2000
                            ),
                        ),
                        name="quotequestion_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteRequestAttachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="procurement.quoterequest",
                        verbose_name="見積依頼",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="番号")),
                (
                    "file",
                    models.FileField(
                        upload_to=procurement.models.quote_requests.quote_file_path, verbose_name="ファイル"
                    ),
                ),
                ("original_name", models.CharField(max_length=255, verbose_name="元のファイル名")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveIntegerField(verbose_name="大きさ (バイト)")),
                ("uploaded_at", models.DateTimeField(verbose_name="登録日時")),
                ("uploaded_by_key", models.UUIDField(verbose_name="登録者")),
                ("first_edition", models.PositiveSmallIntegerField(default=1, verbose_name="最初の版")),
                ("last_edition", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="最後の版")),
            ],
            options={
                "verbose_name": "見積依頼の添付ファイル",
                "verbose_name_plural": "見積依頼の添付ファイル",
                "constraints": [
                    models.UniqueConstraint(fields=("request", "number"), name="quoteattachment_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("last_edition__isnull", True)),
                        fields=("request", "sha256"),
                        name="quoteattachment_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_edition__gte", 1),
                            models.Q(
                                ("last_edition__isnull", True),
                                ("last_edition__gte", models.F("first_edition")),
                                _connector="OR",
                            ),
                        ),
                        name="quoteattachment_editions_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="quoteattachment_number_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", 20971520)),
                        name="quoteattachment_size_in_limits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="quoteattachment_sha256_shape"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteRequestItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="procurement.quoterequest",
                        verbose_name="見積依頼",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="順番")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("one_time", "初期・一時"),
                            ("monthly", "月額"),
                            ("yearly", "年額"),
                            ("other", "その他（1回）"),
                        ],
                        max_length=10,
                        verbose_name="支払い",
                    ),
                ),
                ("label", models.CharField(max_length=60, verbose_name="項目名")),
                ("description", models.CharField(blank=True, max_length=500, verbose_name="説明")),
                ("first_edition", models.PositiveSmallIntegerField(default=1, verbose_name="最初の版")),
                ("last_edition", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="最後の版")),
            ],
            options={
                "verbose_name": "見積依頼の項目",
                "verbose_name_plural": "見積依頼の項目",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["one_time", "monthly", "yearly", "other"])),
                        name="quoterequestitem_kind_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("last_edition__isnull", True)),
                        fields=("request", "position"),
                        name="quoterequestitem_position_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_edition__gte", 1),
                            models.Q(
                                ("last_edition__isnull", True),
                                ("last_edition__gte", models.F("first_edition")),
                                _connector="OR",
                            ),
                        ),
                        name="quoterequestitem_editions_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("label", ""), _negated=True), name="quoterequestitem_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1), ("position__lte", 30)),
                        name="quoterequestitem_position_in_limits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferenceChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reference_choices",
                        to="accounts.municipality",
                        verbose_name="自治体",
                    ),
                ),
                (
                    "adoption",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reference_choice",
                        to="catalog.adoption",
                        verbose_name="導入実績",
                    ),
                ),
                ("accepts", models.BooleanField(verbose_name="質問を受ける")),
                ("updated_at", models.DateTimeField(verbose_name="変更日時")),
                ("updated_by_key", models.UUIDField(verbose_name="変更した職員")),
            ],
            options={
                "verbose_name": "他団体からの質問の受付",
                "verbose_name_plural": "他団体からの質問の受付",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("adoption__isnull", True)),
                        fields=("municipality",),
                        name="referencechoice_one_default",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferenceRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reference_requests",
                        to="catalog.service",
                        verbose_name="サービス",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reference_requests",
                        to="accounts.municipality",
                        verbose_name="質問元",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="聞いた職員",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reference_requests",
                        to="procurement.project",
                        verbose_name="検討案件",
                    ),
                ),
                (
                    "topic",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reference_request",
                        to="forums.topic",
                        verbose_name="トピック",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("asked", "質問した団体と、質問を受けた団体の職員だけ"),
                            ("staff", "すべての自治体職員"),
                        ],
                        max_length=10,
                        verbose_name="読める人",
                    ),
                ),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("created_at", models.DateTimeField(verbose_name="送信日時")),
            ],
            options={
                "verbose_name": "導入団体への質問",
                "verbose_name_plural": "導入団体への質問",
                "indexes": [
                    models.Index(fields=["municipality", "-created_at"], name="referencerequest_by_body"),
                    models.Index(fields=["asked_by", "created_at"], name="referencerequest_by_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["asked", "staff"])), name="referencerequest_audience_known"
                    ),
                    models.UniqueConstraint(fields=("asked_by", "client_token"), name="referencerequest_sent_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferenceAsked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="procurement.referencerequest",
                        verbose_name="導入団体への質問",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_references",
                        to="accounts.municipality",
                        verbose_name="質問先",
                    ),
                ),
                ("declined_at", models.DateTimeField(blank=True, null=True, verbose_name="見送った日時")),
            ],
            options={
                "verbose_name": "聞かれた団体",
                "verbose_name_plural": "聞かれた団体",
                "indexes": [models.Index(fields=["municipality", "-request"], name="referenceasked_by_body")],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "municipality"), name="referenceasked_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="procurement.project",
                        verbose_name="検討案件",
                    ),
                ),
                (
                    "quote_request",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcome",
                        to="procurement.quoterequest",
                        verbose_name="見積依頼",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="決定の回")),
                (
                    "kind",
                    models.CharField(
                        choices=[("awarded", "選定"), ("none_suitable", "該当なし"), ("cancelled", "取りやめ")],
                        max_length=16,
                        verbose_name="結果",
                    ),
                ),
                (
                    "winner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wins",
                        to="procurement.candidate",
                        verbose_name="選定した候補",
                    ),
                ),
                ("reasons", models.TextField(max_length=4000, verbose_name="理由")),
                ("tell_winner", models.BooleanField(default=False, verbose_name="選定した事業者の名前を伝える")),
                ("tell_amount", models.BooleanField(default=False, verbose_name="選定した金額を伝える")),
                ("told_amount", models.BigIntegerField(blank=True, null=True, verbose_name="伝えた金額（税込・円）")),
                ("client_token", models.UUIDField(default=uuid.uuid4, verbose_name="二重送信を見分ける値")),
                ("decided_at", models.DateTimeField(verbose_name="決定日時")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="記録した職員",
                    ),
                ),
                (
                    "adoption",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcome",
                        to="catalog.adoption",
                        verbose_name="登録した導入実績",
                    ),
                ),
            ],
            options={
                "verbose_name": "選定結果",
                "verbose_name_plural": "選定結果",
                "indexes": [models.Index(fields=["project", "-decided_at"], name="outcome_by_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["awarded", "none_suitable", "cancelled"])),
                        name="outcome_kind_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("quote_request__isnull", True)),
                        fields=("project", "round"),
                        name="outcome_once_a_round_without_quotes",
                    ),
                    models.UniqueConstraint(fields=("decided_by", "client_token"), name="outcome_recorded_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "awarded"), ("winner__isnull", False)),
                            models.Q(
                                models.Q(("kind", "awarded"), _negated=True),
                                ("adoption__isnull", True),
                                ("winner__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="outcome_awarded_has_winner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "cancelled"), _negated=True),
                            ("quote_request__isnull", True),
                            _connector="OR",
                        ),
                        name="outcome_request_is_cancelled_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("tell_amount", True), ("told_amount__gte", 0), ("told_amount__isnull", False)),
                            models.Q(("tell_amount", False), ("told_amount__isnull", True)),
                            _connector="OR",
                        ),
                        name="outcome_told_amount_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="outcome_has_reasons"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("reasons"), 4000
                        ),
                        name="outcome_reasons_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeContract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contract",
                        to="procurement.outcome",
                        verbose_name="選定結果",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="契約の開始日")),
                ("ends_on", models.DateField(verbose_name="契約の満了日")),
                ("notice_on", models.DateField(blank=True, null=True, verbose_name="更新・解約の申出の期限")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="更新の条件などのメモ")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("updated_at", models.DateTimeField(verbose_name="更新日時")),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="記録した職員",
                    ),
                ),
            ],
            options={
                "verbose_name": "契約期間",
                "verbose_name_plural": "契約期間",
                "indexes": [models.Index(fields=["ends_on"], name="outcomecontract_by_end")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="outcomecontract_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("notice_on__isnull", True), ("notice_on__lte", models.F("ends_on")), _connector="OR"
                        ),
                        name="outcomecontract_notice_before_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)), name="outcomecontract_counts_from_one"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("note"), 1000
                        ),
                        name="outcomecontract_note_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="procurement.outcomecontract",
                        verbose_name="契約期間",
                    ),
                ),
                ("ends_on", models.DateField(verbose_name="知らせた満了日")),
                ("months", models.PositiveSmallIntegerField(verbose_name="何か月前")),
                ("sent_at", models.DateTimeField(verbose_name="知らせた日時")),
            ],
            options={
                "verbose_name": "契約満了の予告",
                "verbose_name_plural": "契約満了の予告",
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "ends_on", "months"), name="contractreminder_once"),
                    models.CheckConstraint(
                        condition=models.Q(("months__in", (12, 6))), name="contractreminder_months_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeLesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lesson",
                        to="procurement.outcome",
                        verbose_name="選定結果",
                    ),
                ),
                ("went_well", models.TextField(blank=True, max_length=2000, verbose_name="うまくいったこと")),
                ("do_otherwise", models.TextField(blank=True, max_length=2000, verbose_name="次は変えたいこと")),
                ("for_successors", models.TextField(blank=True, max_length=2000, verbose_name="後任への申し送り")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                ("written_at", models.DateTimeField(verbose_name="記入日時")),
                ("updated_at", models.DateTimeField(verbose_name="更新日時")),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた職員",
                    ),
                ),
            ],
            options={
                "verbose_name": "振り返り",
                "verbose_name_plural": "振り返り",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("do_otherwise", ""), ("for_successors", ""), ("went_well", ""), _negated=True
                        ),
                        name="outcomelesson_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)), name="outcomelesson_counts_from_one"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("went_well"), 2000
                        ),
                        name="outcomelesson_went_well_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("do_otherwise"), 2000
                        ),
                        name="outcomelesson_do_otherwise_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("for_successors"), 2000
                        ),
                        name="outcomelesson_for_successors_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeLessonText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_texts",
                        to="procurement.outcomelesson",
                        verbose_name="振り返り",
                    ),
                ),
                ("revision", models.PositiveIntegerField(verbose_name="改訂番号")),
                ("went_well", models.TextField(blank=True, max_length=2000, verbose_name="うまくいったこと")),
                ("do_otherwise", models.TextField(blank=True, max_length=2000, verbose_name="次は変えたいこと")),
                ("for_successors", models.TextField(blank=True, max_length=2000, verbose_name="後任への申し送り")),
                ("written_at", models.DateTimeField(verbose_name="記入日時")),
                ("written_by_key", models.UUIDField(blank=True, null=True, verbose_name="書いた職員")),
            ],
            options={
                "verbose_name": "以前の振り返り",
                "verbose_name_plural": "以前の振り返り",
                "constraints": [
                    models.UniqueConstraint(fields=("lesson", "revision"), name="outcomelessontext_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("do_otherwise", ""), ("for_successors", ""), ("went_well", ""), _negated=True
                        ),
                        name="outcomelessontext_says_something",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("went_well"), 2000
                        ),
                        name="outcomelessontext_went_well_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("do_otherwise"), 2000
                        ),
                        name="outcomelessontext_do_otherwise_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("for_successors"), 2000
                        ),
                        name="outcomelessontext_for_successors_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeRemark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="procurement.outcome",
                        verbose_name="選定結果",
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="procurement.candidate",
                        verbose_name="候補",
                    ),
                ),
                ("reason", models.TextField(max_length=1000, verbose_name="理由")),
                ("told_reason", models.TextField(blank=True, max_length=1000, verbose_name="事業者に伝えた理由")),
            ],
            options={
                "verbose_name": "候補ごとの理由",
                "verbose_name_plural": "候補ごとの理由",
                "constraints": [
                    models.UniqueConstraint(fields=("outcome", "candidate"), name="outcomeremark_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="outcomeremark_says_something"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("reason"), 1000
                        ),
                        name="outcomeremark_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("told_reason"), 1000
                        ),
                        name="outcomeremark_told_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quote",
                        to="procurement.quoteinvitation",
                        verbose_name="見積依頼の宛先",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "作成中"),
                            ("submitted", "提出済み"),
                            ("outdated", "旧条件での見積"),
                            ("withdrawn", "取下げ"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                ("updated_at", models.DateTimeField(verbose_name="更新日時")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="最後の提出日時")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="取下げ日時")),
            ],
            options={
                "verbose_name": "見積",
                "verbose_name_plural": "見積",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "submitted", "outdated", "withdrawn"])),
                        name="quote_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), ("withdrawn_at__isnull", False)),
                            models.Q(models.Q(("status", "withdrawn"), _negated=True), ("withdrawn_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="quote_withdrawn_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="procurement.quote",
                        verbose_name="見積",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="版")),
                ("edition", models.PositiveSmallIntegerField(default=1, verbose_name="依頼の版")),
                (
                    "tax",
                    models.CharField(
                        choices=[("excluded", "税抜"), ("included", "税込")],
                        default="excluded",
                        max_length=10,
                        verbose_name="金額の税区分",
                    ),
                ),
                ("months", models.PositiveSmallIntegerField(verbose_name="前提とする契約期間（か月）")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="見積の有効期限")),
                ("scope_notes", models.TextField(blank=True, max_length=4000, verbose_name="前提条件・範囲")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        upload_to=procurement.models.quote_requests.quote_file_path,
                        verbose_name="見積書のファイル",
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=255, verbose_name="元のファイル名")),
                ("file_sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("file_size", models.PositiveIntegerField(blank=True, null=True, verbose_name="大きさ (バイト)")),
                ("client_token", models.UUIDField(blank=True, null=True, verbose_name="二重送信を見分ける値")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提出日時")),
                ("submitted_by_key", models.UUIDField(blank=True, null=True, verbose_name="提出した人")),
            ],
            options={
                "verbose_name": "見積の版",
                "verbose_name_plural": "見積の版",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tax__in", ["excluded", "included"])), name="quoteversion_tax_known"
                    ),
                    models.UniqueConstraint(fields=("quote", "number"), name="quoteversion_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("submitted_at__isnull", True)),
                        fields=("quote",),
                        name="quoteversion_one_working_copy",
                    ),
                    models.UniqueConstraint(fields=("quote", "client_token"), name="quoteversion_submitted_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="quoteversion_number_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("months__gte", 1), ("months__lte", 240)),
                        name="quoteversion_months_in_limits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("client_token__isnull", False),
                                ("submitted_at__isnull", False),
                                ("submitted_by_key__isnull", False),
                                ("valid_until__isnull", False),
                            ),
                            models.Q(
                                ("client_token__isnull", True),
                                ("submitted_at__isnull", True),
                                ("submitted_by_key__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="quoteversion_submitted_is_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", ""), ("file_name", ""), ("file_sha256", ""), ("file_size__isnull", True)),
                            models.Q(
                                models.Q(("file", ""), _negated=True),
                                models.Q(("file_name", ""), _negated=True),
                                ("file_sha256__regex", "^[0-9a-f]{64}$"),
                                ("file_size__gt", 0),
                                ("file_size__lte", 20971520),
                            ),
                            _connector="OR",
                        ),
                        name="quoteversion_file_is_described",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="procurement.quoteversion",
                        verbose_name="見積の版",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="procurement.quoterequestitem",
                        verbose_name="項目",
                    ),
                ),
                ("unit_amount", models.BigIntegerField(blank=True, null=True, verbose_name="単価（円）")),
                ("quantity", models.DecimalField(decimal_places=2, default=1, max_digits=9, verbose_name="数量")),
                ("months", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="支払う月数")),
                (
                    "tax_rate",
                    models.CharField(
                        choices=[("standard", "10％"), ("reduced", "8％（軽減税率）"), ("none", "非課税・不課税")],
                        default="standard",
                        max_length=10,
                        verbose_name="消費税",
                    ),
                ),
                ("is_excluded", models.BooleanField(default=False, verbose_name="見積に含まない")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="備考")),
            ],
            options={
                "verbose_name": "見積の明細",
                "verbose_name_plural": "見積の明細",
                "constraints": [
                    models.UniqueConstraint(fields=("version", "item"), name="quoteline_once_per_item"),
                    models.CheckConstraint(
                        condition=models.Q(("tax_rate__in", ["standard", "reduced", "none"])),
                        name="quoteline_tax_rate_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("months__isnull", True),
                            models.Q(("months__gte", 1), ("months__lte", 240)),
                            _connector="OR",
                        ),
                        name="quoteline_months_in_limits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit_amount__isnull", True),
                            models.Q(("unit_amount__gte", 0), ("unit_amount__lte", 999999999999)),
                            _connector="OR",
                        ),
                        name="quoteline_money_in_limits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("quantity__lte", 999999)),
                        name="quoteline_quantity_in_limits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_excluded", False), ("unit_amount__isnull", True), _connector="OR"),
                        name="quoteline_excluded_has_no_amount",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="outcome",
            name="winning_quote",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="won_outcome",
                to="procurement.quoteversion",
                verbose_name="選定した見積",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quote_request__isnull", True), ("winning_quote__isnull", True)),
                    models.Q(("kind", "awarded"), ("quote_request__isnull", False), ("winning_quote__isnull", False)),
                    models.Q(
                        ("quote_request__isnull", False),
                        ("winning_quote__isnull", True),
                        models.Q(("kind", "awarded"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="outcome_winner_has_quoted",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("tell_amount", False), ("tell_winner", False)),
                    ("winning_quote__isnull", False),
                    _connector="OR",
                ),
                name="outcome_tells_of_a_winner",
            ),
        ),
        migrations.AddField(
            model_name="quote",
            name="current",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="current_of",
                to="procurement.quoteversion",
                verbose_name="最後に提出した版",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("current__isnull", True), ("status", "draft"), ("submitted_at__isnull", True)),
                    models.Q(
                        models.Q(("status", "draft"), _negated=True),
                        ("current__isnull", False),
                        ("submitted_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="quote_submitted_has_version",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignmentstep",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="df00b5b6249e9792f057ac9a66aea16939d76c24",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_270e3",
                    table="procurement_assignmentstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignmentstep",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="57eeaa6c4885a6e2a89d3bcdf13b0926b3f27efd",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_eca6a",
                    table="procurement_assignmentstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inquiryattachment",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="4ef1a88cab6ce6582899cafbb2d559a1747eed65",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_41467",
                    table="procurement_inquiryattachment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inquiryattachment",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="7f9fe3377b7c4795c171f427ca067255ac5c711f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_64248",
                    table="procurement_inquiryattachment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractreminder",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="2b2eb9df6b78a2df251cbe2aba2fbc8dc97b77cb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9d20f",
                    table="procurement_contractreminder",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractreminder",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="116d3c51ee71ab76d1838b77cc2fd0b02b043926",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_a9f45",
                    table="procurement_contractreminder",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcomelessontext",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="786b4243a521e0f8e25aec7c9f1c4a081b7ad9fc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c3808",
                    table="procurement_outcomelessontext",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcomelessontext",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="ec06186b8fbf53c33efb7e67407255b654c5a130",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_3eaab",
                    table="procurement_outcomelessontext",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcomeremark",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="6fd0399b7ee5699a49c168a83a82ac00771c1f2c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6bfdd",
                    table="procurement_outcomeremark",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcomeremark",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="5c4c9dccf3f859260264288324ff1b5f652d7d93",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_f0c96",
                    table="procurement_outcomeremark",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectnote",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="df1deb257fbc72cf7f7a2a9935421b769627f56b",
                    operation="DELETE",
                    pgid="pgtrigger_kept_5f17c",
                    table="procurement_projectnote",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectnote",
            trigger=pgtrigger.compiler.Trigger(
                name="as_written",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="37079a28b71956cd208bff2b8371f8c56bdb1ecd",
                    operation="UPDATE",
                    pgid="pgtrigger_as_written_18149",
                    table="procurement_projectnote",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectstep",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="6a4136faf462c9c7cb9e1af6201ac88c15b112c4",
                    operation="DELETE",
                    pgid="pgtrigger_kept_d0e96",
                    table="procurement_projectstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectstep",
            trigger=pgtrigger.compiler.Trigger(
                name="as_written",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."detail" IS DISTINCT FROM (NEW."detail") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."note_id" IS DISTINCT FROM (NEW."note_id") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."subject" IS DISTINCT FROM (NEW."subject"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="a72ee4cff9a9cb11abdb9eb0f8bbec9281ef7806",
                    operation="UPDATE",
                    pgid="pgtrigger_as_written_7e0e1",
                    table="procurement_projectstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoterequest",
            trigger=pgtrigger.compiler.Trigger(
                name="asked_as_sent",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.status <> 'draft')",
                    func="\nIF OLD.title IS DISTINCT FROM NEW.title OR OLD.project_id IS DISTINCT FROM NEW.project_id THEN\n    RAISE EXCEPTION 'what vendors were asked never changes';\nEND IF;\nIF NEW.deadline_at < OLD.deadline_at THEN\n    RAISE EXCEPTION 'a deadline only moves later';\nEND IF;\nIF NEW.edition <> OLD.edition THEN\n    IF NEW.edition <> OLD.edition + 1 OR OLD.status <> 'open' OR NEW.status <> 'open' THEN\n        RAISE EXCEPTION 'an open request goes from one edition to the next';\n    END IF;\nELSIF OLD.conditions IS DISTINCT FROM NEW.conditions OR OLD.user_count IS DISTINCT FROM NEW.user_count OR OLD.population IS DISTINCT FROM NEW.population OR OLD.months IS DISTINCT FROM NEW.months OR OLD.starts_on IS DISTINCT FROM NEW.starts_on OR OLD.network IS DISTINCT FROM NEW.network THEN\n    RAISE EXCEPTION 'what vendors were asked never changes';\nEND IF;\nRETURN NEW;\n",
                    hash="d26bd873b44f6f59b3a0f110ea24ac23b36e2256",
                    operation="UPDATE",
                    pgid="pgtrigger_asked_as_sent_6cb0b",
                    table="procurement_quoterequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoterequest",
            trigger=pgtrigger.compiler.Trigger(
                name="sealed_amendment",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.edition <> NEW.edition)",
                    constraint="CONSTRAINT",
                    func="\nIF NOT EXISTS (SELECT 1 FROM procurement_quoterequest r WHERE r.id = NEW.id AND (r.edition = 1 OR EXISTS (\n    SELECT 1 FROM procurement_quoteamendment a WHERE a.request_id = r.id AND a.number = r.edition\n))) THEN\n    RAISE EXCEPTION 'an edition ends with its amendment';\nEND IF;\nRETURN NULL;\n",
                    hash="bda3b1ea0f7410917d3e04acc8b728abe677f52a",
                    operation="UPDATE",
                    pgid="pgtrigger_sealed_amendment_b53c5",
                    table="procurement_quoterequest",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoteinvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="invited_in_time",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM procurement_quoterequest r\n    WHERE r.status <> 'draft'\n    AND (\n        (TG_OP = 'DELETE' AND r.id = OLD.request_id)\n        OR (TG_OP = 'INSERT' AND r.id = NEW.request_id AND (\n            r.status <> 'open' OR NEW.invited_at IS NULL OR NEW.invited_at >= r.deadline_at\n        ))\n    )\n) THEN\n    RAISE EXCEPTION 'what vendors were asked never changes';\nEND IF;\nIF TG_OP = 'DELETE' THEN\n    RETURN OLD;\nEND IF;\nRETURN NEW;\n",
                    hash="27724cff13fa5e242995de5ac0112e3867521da2",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_invited_in_time_4581b",
                    table="procurement_quoteinvitation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quotedeadlinechange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="cbe3b497098164afeab3b24f352fb06cff29c996",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b1389",
                    table="procurement_quotedeadlinechange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quotedeadlinechange",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="625c5c4fdc0381efbada6fc0a847705903979b26",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_11027",
                    table="procurement_quotedeadlinechange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoteamendment",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="d3b62e0849d7106857db6159493dc16d32746252",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f0137",
                    table="procurement_quoteamendment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoteamendment",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="a33f32d9f4e4f2f76c6d4eb78db550ecd134400e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_b116d",
                    table="procurement_quoteamendment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoteamendment",
            trigger=pgtrigger.compiler.Trigger(
                name="sealing",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NOT EXISTS (\n    SELECT 1 FROM procurement_quoterequest r\n    WHERE r.id = NEW.request_id AND r.status = 'open' AND r.edition = NEW.number AND NEW.amended_at < r.deadline_at\n) THEN\n    RAISE EXCEPTION 'an amendment belongs to the edition of a request that accepts quotes';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM procurement_quote q\n    JOIN procurement_quoteinvitation i ON i.id = q.invitation_id\n    JOIN procurement_quoteversion v ON v.id = q.current_id\n    WHERE i.request_id = NEW.request_id AND q.status = 'submitted' AND v.edition <> NEW.number\n) THEN\n    RAISE EXCEPTION 'a quote for a former edition does not count';\nEND IF;\nRETURN NEW;\n",
                    hash="4907c92e3a089e4f653412b355a6a54678b85973",
                    operation="INSERT",
                    pgid="pgtrigger_sealing_23e62",
                    table="procurement_quoteamendment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoterequestattachment",
            trigger=pgtrigger.compiler.Trigger(
                name="amended_row",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND NEW.request_id <> OLD.request_id THEN\n    RAISE EXCEPTION 'what vendors were asked never changes';\nEND IF;\nIF TG_OP = 'DELETE' THEN\n    IF EXISTS (SELECT 1 FROM procurement_quoterequest r WHERE r.id = OLD.request_id AND r.status <> 'draft') THEN\n        RAISE EXCEPTION 'what vendors were asked never changes';\n    END IF;\n    RETURN OLD;\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM procurement_quoterequest r\n    WHERE r.id = NEW.request_id AND r.status <> 'draft' AND (\n        r.status <> 'open' OR (r.edition = 1 OR EXISTS (\n    SELECT 1 FROM procurement_quoteamendment a WHERE a.request_id = r.id AND a.number = r.edition\n))\n        OR (TG_OP = 'INSERT' AND (NEW.first_edition <> r.edition OR NEW.last_edition IS NOT NULL))\n        OR (TG_OP = 'UPDATE' AND NEW.last_edition IS DISTINCT FROM r.edition - 1)\n    )\n) THEN\n    RAISE EXCEPTION 'what vendors were asked never changes';\nEND IF;\nIF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'last_edition' <> to_jsonb(OLD) - 'last_edition' AND EXISTS (\n    SELECT 1 FROM procurement_quoterequest r WHERE r.id = NEW.request_id AND r.status <> 'draft'\n) THEN\n    RAISE EXCEPTION 'what vendors were asked never changes';\nEND IF;\nIF TG_OP = 'UPDATE' AND OLD.last_edition IS NOT NULL THEN\n    RAISE EXCEPTION 'what vendors were asked never changes';\nEND IF;\nRETURN NEW;\n",
                    hash="73441d8d5cba26b9392082cde794745fff71035b",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_amended_row_a2a4c",
                    table="procurement_quoterequestattachment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoterequestitem",
            trigger=pgtrigger.compiler.Trigger(
                name="amended_row",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND NEW.request_id <> OLD.request_id THEN\n    RAISE EXCEPTION 'what vendors were asked never changes';\nEND IF;\nIF TG_OP = 'DELETE' THEN\n    IF EXISTS (SELECT 1 FROM procurement_quoterequest r WHERE r.id = OLD.request_id AND r.status <> 'draft') THEN\n        RAISE EXCEPTION 'what vendors were asked never changes';\n    END IF;\n    RETURN OLD;\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM procurement_quoterequest r\n    WHERE r.id = NEW.request_id AND r.status <> 'draft' AND (\n        r.status <> 'open' OR (r.edition = 1 OR EXISTS (\n    SELECT 1 FROM procurement_quoteamendment a WHERE a.request_id = r.id AND a.number = r.edition\n))\n        OR (TG_OP = 'INSERT' AND (NEW.first_edition <> r.edition OR NEW.last_edition IS NOT NULL))\n        OR (TG_OP = 'UPDATE' AND NEW.last_edition IS DISTINCT FROM r.edition - 1)\n    )\n) THEN\n    RAISE EXCEPTION 'what vendors were asked never changes';\nEND IF;\nIF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'last_edition' <> to_jsonb(OLD) - 'last_edition' AND EXISTS (\n    SELECT 1 FROM procurement_quoterequest r WHERE r.id = NEW.request_id AND r.status <> 'draft'\n) THEN\n    RAISE EXCEPTION 'what vendors were asked never changes';\nEND IF;\nIF TG_OP = 'UPDATE' AND OLD.last_edition IS NOT NULL THEN\n    RAISE EXCEPTION 'what vendors were asked never changes';\nEND IF;\nRETURN NEW;\n",
                    hash="b1deda53ffc5a9867bf5d094b8d261842c869a61",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_amended_row_aa99a",
                    table="procurement_quoterequestitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoteversion",
            trigger=pgtrigger.compiler.Trigger(
                name="submitted_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."submitted_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'a submitted quote never changes';",
                    hash="79a17bcb1935956c1b9bd4b54b0da48a397399b9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_submitted_is_frozen_4cc6b",
                    table="procurement_quoteversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoteversion",
            trigger=pgtrigger.compiler.Trigger(
                name="submitted_in_time",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.submitted_at IS NOT NULL AND NOT EXISTS (\n    SELECT 1 FROM procurement_quote q\n    JOIN procurement_quoteinvitation i ON i.id = q.invitation_id\n    JOIN procurement_quoterequest r ON r.id = i.request_id\n    WHERE q.id = NEW.quote_id AND r.status = 'open' AND r.edition = NEW.edition\n    AND NEW.submitted_at < r.deadline_at\n) THEN\n    RAISE EXCEPTION 'a quote is submitted while its request accepts quotes, or never';\nEND IF;\nRETURN NEW;\n",
                    hash="fa8fa643d71e24fd350fc212800d0dcb4ebcf0cb",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_submitted_in_time_ca16f",
                    table="procurement_quoteversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoteline",
            trigger=pgtrigger.compiler.Trigger(
                name="submitted_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM procurement_quoteversion v\n    WHERE v.submitted_at IS NOT NULL\n    AND ((TG_OP <> 'INSERT' AND v.id = OLD.version_id) OR (TG_OP <> 'DELETE' AND v.id = NEW.version_id))\n) THEN\n    RAISE EXCEPTION 'a submitted quote never changes';\nEND IF;\nIF TG_OP = 'DELETE' THEN\n    RETURN OLD;\nEND IF;\nRETURN NEW;\n",
                    hash="41aa86b79fe900a148bec42461a6338a23be67ab",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_submitted_is_frozen_73b46",
                    table="procurement_quoteline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quote",
            trigger=pgtrigger.compiler.Trigger(
                name="own_version_counts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.current_id IS NOT NULL AND NOT EXISTS (\n    SELECT 1 FROM procurement_quoteversion v\n    JOIN procurement_quoteinvitation i ON i.id = NEW.invitation_id\n    JOIN procurement_quoterequest r ON r.id = i.request_id\n    WHERE v.id = NEW.current_id AND v.quote_id = NEW.id AND v.submitted_at IS NOT NULL\n    AND (NEW.status <> 'submitted' OR v.edition = r.edition)\n) THEN\n    RAISE EXCEPTION 'a quote counts by its own submitted version, for the edition of the request that holds';\nEND IF;\nRETURN NEW;\n",
                    hash="7f084df595fc7476ee655c062833e842584724aa",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_own_version_counts_88c44",
                    table="procurement_quote",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcome",
            trigger=pgtrigger.compiler.Trigger(
                name="hangs_together",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.quote_request_id IS NOT NULL AND NOT EXISTS (\n    SELECT 1 FROM procurement_quoterequest r\n    WHERE r.id = NEW.quote_request_id AND r.project_id = NEW.project_id AND r.status NOT IN ('draft', 'cancelled')\n) THEN\n    RAISE EXCEPTION 'an outcome is recorded in the project of its request, which was sent and not called off';\nEND IF;\nIF NEW.winner_id IS NOT NULL AND NOT EXISTS (\n    SELECT 1 FROM procurement_candidate c WHERE c.id = NEW.winner_id AND c.project_id = NEW.project_id\n) THEN\n    RAISE EXCEPTION 'the winner is a candidate of the project';\nEND IF;\nIF NEW.winning_quote_id IS NOT NULL AND NOT EXISTS (\n    SELECT 1 FROM procurement_quote q\n    JOIN procurement_quoteinvitation i ON i.id = q.invitation_id\n    JOIN procurement_candidate c ON c.id = NEW.winner_id AND c.service_id = i.service_id\n    WHERE q.current_id = NEW.winning_quote_id AND q.status = 'submitted'\n    AND i.request_id = NEW.quote_request_id AND i.status = 'invited'\n) THEN\n    RAISE EXCEPTION 'the winner is an invited service whose quote stands';\nEND IF;\nRETURN NEW;\n",
                    hash="1c774f9756b0c4ce58c04b440152b7a17a2e99af",
                    operation="INSERT",
                    pgid="pgtrigger_hangs_together_6af37",
                    table="procurement_outcome",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcome",
            trigger=pgtrigger.compiler.Trigger(
                name="as_decided",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."quote_request_id" IS DISTINCT FROM (NEW."quote_request_id") OR OLD."round" IS DISTINCT FROM (NEW."round") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."winner_id" IS DISTINCT FROM (NEW."winner_id") OR OLD."winning_quote_id" IS DISTINCT FROM (NEW."winning_quote_id") OR OLD."reasons" IS DISTINCT FROM (NEW."reasons") OR OLD."tell_winner" IS DISTINCT FROM (NEW."tell_winner") OR OLD."tell_amount" IS DISTINCT FROM (NEW."tell_amount") OR OLD."told_amount" IS DISTINCT FROM (NEW."told_amount") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="86765ea3c8ef4c527f9e8725edabe0ac1dae9745",
                    operation="UPDATE",
                    pgid="pgtrigger_as_decided_000ef",
                    table="procurement_outcome",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcome",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9c47c3e07e1d04dd9b24c4679df602e0e082eda5",
                    operation="DELETE",
                    pgid="pgtrigger_kept_dd109",
                    table="procurement_outcome",
                    when="BEFORE",
                ),
            ),
        ),
    ]
