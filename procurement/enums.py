"""Choices of procurement. A leaf module: nothing of ours is imported here."""

from django.db.models import TextChoices


class InquiryKind(TextChoices):
    QUESTION = "question", "問い合わせ"
    BROCHURE = "brochure", "資料請求"
    DEMO = "demo", "デモ依頼"


class InquiryStatus(TextChoices):
    """Seen from both sides: whose turn it is."""

    OPEN = "open", "未回答"
    ANSWERED = "answered", "回答あり"
    WAITING = "waiting", "再回答待ち"
    CLOSED = "closed", "終了"


class Disclosure(TextChoices):
    """What the vendor learns of the sender, from least to most."""

    BAND = "band", "団体の区分と人口規模だけを伝える"
    BODY = "body", "団体名を伝える"
    PERSON = "person", "団体名と氏名を伝える"


class MessageSide(TextChoices):
    STAFF = "staff", "自治体"
    VENDOR = "vendor", "事業者"
