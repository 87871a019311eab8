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


class AdoptionStage(TextChoices):
    CONSIDERING = "considering", "検討"
    TRIAL = "trial", "試行"
    IN_USE = "in_use", "本番"
    ENDED = "ended", "終了"


class AdoptionOrigin(TextChoices):
    """Who recorded the adoption; shown as a label until the municipality confirms it."""

    VENDOR = "vendor", "事業者申告"
    STAFF = "staff", "職員申告"


class AdoptionStatus(TextChoices):
    CLAIMED = "claimed", "未確認"
    CONFIRMED = "confirmed", "確認済み"
    DISPUTED = "disputed", "異議あり"


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
