import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_cache_table"),
        ("accounts", "0003_first_terms"),
        ("accounts", "0004_shelf"),
        ("accounts", "0005_advisors_and_preferences"),
        ("accounts", "0006_stored_files"),
        ("accounts", "0007_reach_of_profiles"),
        ("accounts", "0008_digest_settings"),
        ("accounts", "0009_vendor_handovers"),
        ("accounts", "0010_departed_accounts"),
        ("accounts", "0011_announcements"),
        ("accounts", "0012_policy_pages"),
        ("accounts", "0013_data_exports"),
        ("accounts", "0014_ways_and_bounces"),
        ("accounts", "0015_outbox_indexes"),
        ("accounts", "0016_operators_queues"),
        ("accounts", "0017_vendor_viewers"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=80, verbose_name="件名")),
                ("body", models.TextField(max_length=8000, verbose_name="本文")),
                (
                    "audience",
                    models.CharField(
                        choices=[("everybody", "すべての方"), ("staff", "自治体職員"), ("vendors", "事業者")],
                        default="everybody",
                        max_length=10,
                        verbose_name="対象",
                    ),
                ),
                (
                    "importance",
                    models.CharField(
                        choices=[("normal", "通常"), ("urgent", "障害・メンテナンス")],
                        default="normal",
                        max_length=10,
                        verbose_name="重要度",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "下書き"), ("published", "公開"), ("withdrawn", "取下げ")],
                        default="draft",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="掲載の始まり")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="目立つ場所に出す期限")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="改訂番号")),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                ("updated_at", models.DateTimeField(verbose_name="更新日時")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公開日時")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="取下げ日時")),
            ],
            options={
                "verbose_name": "運営からのお知らせ",
                "verbose_name_plural": "運営からのお知らせ",
                "indexes": [models.Index(fields=["status", "-starts_at"], name="announcement_by_start")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["everybody", "staff", "vendors"])),
                        name="announcement_audience_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("importance__in", ["normal", "urgent"])),
                        name="announcement_importance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "published", "withdrawn"])),
                        name="announcement_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="announcement_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "draft"), ("published_at__isnull", False), _connector="OR"),
                        name="announcement_published_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            ("withdrawn_at__isnull", False),
                            _connector="OR",
                        ),
                        name="announcement_withdrawn_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, verbose_name="日時")),
                ("actor_key", models.UUIDField(blank=True, db_index=True, null=True, verbose_name="行為者")),
                ("verb", models.CharField(db_index=True, max_length=60, verbose_name="行為")),
                ("object_type", models.CharField(max_length=60, verbose_name="対象の種類")),
                ("object_id", models.CharField(max_length=64, verbose_name="対象")),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                ("data", models.JSONField(blank=True, default=dict, verbose_name="詳細")),
            ],
            options={
                "verbose_name": "監査記録",
                "verbose_name_plural": "監査記録",
                "indexes": [models.Index(fields=["object_type", "object_id"], name="auditevent_by_object")],
            },
        ),
        migrations.CreateModel(
            name="DeadJob",
            fields=[],
            options={
                "verbose_name": "止まっているジョブ",
                "verbose_name_plural": "止まっているジョブ",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("procrastinate.procrastinatejob",),
        ),
        migrations.CreateModel(
            name="FileRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("sweep", "整理"), ("check", "照合")], max_length=10, verbose_name="種類"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="開始日時")),
                ("files", models.PositiveIntegerField(verbose_name="見たファイルの数")),
                ("removed", models.PositiveIntegerField(default=0, verbose_name="消したファイルの数")),
                ("wrong", models.PositiveIntegerField(default=0, verbose_name="異常の数")),
                ("remark", models.CharField(blank=True, max_length=300, verbose_name="備考")),
            ],
            options={
                "verbose_name": "保存ファイルの点検",
                "verbose_name_plural": "保存ファイルの点検",
                "indexes": [models.Index(fields=["-started_at"], name="fileround_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["sweep", "check"])), name="fileround_kind_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                ("code", models.CharField(max_length=6, primary_key=True, serialize=False, verbose_name="団体コード")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("kana", models.CharField(db_collation="C", max_length=120, verbose_name="よみがな")),
                ("prefecture_code", models.CharField(max_length=2, verbose_name="都道府県コード")),
                ("prefecture", models.CharField(max_length=4, verbose_name="都道府県")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prefecture", "都道府県"),
                            ("designated_city", "政令指定都市"),
                            ("core_city", "中核市"),
                            ("special_ward", "特別区"),
                            ("city", "市"),
                            ("town", "町"),
                            ("village", "村"),
                            ("association", "一部事務組合・広域連合"),
                        ],
                        max_length=20,
                        verbose_name="団体区分",
                    ),
                ),
                (
                    "population_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("under_5k", "5千人未満"),
                            ("5k_10k", "5千人〜1万人未満"),
                            ("10k_30k", "1万人〜3万人未満"),
                            ("30k_50k", "3万人〜5万人未満"),
                            ("50k_100k", "5万人〜10万人未満"),
                            ("100k_200k", "10万人〜20万人未満"),
                            ("200k_500k", "20万人〜50万人未満"),
                            ("over_500k", "50万人以上"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="人口規模",
                    ),
                ),
                (
                    "network_model",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("alpha", "αモデル"),
                            ("alpha_dash", "α′モデル"),
                            ("beta", "βモデル"),
                            ("beta_dash", "β′モデル"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="ネットワークモデル",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="accounts.municipality",
                        verbose_name="承継団体",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="消滅日")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新日時")),
            ],
            options={
                "verbose_name": "自治体",
                "verbose_name_plural": "自治体",
                "indexes": [models.Index(fields=["prefecture_code", "kana"], name="municipality_by_prefecture")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "prefecture",
                                    "designated_city",
                                    "core_city",
                                    "special_ward",
                                    "city",
                                    "town",
                                    "village",
                                    "association",
                                ],
                            )
                        ),
                        name="municipality_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "population_band__in",
                                [
                                    "under_5k",
                                    "5k_10k",
                                    "10k_30k",
                                    "30k_50k",
                                    "50k_100k",
                                    "100k_200k",
                                    "200k_500k",
                                    "over_500k",
                                ],
                            )
                        ),
                        name="municipality_population_band_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("network_model__in", ["alpha", "alpha_dash", "beta", "beta_dash"])),
                        name="municipality_network_model_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9]{6}$")), name="municipality_code_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("successor__isnull", True), ("ended_on__isnull", False), _connector="OR"),
                        name="municipality_successor_needs_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255, unique=True, verbose_name="保存先の名前")),
                ("owner_type", models.CharField(max_length=60, verbose_name="記録の種類")),
                ("owner_id", models.CharField(max_length=64, verbose_name="記録の番号")),
                (
                    "state",
                    models.CharField(
                        choices=[("sound", "正常"), ("missing", "見つからない"), ("changed", "内容が違う")],
                        default="sound",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="保存先で見た日時")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="照合した日時")),
                ("wrong_since", models.DateTimeField(blank=True, null=True, verbose_name="異常に気づいた日時")),
            ],
            options={
                "verbose_name": "保存ファイル",
                "verbose_name_plural": "保存ファイル",
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("checked_at"), nulls_first=True),
                        models.OrderBy(models.F("id")),
                        name="storedfile_by_check",
                    ),
                    models.Index(
                        condition=models.Q(("state", "sound"), _negated=True),
                        fields=["wrong_since"],
                        name="storedfile_wrong",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["sound", "missing", "changed"])),
                        name="storedfile_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sound"), ("wrong_since__isnull", True)),
                            models.Q(models.Q(("state", "sound"), _negated=True), ("wrong_since__isnull", False)),
                            _connector="OR",
                        ),
                        name="storedfile_wrong_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermsVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("terms", "利用規約"),
                            ("privacy", "プライバシーポリシー"),
                            ("accessibility", "アクセシビリティ方針"),
                            ("help", "ヘルプ"),
                        ],
                        max_length=15,
                        verbose_name="種類",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="版")),
                ("body", models.TextField(verbose_name="本文")),
                ("effective_on", models.DateField(verbose_name="施行日")),
            ],
            options={
                "verbose_name": "規約の版",
                "verbose_name_plural": "規約の版",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["terms", "privacy", "accessibility", "help"])),
                        name="termsversion_kind_known",
                    ),
                    models.UniqueConstraint(fields=("kind", "number"), name="termsversion_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="識別子")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="メールアドレス")),
                ("name", models.CharField(max_length=60, verbose_name="氏名")),
                ("is_active", models.BooleanField(default=True, verbose_name="有効")),
                ("is_staff", models.BooleanField(default=False, verbose_name="運営")),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="登録日時")),
                (
                    "signup_door",
                    models.CharField(
                        choices=[
                            ("staff", "自治体職員"),
                            ("vendor", "事業者"),
                            ("advisor", "専門家アドバイザー"),
                            ("none", "運営が登録"),
                        ],
                        default="none",
                        editable=False,
                        max_length=10,
                        verbose_name="登録の入口",
                    ),
                ),
                ("departed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="退会日時")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "利用者",
                "verbose_name_plural": "利用者",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("signup_door__in", ["staff", "vendor", "advisor", "none"])),
                        name="user_signup_door_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("departed_at__isnull", True),
                            models.Q(("is_active", False), ("is_staff", False)),
                            _connector="OR",
                        ),
                        name="user_departed_may_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Advisor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="advisor",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                ("affiliation", models.CharField(max_length=120, verbose_name="所属")),
                ("fields", models.CharField(max_length=200, verbose_name="専門分野")),
                ("introduction", models.TextField(blank=True, max_length=1000, verbose_name="紹介")),
                ("conflicts", models.TextField(blank=True, max_length=1000, verbose_name="利益相反の申告")),
                ("conflicts_stated_at", models.DateTimeField(blank=True, null=True, verbose_name="申告日時")),
                ("is_active", models.BooleanField(default=True, verbose_name="活動中")),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="招待した運営",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="登録日時")),
            ],
            options={
                "verbose_name": "専門家アドバイザー",
                "verbose_name_plural": "専門家アドバイザー",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("conflicts", ""), ("conflicts_stated_at__isnull", False), _connector="OR"),
                        name="advisor_conflicts_have_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AdvisorInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="アドレス")),
                ("affiliation", models.CharField(max_length=120, verbose_name="所属")),
                ("fields", models.CharField(max_length=200, verbose_name="専門分野")),
                ("token_sha256", models.CharField(max_length=64, unique=True, verbose_name="トークンのハッシュ")),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="招待した運営",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="招待日時")),
                ("expires_at", models.DateTimeField(verbose_name="有効期限")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="承諾日時")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="取消日時")),
            ],
            options={
                "verbose_name": "専門家アドバイザーの招待",
                "verbose_name_plural": "専門家アドバイザーの招待",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("email",),
                        name="advisorinvitation_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"
                        ),
                        name="advisorinvitation_one_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ColleagueInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="招待者",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="アドレス")),
                ("created_at", models.DateTimeField(verbose_name="招待日時")),
            ],
            options={
                "verbose_name": "同僚の招待",
                "verbose_name_plural": "同僚の招待",
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "email"), name="colleagueinvitation_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DataExport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "作成中"), ("ready", "受け取れます")],
                        default="waiting",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="受付日時")),
                ("ready_at", models.DateTimeField(blank=True, null=True, verbose_name="作成日時")),
                ("content", models.BinaryField(blank=True, null=True, verbose_name="内容")),
                ("size", models.PositiveIntegerField(default=0, verbose_name="大きさ (バイト)")),
            ],
            options={
                "verbose_name": "データの写し",
                "verbose_name_plural": "データの写し",
                "indexes": [models.Index(fields=["user", "-asked_at"], name="dataexport_by_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["waiting", "ready"])), name="dataexport_status_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "waiting")), fields=("user",), name="dataexport_one_waiting"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "waiting"),
                            models.Q(("content__isnull", False), ("ready_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="dataexport_ready_has_content",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DigestSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digest_setting",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("weekly", "毎週（月曜日の朝8時ごろ）"),
                            ("daily", "毎日（開庁日の朝8時ごろ）"),
                            ("none", "受け取らない"),
                        ],
                        default="weekly",
                        max_length=6,
                        verbose_name="頻度",
                    ),
                ),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="最後に作成した日")),
                ("covered_until", models.DateTimeField(blank=True, null=True, verbose_name="ここまで伝えた")),
            ],
            options={
                "verbose_name": "まとめメールの設定",
                "verbose_name_plural": "まとめメールの設定",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rhythm__in", ["weekly", "daily", "none"])),
                        name="digestsetting_rhythm_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rhythm", "none"), _negated=True), name="digestsetting_is_a_rhythm"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("covered_until__isnull", True), ("issued_on__isnull", True)),
                            models.Q(("covered_until__isnull", False), ("issued_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="digestsetting_issue_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="membership_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                ("email_address_pk", models.BigIntegerField(verbose_name="確認済みアドレスの行")),
                ("email", models.EmailField(max_length=254, verbose_name="アドレス")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="accounts.municipality",
                        verbose_name="自治体",
                    ),
                ),
                ("department", models.CharField(max_length=80, verbose_name="所属部署")),
                ("telephone", models.CharField(max_length=40, verbose_name="代表電話と内線")),
                ("evidence", models.TextField(blank=True, max_length=1000, verbose_name="確認の手がかり")),
                ("rule", models.CharField(max_length=60, verbose_name="自動判定の結果")),
                (
                    "status",
                    models.CharField(
                        choices=[("pending", "確認待ち"), ("approved", "承認"), ("rejected", "却下")],
                        default="pending",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="申請日時")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="判断した運営",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="判断日時")),
                ("decision_reason", models.TextField(blank=True, max_length=1000, verbose_name="判断の理由")),
            ],
            options={
                "verbose_name": "職員資格の申請",
                "verbose_name_plural": "職員資格の申請",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["pending", "approved", "rejected"])),
                        name="membershiprequest_status_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "pending")),
                        fields=("user",),
                        name="membershiprequest_one_pending",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "pending"),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="membershiprequest_decided_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MunicipalDomain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(max_length=253, unique=True, verbose_name="ドメイン")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="domains",
                        to="accounts.municipality",
                        verbose_name="自治体",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("proposed", "提案中"), ("verified", "確認済み"), ("revoked", "取消")],
                        default="proposed",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("evidence", models.TextField(max_length=2000, verbose_name="根拠")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提案者",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="提案日時")),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確認者",
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="確認日時")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="取消日時")),
                ("rechecked_at", models.DateTimeField(blank=True, null=True, verbose_name="確かめ直した日時")),
            ],
            options={
                "verbose_name": "自治体ドメイン",
                "verbose_name_plural": "自治体ドメイン",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["proposed", "verified", "revoked"])),
                        name="municipaldomain_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_by__isnull", True),
                            models.Q(("verified_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="municipaldomain_two_operators",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "verified"), _negated=True),
                            models.Q(("verified_at__isnull", False), ("verified_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="municipaldomain_verified_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "revoked"), _negated=True),
                            ("revoked_at__isnull", False),
                            _connector="OR",
                        ),
                        name="municipaldomain_revoked_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("domain__regex", "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")),
                        name="municipaldomain_plain",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MunicipalDomainEvent",
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
                        to="accounts.municipaldomain",
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
                ("id", models.BigIntegerField()),
                ("domain", models.CharField(max_length=253, verbose_name="ドメイン")),
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
                (
                    "status",
                    models.CharField(
                        choices=[("proposed", "提案中"), ("verified", "確認済み"), ("revoked", "取消")],
                        default="proposed",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("evidence", models.TextField(max_length=2000, verbose_name="根拠")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提案者",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="提案日時")),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確認者",
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="確認日時")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="取消日時")),
                ("rechecked_at", models.DateTimeField(blank=True, null=True, verbose_name="確かめ直した日時")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MunicipalMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="accounts.municipality",
                        verbose_name="自治体",
                    ),
                ),
                ("email_address_pk", models.BigIntegerField(verbose_name="確認済みアドレスの行")),
                ("email", models.EmailField(max_length=254, verbose_name="証明に使ったアドレス")),
                (
                    "domain",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipaldomain",
                        verbose_name="ドメイン",
                    ),
                ),
                ("rule", models.CharField(max_length=60, verbose_name="判定の根拠")),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "有効"), ("suspended", "停止中"), ("revoked", "取消"), ("ended", "終了")],
                        default="active",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("granted_at", models.DateTimeField(verbose_name="付与日時")),
                ("confirmed_at", models.DateTimeField(verbose_name="最終確認日時")),
                ("expires_on", models.DateField(verbose_name="有効期限")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="終了日時")),
                ("end_reason", models.CharField(blank=True, max_length=200, verbose_name="終了理由")),
            ],
            options={
                "verbose_name": "自治体職員資格",
                "verbose_name_plural": "自治体職員資格",
                "indexes": [models.Index(fields=["municipality", "status"], name="membership_by_body")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["active", "suspended", "revoked", "ended"])),
                        name="municipalmembership_status_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["active", "suspended"])),
                        fields=("user",),
                        name="municipalmembership_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["active", "suspended"]), ("ended_at__isnull", False), _connector="OR"
                        ),
                        name="municipalmembership_end_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MunicipalMembershipEvent",
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
                        to="accounts.municipalmembership",
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
                ("id", models.BigIntegerField()),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
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
                ("email_address_pk", models.BigIntegerField(verbose_name="確認済みアドレスの行")),
                (
                    "domain",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.municipaldomain",
                        verbose_name="ドメイン",
                    ),
                ),
                ("rule", models.CharField(max_length=60, verbose_name="判定の根拠")),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "有効"), ("suspended", "停止中"), ("revoked", "取消"), ("ended", "終了")],
                        default="active",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("granted_at", models.DateTimeField(verbose_name="付与日時")),
                ("confirmed_at", models.DateTimeField(verbose_name="最終確認日時")),
                ("expires_on", models.DateField(verbose_name="有効期限")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="終了日時")),
                ("end_reason", models.CharField(blank=True, max_length=200, verbose_name="終了理由")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                ("event", models.CharField(max_length=60, verbose_name="事象")),
                ("instance_key", models.CharField(max_length=120, verbose_name="事象の識別子")),
                ("target_key", models.CharField(blank=True, max_length=64, verbose_name="対象の番号")),
                ("title", models.CharField(max_length=200, verbose_name="内容")),
                ("path", models.CharField(max_length=300, verbose_name="リンク先")),
                ("created_at", models.DateTimeField(verbose_name="日時")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="既読日時")),
            ],
            options={
                "verbose_name": "お知らせ",
                "verbose_name_plural": "お知らせ",
                "indexes": [
                    models.Index(fields=["user", "-created_at"], name="notification_by_user"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["user"], name="notification_unread"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "instance_key", "user"), name="notification_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NotificationPreference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_preferences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                ("event", models.CharField(max_length=60, verbose_name="事象")),
                (
                    "way",
                    models.CharField(
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
            ],
            options={
                "verbose_name": "お知らせの設定",
                "verbose_name_plural": "お知らせの設定",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "event"), name="notificationpreference_once"),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["site", "now", "digest", "none"])),
                        name="notificationpreference_way_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.CharField(max_length=60, verbose_name="事象")),
                ("instance_key", models.CharField(max_length=120, verbose_name="事象の識別子")),
                ("target_key", models.CharField(blank=True, max_length=64, verbose_name="対象の番号")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="宛先の利用者",
                    ),
                ),
                ("to", models.EmailField(max_length=254, verbose_name="宛先")),
                ("subject", models.CharField(max_length=200, verbose_name="件名")),
                ("body", models.TextField(blank=True, verbose_name="本文")),
                ("is_sensitive", models.BooleanField(default=False, verbose_name="送信後に本文を消す")),
                (
                    "status",
                    models.CharField(
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
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="試行回数")),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="送信開始日時")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="完了日時")),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="最後のエラー")),
                (
                    "summary",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="summed",
                        to="accounts.outboxmail",
                        verbose_name="まとめたメール",
                    ),
                ),
            ],
            options={
                "verbose_name": "送信メール",
                "verbose_name_plural": "送信メール",
                "indexes": [
                    models.Index(fields=["status", "claimed_at"], name="outboxmail_by_status"),
                    models.Index(fields=["user", "claimed_at"], name="outboxmail_by_user"),
                    models.Index(fields=["claimed_at"], name="outboxmail_by_claim"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["pending", "sending", "sent", "failed", "unknown", "withheld", "held", "summed"],
                            )
                        ),
                        name="outboxmail_status_known",
                    ),
                    models.UniqueConstraint(fields=("event", "instance_key", "to"), name="outboxmail_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailBounce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bounces",
                        to="accounts.outboxmail",
                        verbose_name="メール",
                    ),
                ),
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
                "indexes": [models.Index(fields=["address", "received_at"], name="mailbounce_by_address")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["hard", "soft", "complaint"])), name="mailbounce_kind_known"
                    ),
                    models.UniqueConstraint(fields=("mail", "kind"), name="mailbounce_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="profile",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                ("department", models.CharField(blank=True, max_length=80, verbose_name="所属部署")),
                ("position", models.CharField(blank=True, max_length=40, verbose_name="役職")),
                ("strengths", models.CharField(blank=True, max_length=200, verbose_name="得意分野")),
                (
                    "can_be_asked",
                    models.TextField(blank=True, max_length=1000, verbose_name="聞かれれば答えられること"),
                ),
                (
                    "reach",
                    models.CharField(
                        choices=[
                            ("hidden", "探せないようにする"),
                            ("found", "探せるようにする（回答の依頼は受けない）"),
                            ("asked", "探せるようにし、回答の依頼も受ける"),
                        ],
                        default="hidden",
                        max_length=10,
                        verbose_name="経験で探せるか",
                    ),
                ),
            ],
            options={
                "verbose_name": "プロフィール",
                "verbose_name_plural": "プロフィール",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reach__in", ["hidden", "found", "asked"])), name="profile_reach_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="種類",
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField(verbose_name="対象の番号")),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="通報者",
                    ),
                ),
                ("reason", models.TextField(max_length=1000, verbose_name="理由")),
                (
                    "reported_text",
                    models.TextField(
                        blank=True, db_default="", default="", max_length=10000, verbose_name="通報されたときの内容"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "未対応"), ("upheld", "対応済み"), ("dismissed", "対応不要")],
                        default="open",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="通報日時")),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="対応した運営",
                    ),
                ),
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="対応日時")),
                ("resolution", models.TextField(blank=True, max_length=1000, verbose_name="対応の内容")),
            ],
            options={
                "verbose_name": "通報",
                "verbose_name_plural": "通報",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "upheld", "dismissed"])), name="report_status_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("content_type", "object_id", "reporter"),
                        name="report_one_open_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "open"),
                            models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_resolved_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuspendedAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254, verbose_name="アドレス")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=["user"],
                        name="suspendedaddress_of_user",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", ["hard", "soft"])), name="suspendedaddress_cause_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("address",),
                        name="suspendedaddress_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermsConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.termsversion",
                        verbose_name="版",
                    ),
                ),
                ("given_at", models.DateTimeField(verbose_name="同意日時")),
            ],
            options={
                "verbose_name": "同意",
                "verbose_name_plural": "同意",
                "constraints": [models.UniqueConstraint(fields=("user", "version"), name="termsconsent_once")],
            },
        ),
        migrations.CreateModel(
            name="Vendor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("kana", models.CharField(db_collation="C", max_length=200, verbose_name="よみがな")),
                (
                    "size",
                    models.CharField(
                        choices=[
                            ("small", "小規模（従業員20人以下）"),
                            ("medium", "中小（従業員300人以下）"),
                            ("large", "大企業"),
                            ("nonprofit", "NPO・団体"),
                            ("community", "OSS開発コミュニティ"),
                        ],
                        max_length=20,
                        verbose_name="企業規模",
                    ),
                ),
                ("is_startup", models.BooleanField(default=False, verbose_name="スタートアップ")),
                ("corporate_number", models.CharField(blank=True, max_length=13, verbose_name="法人番号")),
                (
                    "headquarters",
                    models.CharField(blank=True, max_length=2, verbose_name="本社所在地（都道府県コード）"),
                ),
                (
                    "service_areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="対応地域（都道府県コード）",
                    ),
                ),
                ("website", models.URLField(blank=True, max_length=300, verbose_name="ウェブサイト")),
                ("introduction", models.TextField(blank=True, max_length=2000, verbose_name="紹介")),
                ("is_suspended", models.BooleanField(default=False, verbose_name="停止中")),
                ("created_at", models.DateTimeField(verbose_name="登録日時")),
            ],
            options={
                "verbose_name": "事業者",
                "verbose_name_plural": "事業者",
                "indexes": [
                    models.Index(condition=models.Q(("is_suspended", True)), fields=["id"], name="vendor_suspended")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__in", ["small", "medium", "large", "nonprofit", "community"])),
                        name="vendor_size_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corporate_number", ""), ("corporate_number__regex", "^[1-9][0-9]{12}$"), _connector="OR"
                        ),
                        name="vendor_corporate_number_digits",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("corporate_number", ""), _negated=True),
                        fields=("corporate_number",),
                        name="vendor_corporate_number_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VendorInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "vendor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="accounts.vendor",
                        verbose_name="事業者",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="アドレス")),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "管理者"), ("member", "編集者"), ("viewer", "閲覧者")],
                        default="member",
                        max_length=10,
                        verbose_name="役割",
                    ),
                ),
                ("token_sha256", models.CharField(max_length=64, unique=True, verbose_name="トークンのハッシュ")),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="招待者",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="招待日時")),
                ("expires_at", models.DateTimeField(verbose_name="有効期限")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="参加日時")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="取消日時")),
            ],
            options={
                "verbose_name": "事業者メンバーの招待",
                "verbose_name_plural": "事業者メンバーの招待",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["owner", "member", "viewer"])),
                        name="vendorinvitation_role_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("vendor", "email"),
                        name="vendorinvitation_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VendorMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "vendor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="accounts.vendor",
                        verbose_name="事業者",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vendor_memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "管理者"), ("member", "編集者"), ("viewer", "閲覧者")],
                        max_length=10,
                        verbose_name="役割",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="登録日時")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="終了日時")),
            ],
            options={
                "verbose_name": "事業者メンバー",
                "verbose_name_plural": "事業者メンバー",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["owner", "member", "viewer"])),
                        name="vendormembership_role_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("user",),
                        name="vendormembership_one_live",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VendorHandover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "vendor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="accounts.vendor",
                        verbose_name="事業者",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.vendormembership",
                        verbose_name="引き継ぐ人",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.vendormembership",
                        verbose_name="引き受ける人",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "返事待ち"),
                            ("accepted", "引き継ぎ済み"),
                            ("declined", "辞退"),
                            ("withdrawn", "取消"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("offered_at", models.DateTimeField(verbose_name="依頼日時")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="決まった日時")),
            ],
            options={
                "verbose_name": "管理者の引き継ぎ",
                "verbose_name_plural": "管理者の引き継ぎ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "accepted", "declined", "withdrawn"])),
                        name="vendorhandover_status_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")), fields=("vendor",), name="vendorhandover_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "open"), ("settled_at__isnull", False), _connector="XOR"),
                        name="vendorhandover_settled_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("owner", models.F("successor")), _negated=True),
                        name="vendorhandover_between_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkExperience",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="experiences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                ("work_code", models.CharField(max_length=40, verbose_name="業務")),
                ("years", models.PositiveSmallIntegerField(verbose_name="経験年数")),
            ],
            options={
                "verbose_name": "経験業務",
                "verbose_name_plural": "経験業務",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "work_code"), name="workexperience_once"),
                    models.CheckConstraint(
                        condition=models.Q(("years__lte", 60)), name="workexperience_years_plausible"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="283e4224eb9ce5c6650e620e1d7847b1b732a599",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a0b21",
                    table="accounts_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="f299cf60bc403a75f4ff1c6ed6f47bce9f386a6c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_50019",
                    table="accounts_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fileround",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="51c32c757aa0eff8257114f0cc028abe9e2a63d3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_00901",
                    table="accounts_fileround",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fileround",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="a381213b527c71ec751a8cd022ca1d685e019be9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_ad29e",
                    table="accounts_fileround",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="termsversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="418f69510180fd7b7c69f63e089a63c4a8dd2fcf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_16d1c",
                    table="accounts_termsversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="termsversion",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="ee0baf6648845ff089b6345817648d8630803cdf",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_39622",
                    table="accounts_termsversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipaldomainevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="4e28b2da983915ce8b47710645d015bf92a5c2e2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bc33d",
                    table="accounts_municipaldomainevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipaldomainevent",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="4a8f299defe2d39865353a328e5a9da388de6ff5",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_dbd1e",
                    table="accounts_municipaldomainevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipaldomain",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_municipaldomainevent" ("domain", "evidence", "id", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "rechecked_at", "revoked_at", "status", "verified_at", "verified_by_id") VALUES (NEW."domain", NEW."evidence", NEW."id", NEW."municipality_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."rechecked_at", NEW."revoked_at", NEW."status", NEW."verified_at", NEW."verified_by_id"); RETURN NULL;',
                    hash="f0d4de223662dc80d7b9281dabd51982a178d4b1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dcd05",
                    table="accounts_municipaldomain",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipaldomain",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "accounts_municipaldomainevent" ("domain", "evidence", "id", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "rechecked_at", "revoked_at", "status", "verified_at", "verified_by_id") VALUES (NEW."domain", NEW."evidence", NEW."id", NEW."municipality_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."rechecked_at", NEW."revoked_at", NEW."status", NEW."verified_at", NEW."verified_by_id"); RETURN NULL;',
                    hash="188697ee78093f2ad03955efc3dba13cdcfaa3dd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2a21e",
                    table="accounts_municipaldomain",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipaldomain",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_municipaldomainevent" ("domain", "evidence", "id", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "rechecked_at", "revoked_at", "status", "verified_at", "verified_by_id") VALUES (OLD."domain", OLD."evidence", OLD."id", OLD."municipality_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."rechecked_at", OLD."revoked_at", OLD."status", OLD."verified_at", OLD."verified_by_id"); RETURN NULL;',
                    hash="5fe2c45544878bf3fbba7c97097f1bbd2d90a018",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3c861",
                    table="accounts_municipaldomain",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipalmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_municipalmembershipevent" ("confirmed_at", "domain_id", "email_address_pk", "end_reason", "ended_at", "expires_on", "granted_at", "id", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "status", "user_id") VALUES (NEW."confirmed_at", NEW."domain_id", NEW."email_address_pk", NEW."end_reason", NEW."ended_at", NEW."expires_on", NEW."granted_at", NEW."id", NEW."municipality_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rule", NEW."status", NEW."user_id"); RETURN NULL;',
                    hash="613b260190f590edef26bb244b7b71346213b337",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cb271",
                    table="accounts_municipalmembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipalmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."domain_id" IS DISTINCT FROM (NEW."domain_id") OR OLD."email_address_pk" IS DISTINCT FROM (NEW."email_address_pk") OR OLD."end_reason" IS DISTINCT FROM (NEW."end_reason") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."expires_on" IS DISTINCT FROM (NEW."expires_on") OR OLD."granted_at" IS DISTINCT FROM (NEW."granted_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."municipality_id" IS DISTINCT FROM (NEW."municipality_id") OR OLD."rule" IS DISTINCT FROM (NEW."rule") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))',
                    func='INSERT INTO "accounts_municipalmembershipevent" ("confirmed_at", "domain_id", "email_address_pk", "end_reason", "ended_at", "expires_on", "granted_at", "id", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "status", "user_id") VALUES (NEW."confirmed_at", NEW."domain_id", NEW."email_address_pk", NEW."end_reason", NEW."ended_at", NEW."expires_on", NEW."granted_at", NEW."id", NEW."municipality_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rule", NEW."status", NEW."user_id"); RETURN NULL;',
                    hash="5875a20ed741527e5857746e81f2c3e0a8aa4971",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0dc59",
                    table="accounts_municipalmembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipalmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_municipalmembershipevent" ("confirmed_at", "domain_id", "email_address_pk", "end_reason", "ended_at", "expires_on", "granted_at", "id", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "status", "user_id") VALUES (OLD."confirmed_at", OLD."domain_id", OLD."email_address_pk", OLD."end_reason", OLD."ended_at", OLD."expires_on", OLD."granted_at", OLD."id", OLD."municipality_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rule", OLD."status", OLD."user_id"); RETURN NULL;',
                    hash="3f10ffbd29629d5f88899660111d8e5587ec31fe",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5a0c7",
                    table="accounts_municipalmembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipalmembershipevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="4dbedf81b5d142e0aca19f1ce47af3db49c7497c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fe2c0",
                    table="accounts_municipalmembershipevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipalmembershipevent",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="f825868ade73ebaf8c256d22d2af2f1ed85cfa8a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_efeb0",
                    table="accounts_municipalmembershipevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
