"""What the ground room and the parts it stands on keep, why and how long."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailConfirmation
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Q

from accounts.actions.persons import UNVERIFIED_LIFETIME
from accounts.enums import MailStatus, MembershipStatus, ReportStatus, RequestStatus
from accounts.models import (
    AdvisorInvitation,
    AuditEvent,
    ColleagueInvitation,
    DataExport,
    MembershipRequest,
    MunicipalMembership,
    Notification,
    OutboxMail,
    Report,
    SuspendedAddress,
    VendorInvitation,
)
from accounts.models.exports import EXPORT_LIFETIME
from dss.holdings import Expiry, Holding, Own, register

YEAR = timedelta(days=365)
WHILE_REGISTERED = "登録している間"
GOES = "消えます"
IS_SETTLED = Q(
    status__in=[MailStatus.SENT, MailStatus.WITHHELD, MailStatus.SUMMED, MailStatus.FAILED, MailStatus.UNKNOWN]
)
IS_OVER = Q(status__in=[MembershipStatus.ENDED, MembershipStatus.REVOKED])
IS_ANSWERED = Q(accepted_at__isnull=False) | Q(withdrawn_at__isnull=False)

ACCOUNT = Holding(
    key="account",
    title="アカウント",
    models=(
        "accounts.User",
        "accounts.User_groups",
        "accounts.User_user_permissions",
        "account.EmailAddress",
        "account.EmailConfirmation",
        "mfa.Authenticator",
    ),
    what="氏名、メールアドレス、暗号化したパスワード、多要素認証とパスキーの登録、登録と最後のログインの日時",
    why="ご本人を確かめてログインしていただくため",
    kept=f"{WHILE_REGISTERED}。確認コードを入力しないままの登録は{UNVERIFIED_LIFETIME.days * 24}時間で消します",
    at_departure="消えます。記録をつなぐ識別子（乱数）だけが、名前のない行として残ります",
    expiries=(
        Expiry(
            "アドレスの確認", timedelta(days=1), lambda before: EmailConfirmation.objects.filter(created__lt=before)
        ),
    ),
    own_jobs=("accounts.jobs.purge_unverified_persons",),
    own=(
        Own("accounts.User", ("pk",), ("key", "email", "name", "signup_door", "joined_at", "last_login")),
        Own("account.EmailAddress", ("user",), ("email", "verified", "primary")),
        Own("mfa.Authenticator", ("user",), ("type", "created_at", "last_used_at")),
    ),
)
PROFILE = Holding(
    key="profile",
    title="プロフィール",
    models=("accounts.Profile", "accounts.WorkExperience", "accounts.Advisor"),
    what="所属部署、役職、経験業務、得意分野、経験で探されてよいか。専門家アドバイザーは所属、専門分野、事業者との関係の申告",
    why="ほかの自治体の職員が、経験のある方や専門家に相談できるようにするため",
    kept=WHILE_REGISTERED,
    at_departure=GOES,
    own=(
        Own(
            "accounts.Profile",
            ("user",),
            ("department", "position", "strengths", "can_be_asked", "reach"),
        ),
        Own("accounts.WorkExperience", ("user",), ("work_code", "years")),
        Own(
            "accounts.Advisor",
            ("user",),
            ("affiliation", "fields", "introduction", "conflicts", "conflicts_stated_at", "is_active", "created_at"),
        ),
    ),
)
MEMBERSHIP = Holding(
    key="membership",
    title="自治体職員の資格",
    models=(
        "accounts.MunicipalMembership",
        "accounts.MunicipalMembershipEvent",
        "accounts.MembershipRequest",
        "accounts.ColleagueInvitation",
    ),
    what="どの自治体の職員として、どのアドレスで、いつ確認されたか。申請では部署、代表電話、確認の手がかり。招待した同僚のアドレス",
    why="職員だけが読める情報を、職員だけに見せるため",
    kept="登録している間。履歴（アドレスを含まない）は、なりすましを調べられるよう残します",
    at_departure="資格は終了し、アドレスと申請は消えます。運営が停止・取消した資格のアドレスだけは残ります",
    expiries=(
        Expiry(
            "判断が済んだ申請の電話番号と手がかり",
            YEAR,
            lambda before: MembershipRequest.objects.exclude(status=RequestStatus.PENDING).filter(
                decided_at__lt=before
            ),
            erased={"telephone": "", "evidence": ""},
        ),
        Expiry(
            "終わった資格のアドレス",
            3 * YEAR,
            lambda before: MunicipalMembership.objects.filter(IS_OVER, ended_at__lt=before),
            erased={"email": ""},
        ),
        Expiry("同僚の招待", YEAR, lambda before: ColleagueInvitation.objects.filter(created_at__lt=before)),
    ),
    own_jobs=("accounts.jobs.end_expired_memberships",),
    own=(
        Own(
            "accounts.MunicipalMembership",
            ("user",),
            ("municipality", "email", "rule", "status", "granted_at", "confirmed_at", "expires_on", "ended_at"),
        ),
        Own(
            "accounts.MembershipRequest",
            ("user",),
            (
                *("municipality", "email", "department", "telephone", "evidence"),
                *("status", "created_at", "decided_at", "decision_reason"),
            ),
        ),
        Own("accounts.ColleagueInvitation", ("invited_by",), ("municipality", "created_at")),
    ),
)
VENDORS = Holding(
    key="vendors",
    title="事業者とチーム",
    models=(
        "accounts.Vendor",
        "accounts.VendorMembership",
        "accounts.VendorHandover",
        "accounts.VendorInvitation",
        "accounts.AdvisorInvitation",
    ),
    what="事業者の名称や対応地域、チームのメンバーと役割、招待したアドレス",
    why="事業者を代表して掲載や回答ができる方を限るため",
    kept="事業者が掲載している間",
    at_departure="チームから外れます。いつからいつまでメンバーだったかは、名前のない識別子で残ります",
    expiries=(
        Expiry(
            "使われた・取り消したチームの招待のアドレス",
            timedelta(days=90),
            lambda before: VendorInvitation.objects.filter(IS_ANSWERED, created_at__lt=before),
            erased={"email": ""},
        ),
        Expiry(
            "期限の切れたチームの招待",
            timedelta(days=90),
            lambda before: VendorInvitation.objects.exclude(IS_ANSWERED).filter(expires_at__lt=before),
        ),
        Expiry(
            "使われた・取り消したアドバイザーの招待のアドレス",
            timedelta(days=90),
            lambda before: AdvisorInvitation.objects.filter(IS_ANSWERED, created_at__lt=before),
            erased={"email": ""},
        ),
        Expiry(
            "期限の切れたアドバイザーの招待",
            timedelta(days=90),
            lambda before: AdvisorInvitation.objects.exclude(IS_ANSWERED).filter(expires_at__lt=before),
        ),
    ),
    own=(
        Own("accounts.VendorMembership", ("user",), ("vendor", "role", "created_at", "ended_at")),
        Own("accounts.VendorInvitation", ("invited_by",), ("vendor", "role", "created_at")),
    ),
)
MAIL = Holding(
    key="mail",
    title="メールの控え",
    models=("accounts.OutboxMail", "accounts.MailBounce", "accounts.SuspendedAddress"),
    what="送ったメールの宛先、件名、本文、送信の結果。届かなかったというサーバーの答えと、そのために送信を止めているアドレス。確認コードを含む本文は、送信後すぐに消します",
    why="同じメールを二度送らず、届かなかったときに調べるため",
    kept="本文は30日、送信の記録と、送信を再開したアドレスは2年",
    at_departure="あなた宛ての控えは消えます。削除をお知らせするメールの宛先は7日で消えます",
    expiries=(
        Expiry(
            "送り終えたメールの件名と本文",
            timedelta(days=30),
            lambda before: OutboxMail.objects.filter(
                status__in=[MailStatus.SENT, MailStatus.WITHHELD, MailStatus.SUMMED], finished_at__lt=before
            ),
            erased={"subject": "", "body": ""},
        ),
        Expiry(
            "アカウントの削除をお知らせしたメール",
            timedelta(days=7),
            lambda before: OutboxMail.objects.filter(IS_SETTLED, event="account_deleted", finished_at__lt=before),
        ),
        Expiry(
            "メールの送信の記録",
            2 * YEAR,
            lambda before: OutboxMail.objects.filter(IS_SETTLED, finished_at__lt=before),
        ),
        Expiry(
            "送信を再開したアドレス",
            2 * YEAR,
            lambda before: SuspendedAddress.objects.filter(lifted_at__lt=before),
        ),
    ),
    own_jobs=("accounts.jobs.erase_old_secrets",),
    own=(
        Own("accounts.OutboxMail", ("user",), ("event", "to", "subject", "status", "created_at", "finished_at")),
        Own("accounts.SuspendedAddress", ("user",), ("address", "cause", "suspended_at", "lifted_at")),
    ),
)
NOTIFICATIONS = Holding(
    key="notifications",
    title="お知らせと設定",
    models=("accounts.Notification", "accounts.NotificationPreference", "accounts.DigestSetting"),
    what="サイト内のお知らせと、読んだ日時、受け取り方の設定",
    why="手続や返事を見落とさないようにするため",
    kept="お知らせは1年、設定は登録している間",
    at_departure=GOES,
    expiries=(Expiry("お知らせ", YEAR, lambda before: Notification.objects.filter(created_at__lt=before)),),
    own=(
        Own("accounts.Notification", ("user",), ("event", "title", "path", "created_at", "read_at")),
        Own("accounts.NotificationPreference", ("user",), ("event", "way")),
        Own("accounts.DigestSetting", ("user",), ("rhythm", "issued_on", "covered_until")),
    ),
)
TERMS = Holding(
    key="terms",
    title="規約と同意",
    models=("accounts.TermsVersion", "accounts.TermsConsent"),
    what="規約や方針のすべての版と、どの版にいつ同意したか",
    why="どの約束のもとで利用されたかを確かめられるようにするため",
    kept="版はずっと、同意は登録している間",
    at_departure="同意の記録は消えます",
    own=(Own("accounts.TermsConsent", ("user",), ("version", "given_at")),),
)
REPORTS = Holding(
    key="reports",
    title="通報",
    models=("accounts.Report",),
    what="通報の対象、通報されたときのその文章（前後のやり取りは含みません）、理由、通報した方、運営の対応",
    why="問題のある掲載や投稿に、書き換えられたあとでも対応し、その経緯を残すため",
    kept="対象が残っている間。通報されたときの文章は、対応から1年",
    at_departure="通報した方の名前が消え、内容は残ります。あなたの書いたものが通報されていたときの文章も、対応から1年は残ります",
    expiries=(
        Expiry(
            "対応が済んだ通報に控えた文章",
            YEAR,
            lambda before: Report.objects.exclude(status=ReportStatus.OPEN).filter(resolved_at__lt=before),
            erased={"reported_text": ""},
        ),
    ),
    own=(Own("accounts.Report", ("reporter",), ("reason", "status", "created_at", "resolved_at", "resolution")),),
)
AUDIT = Holding(
    key="audit",
    title="操作の記録",
    models=("accounts.AuditEvent", "admin.LogEntry", "pghistory.Context"),
    what="誰が（名前を含まない識別子）、いつ、何をしたか。運営の操作では理由も",
    why="不正や誤りがあったときに、経緯を確かめるため",
    kept="操作の記録は10年、運営画面の履歴は3年",
    at_departure="識別子と氏名のつながりがなくなった形で残ります",
    expiries=(
        Expiry("操作の記録", 10 * YEAR, lambda before: AuditEvent.objects.filter(at__lt=before), past_trigger=True),
        Expiry("運営画面の履歴", 3 * YEAR, lambda before: LogEntry.objects.filter(action_time__lt=before)),
    ),
    own=(Own("accounts.AuditEvent", ("actor_key",), ("at", "verb", "object_type", "object_id")),),
)
ANNOUNCEMENTS = Holding(
    key="announcements",
    title="運営からのお知らせ",
    models=("accounts.Announcement",),
    what="運営が出したお知らせ",
    why="新しい機能、メンテナンス、障害を知らせるため",
    kept="ずっと（個人の情報を含みません）",
    at_departure="変わりません",
)
EXPORTS = Holding(
    key="exports",
    title="データの写し",
    models=("accounts.DataExport",),
    what="ご本人が求めた、自分のデータの写し",
    why="ご自身のデータを受け取れるようにするため",
    kept="求めてから7日",
    at_departure=GOES,
    expiries=(Expiry("データの写し", EXPORT_LIFETIME, lambda before: DataExport.objects.filter(asked_at__lt=before)),),
    own=(Own("accounts.DataExport", ("user",), ("asked_at", "ready_at")),),
)
SESSIONS = Holding(
    key="sessions",
    title="ログインの状態",
    models=("sessions.Session",),
    what="ログイン中であることと、続きの画面に進むための一時的な値。接続元のアドレスやブラウザの種類は保存しません",
    why="画面を移ってもログインしたままにするため",
    kept="最後の操作から12時間まで",
    at_departure="すぐに無効になり、消えます",
    expiries=(
        Expiry("期限の切れたログイン", timedelta(0), lambda before: Session.objects.filter(expire_date__lt=before)),
    ),
)
BODIES = Holding(
    key="bodies",
    title="自治体とドメイン",
    models=("accounts.Municipality", "accounts.MunicipalDomain", "accounts.MunicipalDomainEvent"),
    what="全国の自治体の名称と、その職員のメールアドレスと確かめられたドメイン、確かめた根拠",
    why="職場のメールアドレスから所属を判定するため",
    kept="ずっと（個人の情報を含みません）",
    at_departure="変わりません。確かめた運営の名前は消えます",
)
WORKS = Holding(
    key="works",
    title="仕組みを動かすための記録",
    models=(
        *("accounts.StoredFile", "accounts.FileRound", "accounts.DeadJob"),
        *("procrastinate.ProcrastinateWorker", "procrastinate.ProcrastinateJob"),
        *("procrastinate.ProcrastinateEvent", "procrastinate.ProcrastinatePeriodicDefer"),
        *("auth.Permission", "auth.Group", "auth.Group_permissions", "contenttypes.ContentType"),
    ),
    what="保存ファイルの点検、裏で行う処理の番号と結果。氏名やアドレスは含みません",
    why="処理を取りこぼさず、ファイルの欠損に気づくため",
    kept="処理の記録は成功したものが7日、失敗したものが90日",
    at_departure="変わりません",
    own_jobs=("dss.jobs.delete_finished_jobs",),
)

register(ACCOUNT, PROFILE, MEMBERSHIP, VENDORS, NOTIFICATIONS, MAIL, EXPORTS, ANNOUNCEMENTS)
register(TERMS, REPORTS, AUDIT, SESSIONS, BODIES, WORKS)
