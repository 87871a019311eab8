"""Choices of procurement. A leaf module: nothing of ours is imported here."""

from django.db.models import TextChoices


class InquiryKind(TextChoices):
    QUESTION = "question", "問い合わせ"
    BROCHURE = "brochure", "資料請求"
    DEMO = "demo", "デモ・試用の依頼"


class DemoFormat(TextChoices):
    """How a body would like to see the service at work."""

    ONLINE = "online", "オンラインでのデモ"
    VISIT = "visit", "訪問してのデモ"
    TRIAL = "trial", "試用環境の貸出し"
    ANY = "any", "どれでもよい"


class InquiryStatus(TextChoices):
    """Seen from both sides: whose turn it is."""

    OPEN = "open", "未回答"
    ANSWERED = "answered", "回答あり"
    WAITING = "waiting", "再回答待ち"
    DECLINED = "declined", "辞退"
    CLOSED = "closed", "終了"


class Disclosure(TextChoices):
    """What the vendor learns of the sender, from least to most."""

    BAND = "band", "団体の区分と人口規模だけを伝える"
    BODY = "body", "団体名を伝える"
    PERSON = "person", "団体名と氏名を伝える"


class MessageSide(TextChoices):
    STAFF = "staff", "自治体"
    VENDOR = "vendor", "事業者"


class ProjectStatus(TextChoices):
    ACTIVE = "active", "検討中"
    DECIDED = "decided", "決定済み"
    ARCHIVED = "archived", "保管"


class MemberRole(TextChoices):
    """How a colleague takes part in a project; the lead stands on the project itself."""

    MEMBER = "member", "担当"
    FOLLOWER = "follower", "見守る人"


class Verdict(TextChoices):
    """What the body thinks of one candidate."""

    CONSIDERING = "considering", "検討中"
    SHORTLISTED = "shortlisted", "有力"
    REJECTED = "rejected", "見送り"
    SELECTED = "selected", "選定"


class ProjectStepKind(TextChoices):
    """A line of a project's history, as its people read it."""

    CREATED = "created", "案件を作成"
    EDITED = "edited", "案件の内容を変更"
    CANDIDATE_ADDED = "candidate_added", "候補を追加"
    CANDIDATE_REFRESHED = "candidate_refreshed", "候補を最新の掲載内容に更新"
    CANDIDATE_REMOVED = "candidate_removed", "候補から外した"
    VERDICT = "verdict", "候補の評価を変更"
    NOTE = "note", "メモを記入"
    DOCUMENT_ATTACHED = "document_attached", "資料を添付"
    DOCUMENT_DETACHED = "document_detached", "資料の添付を取り消し"
    INQUIRY_SENT = "inquiry_sent", "事業者に問い合わせ"
    INQUIRY_TIED = "inquiry_tied", "問い合わせをこの案件に加えた"
    INQUIRY_REPLIED = "inquiry_replied", "問い合わせに続きを送信"
    INQUIRY_REVEALED = "inquiry_revealed", "問い合わせで伝える範囲を広げた"
    INQUIRY_ANSWERED = "inquiry_answered", "事業者から回答"
    BROCHURES_HANDED = "brochures_handed", "事業者から資料を受け取った"
    INQUIRY_DECLINED = "inquiry_declined", "事業者が問い合わせを辞退"
    INQUIRY_CLOSED = "inquiry_closed", "問い合わせを終了"
    INQUIRY_REOPENED = "inquiry_reopened", "問い合わせを再開"
    COPIED = "copied", "前の案件から作成"
    CONTINUED = "continued", "この案件から新しい案件を作成"
    MEMBER_ADDED = "member_added", "担当・見守りに加えた"
    MEMBER_REMOVED = "member_removed", "担当・見守りから外した"
    TAKEN_OVER = "taken_over", "担当を引き継いだ"
    HANDED_OVER = "handed_over", "担当を引き渡した"
    DECIDED = "decided", "結果を記録"
    ADOPTION_RECORDED = "adoption_recorded", "導入実績を登録"
    PAPER_MADE = "paper_made", "選定理由書を作成"
    CONTRACT_RECORDED = "contract_recorded", "契約期間を記録"
    LESSON_WRITTEN = "lesson_written", "振り返りを記入"
    ARCHIVED = "archived", "保管に移した"
    RESTORED = "restored", "保管から戻した"
    REOPENED = "reopened", "検討を再開"
    REQUEST_DRAFTED = "request_drafted", "見積依頼の下書きを作成"
    REQUEST_OPENED = "request_opened", "見積を依頼"
    REQUEST_EXTENDED = "request_extended", "見積の回答期限を延長"
    REQUEST_AMENDED = "request_amended", "見積依頼の内容を変更"
    VENDOR_INVITED = "vendor_invited", "見積の依頼先を追加"
    REQUEST_CLOSED = "request_closed", "見積の受付を終了"
    REQUEST_CANCELLED = "request_cancelled", "見積依頼を取り消し"
    QUOTE_RECEIVED = "quote_received", "見積が届いた"
    QUOTE_WITHDRAWN = "quote_withdrawn", "見積の取下げ"
    QUOTE_RESUMED = "quote_resumed", "見積の辞退を取り消し"
    REQUEST_DISCARDED = "request_discarded", "見積依頼の下書きを破棄"
    REFERENCE_ASKED = "reference_asked", "導入団体に質問"
    QUOTE_DECLINED = "quote_declined", "見積の辞退"
    QUESTION_ASKED = "question_asked", "事業者からの質問"
    QUESTION_ANSWERED = "question_answered", "質問に回答"


