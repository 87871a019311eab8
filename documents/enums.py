"""Choices of the shared documents. A leaf module: nothing of ours is imported here."""

from django.db.models import TextChoices


class FileFormat(TextChoices):
    """What is taken in, by the ending of the name."""

    DOCX = "docx", "Word文書"
    XLSX = "xlsx", "Excelブック"
    PDF = "pdf", "PDF"
    TXT = "txt", "テキスト"
    MD = "md", "Markdown"
    CSV = "csv", "CSV"


class DocumentKind(TextChoices):
    SPECIFICATION = "specification", "仕様書"
    CONTRACT = "contract", "契約書"
    RFI = "rfi", "RFI（情報提供依頼書）"
    RFP = "rfp", "RFP（提案依頼書）"
    CRITERIA = "criteria", "評価基準"
    GUIDELINE = "guideline", "要綱・要領"
    OTHER = "other", "その他"


class DocumentStatus(TextChoices):
    """A draft is the owner's alone; suspended is the operators' word, which the owner cannot undo."""

    DRAFT = "draft", "公開前"
    PUBLISHED = "published", "公開中"
    WITHDRAWN = "withdrawn", "取下げ"
    SUSPENDED = "suspended", "運営による停止"


class DraftedBy(TextChoices):
    """Whose words they are: a vendor's draft favours its own product, and is marked on every page."""

    MUNICIPALITY = "municipality", "自治体が作成"
    VENDOR = "vendor", "事業者の案"


class AmountBand(TextChoices):
    """What was bought with it, roughly: the whole contract, tax included."""

    UNDER_1M = "under_1m", "100万円未満"
    FROM_1M = "1m_5m", "100万円〜500万円未満"
    FROM_5M = "5m_10m", "500万円〜1,000万円未満"
    FROM_10M = "10m_50m", "1,000万円〜5,000万円未満"
    FROM_50M = "50m_100m", "5,000万円〜1億円未満"
    OVER_100M = "over_100m", "1億円以上"


class ReuseTerms(TextChoices):
    """What staff of other bodies may do with the text, as its owner says."""

    FREE = "free", "自由に改変できます"
    CREDIT = "credit", "出典を書けば改変できます"
    REFERENCE = "reference", "参考のみ（転載できません）"
    ASK = "ask", "登録した自治体に問い合わせてください"


class RedactionVerdict(TextChoices):
    """What a colleague says of a place the checker found."""

    PUBLIC = "public", "公表している情報なので、このままでよい"
    MISTAKEN = "mistaken", "伏せる情報ではない（読み違い、記入欄、例）"
    FIX = "fix", "伏せる必要がある（直した版を登録する）"


class TemplateStatus(TextChoices):
    """A fill-in template is approved by operators before staff see it; a newer version retires the one before."""

    DRAFT = "draft", "確認前"
    APPROVED = "approved", "公開中"
    RETIRED = "retired", "廃止"


class ParseStatus(TextChoices):
    """Whether the text of a version was read, by the worker, apart from everything else."""

    PENDING = "pending", "読み取り待ち"
    PARSED = "parsed", "読み取り済み"
    FAILED = "failed", "読み取れません"


class CommentShownAs(TextChoices):
    """What readers of a comment learn of its author."""

    NAME_BODY = "name_body", "自治体名と氏名"
    BODY = "body", "自治体名だけ"


class CommentRemovedBy(TextChoices):
    AUTHOR = "author", "書いた本人"
    OPERATORS = "operators", "運営"


class WantedShownAs(TextChoices):
    """What readers of a wanted document learn of who looks for it; no name of a person ever."""

    BODY = "body", "自治体名"
    BODY_CLASS = "body_class", "自治体の種類と人口規模だけ"


class WantedStatus(TextChoices):
    """Whether it was answered is counted from its answers; `expired` is the clock's word."""

    OPEN = "open", "探しています"
    FOUND = "found", "見つかりました"
    CLOSED = "closed", "取りやめました"
    EXPIRED = "expired", "期限で終了しました"
    REMOVED = "removed", "運営が取り下げました"
