"""Choices of the ground app. A leaf: imports nothing of ours."""

from django.db.models import TextChoices


class MunicipalityKind(TextChoices):
    PREFECTURE = "prefecture", "都道府県"
    DESIGNATED_CITY = "designated_city", "政令指定都市"
    CORE_CITY = "core_city", "中核市"
    SPECIAL_WARD = "special_ward", "特別区"
    CITY = "city", "市"
    TOWN = "town", "町"
    VILLAGE = "village", "村"
    ASSOCIATION = "association", "一部事務組合・広域連合"


class PopulationBand(TextChoices):
    UNDER_5K = "under_5k", "5千人未満"
    FROM_5K = "5k_10k", "5千人〜1万人未満"
    FROM_10K = "10k_30k", "1万人〜3万人未満"
    FROM_30K = "30k_50k", "3万人〜5万人未満"
    FROM_50K = "50k_100k", "5万人〜10万人未満"
    FROM_100K = "100k_200k", "10万人〜20万人未満"
    FROM_200K = "200k_500k", "20万人〜50万人未満"
    OVER_500K = "over_500k", "50万人以上"


class NetworkModel(TextChoices):
    ALPHA = "alpha", "αモデル"
    ALPHA_DASH = "alpha_dash", "α′モデル"
    BETA = "beta", "βモデル"
    BETA_DASH = "beta_dash", "β′モデル"


class DomainStatus(TextChoices):
    PROPOSED = "proposed", "提案中"
    VERIFIED = "verified", "確認済み"
    REVOKED = "revoked", "取消"


class MembershipStatus(TextChoices):
    ACTIVE = "active", "有効"
    SUSPENDED = "suspended", "停止中"
    REVOKED = "revoked", "取消"
    ENDED = "ended", "終了"


class RequestStatus(TextChoices):
    PENDING = "pending", "確認待ち"
    APPROVED = "approved", "承認"
    REJECTED = "rejected", "却下"


class SignupDoor(TextChoices):
    STAFF = "staff", "自治体職員"
    VENDOR = "vendor", "事業者"
    ADVISOR = "advisor", "専門家アドバイザー"
    NONE = "none", "運営が登録"


class Reach(TextChoices):
    """Whether colleagues of other bodies find a member of staff by experience, and ask them. By default not."""

    HIDDEN = "hidden", "探せないようにする"
    FOUND = "found", "探せるようにする（回答の依頼は受けない）"
    ASKED = "asked", "探せるようにし、回答の依頼も受ける"


class VendorSize(TextChoices):
    SMALL = "small", "小規模（従業員20人以下）"
    MEDIUM = "medium", "中小（従業員300人以下）"
    LARGE = "large", "大企業"
    NONPROFIT = "nonprofit", "NPO・団体"
    COMMUNITY = "community", "OSS開発コミュニティ"


class VendorRole(TextChoices):
    """What somebody may do for a vendor. An editor's stored value is that of the former role "member"."""

    OWNER = "owner", "管理者"
    EDITOR = "member", "編集者"
    VIEWER = "viewer", "閲覧者"


class VendorHandoverStatus(TextChoices):
    OPEN = "open", "返事待ち"
    ACCEPTED = "accepted", "引き継ぎ済み"
    DECLINED = "declined", "辞退"
    WITHDRAWN = "withdrawn", "取消"


class MailStatus(TextChoices):
    PENDING = "pending", "送信待ち"
    SENDING = "sending", "送信中"
    SENT = "sent", "送信済み"
    FAILED = "failed", "送信失敗"
    UNKNOWN = "unknown", "結果不明"
    WITHHELD = "withheld", "送信取りやめ"
    HELD = "held", "まとめ待ち"
    SUMMED = "summed", "ほかとまとめて送信"


class Area(TextChoices):
    """What kinds of notifications are grouped by."""

    BOARDS = "boards", "課とトピック"
    EVENTS = "events", "座談会とコラム"
    DOCUMENTS = "documents", "共有文書"
    INQUIRIES = "inquiries", "問い合わせ・資料請求"
    QUOTES = "quotes", "検討案件と見積"
    CATALOG = "catalog", "掲載・導入実績・レビュー"
    OPERATIONS = "operations", "運営"
    ACCOUNT = "account", "アカウント"


class Way(TextChoices):
    """How a person wants to be told of one kind of event."""

    SITE = "site", "画面だけ"
    NOW = "now", "すぐメール"
    DIGEST = "digest", "まとめてメール"
    NONE = "none", "受け取らない"


class BounceKind(TextChoices):
    HARD = "hard", "届かない宛先"
    SOFT = "soft", "一時的に届かない"
    COMPLAINT = "complaint", "迷惑メールの申告"


class SuspensionCause(TextChoices):
    HARD = "hard", "宛先がないと返された"
    SOFT = "soft", "届かないことが続いた"


class ReportStatus(TextChoices):
    OPEN = "open", "未対応"
    UPHELD = "upheld", "対応済み"
    DISMISSED = "dismissed", "対応不要"


class DigestChoice(TextChoices):
    """How often the まとめメール comes. NONE is never stored: it is the preference against mails of that kind."""

    WEEKLY = "weekly", "毎週（月曜日の朝8時ごろ）"
    DAILY = "daily", "毎日（開庁日の朝8時ごろ）"
    NONE = "none", "受け取らない"


class TermsKind(TextChoices):
    TERMS = "terms", "利用規約"
    PRIVACY = "privacy", "プライバシーポリシー"
    ACCESSIBILITY = "accessibility", "アクセシビリティ方針"
    HELP = "help", "ヘルプ"


#: What people agree to; the other pages are read.
AGREED_KINDS = (TermsKind.TERMS, TermsKind.PRIVACY)


class FileState(TextChoices):
    SOUND = "sound", "正常"
    MISSING = "missing", "見つからない"
    CHANGED = "changed", "内容が違う"


class FileRoundKind(TextChoices):
    SWEEP = "sweep", "整理"
    CHECK = "check", "照合"


class ExportStatus(TextChoices):
    """A copy of a person's own data, made in the background."""

    WAITING = "waiting", "作成中"
    READY = "ready", "受け取れます"


class AnnouncementStatus(TextChoices):
    """An announcement's way; it can be published again after it was withdrawn."""

    DRAFT = "draft", "下書き"
    PUBLISHED = "published", "公開"
    WITHDRAWN = "withdrawn", "取下げ"


class AnnouncementAudience(TextChoices):
    """Who reads an announcement."""

    EVERYBODY = "everybody", "すべての方"
    STAFF = "staff", "自治体職員"
    VENDORS = "vendors", "事業者"


class Importance(TextChoices):
    """Urgent announcements stand above every page."""

    NORMAL = "normal", "通常"
    URGENT = "urgent", "障害・メンテナンス"