class QuoteRequestStatus(TextChoices):
    """What people decided. That a deadline passed is a fact of the clock, see `QuotePhase`."""

    DRAFT = "draft", "下書き"
    OPEN = "open", "依頼済み"
    CLOSED = "closed", "締切前に受付終了"
    DECIDED = "decided", "結果決定"
    CANCELLED = "cancelled", "中止"


class QuotePhase(TextChoices):
    """Where a request stands at a moment: its status and the clock together. Never stored."""

    DRAFT = "draft", "下書き"
    ACCEPTING = "accepting", "受付中"
    CLOSED = "closed", "受付終了"
    DECIDED = "decided", "結果決定"
    CANCELLED = "cancelled", "中止"


class QuoteItemKind(TextChoices):
    """How often the amount of a line is paid."""

    ONE_TIME = "one_time", "初期・一時"
    MONTHLY = "monthly", "月額"
    YEARLY = "yearly", "年額"
    OTHER = "other", "その他（1回）"


class QuoteNetwork(TextChoices):
    """From which of a body's networks the service is used."""

    MYNUMBER = "mynumber", "マイナンバー利用事務系"
    LGWAN = "lgwan", "LGWAN接続系"
    INTERNET = "internet", "インターネット接続系"


class QuoteInvitationStatus(TextChoices):
    INVITED = "invited", "依頼中"
    DECLINED = "declined", "辞退"


class QuoteStatus(TextChoices):
    DRAFT = "draft", "作成中"
    SUBMITTED = "submitted", "提出済み"
    OUTDATED = "outdated", "旧条件での見積"
    WITHDRAWN = "withdrawn", "取下げ"


class QuoteTax(TextChoices):
    """In which way all amounts of a quote are written."""

    EXCLUDED = "excluded", "税抜"
    INCLUDED = "included", "税込"


class QuoteTaxRate(TextChoices):
    """The consumption tax of one line. How many per cent that is, `amounts` knows."""

    STANDARD = "standard", "10％"
    REDUCED = "reduced", "8％（軽減税率）"
    NONE = "none", "非課税・不課税"


class OutcomeKind(TextChoices):
    """What a project, or a request for quotes, came to."""

    AWARDED = "awarded", "選定"
    NONE_SUITABLE = "none_suitable", "該当なし"
    CANCELLED = "cancelled", "取りやめ"


class ReferenceAudience(TextChoices):
    """Who reads a question to adopters and its answers."""

    ASKED = "asked", "質問した団体と、質問を受けた団体の職員だけ"
    STAFF = "staff", "すべての自治体職員"
