"""Choices of the catalogue. A leaf module: nothing of ours is imported here."""

from django.db.models import TextChoices


class CategoryAxis(TextChoices):
    """The four independent ways a service is classified."""

    WORK = "work", "対象業務"
    AUDIENCE = "audience", "利用者"
    DELIVERY = "delivery", "提供形態"
    NETWORK = "network", "ネットワーク"


class ServiceStatus(TextChoices):
    DRAFT = "draft", "未公開"
    PUBLISHED = "published", "公開中"
    UNPUBLISHED = "unpublished", "公開停止"
    SUSPENDED = "suspended", "運営による停止"


class DraftStatus(TextChoices):
    EDITING = "editing", "編集中"
    IN_REVIEW = "in_review", "審査中"
    RETURNED = "returned", "差戻し"


class ScreenshotStatus(TextChoices):
    PENDING = "pending", "変換中"
    READY = "ready", "表示できます"
    REFUSED = "refused", "表示できません"


class UploadStatus(TextChoices):
    """Of a table that a vendor uploaded."""

    PENDING = "pending", "確認待ち"
    APPLIED = "applied", "反映済み"
    DISCARDED = "discarded", "取りやめ"


class AdoptionStage(TextChoices):
    CONSIDERING = "considering", "検討"
    TRIAL = "trial", "試行"
    IN_USE = "in_use", "本番"
    ENDED = "ended", "終了"


class Likeness(TextChoices):
    """In what bodies are alike, as far as somebody asks for it."""

    KIND = "kind", "団体区分が同じ"
    POPULATION = "population", "人口規模が同じ"
    PREFECTURE = "prefecture", "都道府県が同じ"
    NETWORK = "network", "ネットワークモデルが同じ"


class SearchAlert(TextChoices):
    """How a person is told that a saved search finds something new."""

    NONE = "none", "知らせない"
    SITE = "site", "サイト内のお知らせだけ"
    DAILY = "daily", "メールで毎日（新着・更新があった日）"
    WEEKLY = "weekly", "メールで毎週"


class AdoptionOrigin(TextChoices):
    """Who recorded the adoption; shown as a label until the municipality confirms it."""

    VENDOR = "vendor", "事業者申告"
    STAFF = "staff", "職員申告"


class AdoptionStatus(TextChoices):
    CLAIMED = "claimed", "未確認"
    CONFIRMED = "confirmed", "確認済み"
    DISPUTED = "disputed", "異議あり"
    WITHDRAWN = "withdrawn", "取下げ"


class ProcurementMethod(TextChoices):
    OPEN_BIDDING = "open_bidding", "一般競争入札"
    DESIGNATED_BIDDING = "designated_bidding", "指名競争入札"
    PROPOSAL = "proposal", "公募型プロポーザル"
    NEGOTIATED = "negotiated", "随意契約"
    JOINT = "joint", "共同調達・共同利用"
    FREE = "free", "無償・実証"
    OTHER = "other", "その他"


class TaxTreatment(TextChoices):
    INCLUDED = "included", "税込"
    EXCLUDED = "excluded", "税抜"


class ReviewStatus(TextChoices):
    PUBLISHED = "published", "公開"
    WITHDRAWN = "withdrawn", "取下げ"
    HIDDEN = "hidden", "運営による非表示"


class ReviewDisclosure(TextChoices):
    """What everybody, the vendor included, learns of the author; from least to most."""

    BAND = "band", "団体の区分と人口規模だけを表示する"
    BODY = "body", "団体名を表示する"
    PERSON = "person", "団体名と氏名を表示する"


class UsagePeriod(TextChoices):
    """Years of use, in steps so wide that they single nobody out."""

    TRIAL = "trial", "試行のみ"
    UNDER_1 = "under_1", "1年未満"
    FROM_1 = "1_3", "1年以上3年未満"
    FROM_3 = "3_5", "3年以上5年未満"
    OVER_5 = "over_5", "5年以上"


class ReviewerRole(TextChoices):
    USER = "user", "業務で使う担当者"
    SYSTEM = "system", "情報システムの担当者"
    PROCUREMENT = "procurement", "調達・契約の担当者"
    MANAGER = "manager", "管理職"
    OTHER = "other", "その他"
