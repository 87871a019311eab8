"""What procurement keeps, why and how long. Its texts belong to the body or the vendor, so a person's copy of their own
data lists what they did without the words."""

from __future__ import annotations

from dss.holdings import Holding, Own, register

OF_THE_BODY = "自治体の記録として残ります。担当者の名前は「退会した職員」になるか、空欄になります"

INQUIRIES = Holding(
    key="inquiries",
    title="問い合わせと資料請求",
    models=(
        *("procurement.Inquiry", "procurement.InquiryMessage", "procurement.InquiryAttachment"),
        *("procurement.BrochureHandover", "procurement.BrochureDownload", "procurement.AnswerTemplate"),
        *("procurement.Assignment", "procurement.AssignmentStep"),
    ),
    what="自治体と事業者のやり取り、添付ファイル、渡した資料、事業者の担当者",
    why="問い合わせを届け、異動の後も経緯を引き継げるようにするため",
    kept="自治体と事業者の双方の記録として残します",
    at_departure=OF_THE_BODY,
    own=(
        Own("procurement.Inquiry", ("created_by",), ("kind", "subject", "municipality", "created_at")),
        Own("procurement.InquiryMessage", ("author",), ("inquiry", "created_at")),
        Own("procurement.BrochureDownload", ("downloaded_by_key",), ("downloaded_at",)),
    ),
)
PROJECTS = Holding(
    key="projects",
    title="検討案件",
    models=(
        *("procurement.Project", "procurement.ProjectMember", "procurement.Candidate", "procurement.ProjectNote"),
        *("procurement.ProjectStep", "procurement.ProjectDocument", "procurement.ProjectSearch"),
    ),
    what="検討の目的、候補、メモ、担当者、経緯",
    why="検討の理由を自治体に残し、後任の方が続けられるようにするため",
    kept="自治体の記録として残します",
    at_departure=f"案件の担当から外れます。{OF_THE_BODY}",
    own=(
        Own("procurement.Project", ("created_by", "lead"), ("title", "municipality", "status", "created_at")),
        Own("procurement.ProjectMember", ("user",), ("project", "role", "added_at")),
        Own("procurement.ProjectNote", ("author",), ("project", "created_at")),
    ),
)
QUOTES = Holding(
    key="quotes",
    title="見積依頼と見積",
    models=(
        *("procurement.QuoteRequest", "procurement.QuoteRequestItem", "procurement.QuoteRequestAttachment"),
        *("procurement.QuoteDeadlineChange", "procurement.QuoteInvitation", "procurement.QuoteQuestion"),
        *("procurement.Quote", "procurement.QuoteVersion", "procurement.QuoteLine", "procurement.QuoteAmendment"),
    ),
    what="依頼の内容、質問と回答、見積のすべての版",
    why="同じ条件で公平に比べ、その経緯を説明できるようにするため",
    kept="自治体と事業者の双方の記録として残します",
    at_departure=OF_THE_BODY,
    own=(
        Own("procurement.QuoteRequest", ("created_by",), ("title", "project", "status", "created_at")),
        Own("procurement.QuoteQuestion", ("asked_by",), ("body", "asked_at")),
        Own("procurement.QuoteVersion", ("submitted_by_key",), ("quote", "number", "submitted_at")),
    ),
)
OUTCOMES = Holding(
    key="outcomes",
    title="結果と契約",
    models=(
        *("procurement.Outcome", "procurement.OutcomeRemark", "procurement.OutcomeContract"),
        *("procurement.ContractReminder", "procurement.OutcomeLesson", "procurement.OutcomeLessonText"),
    ),
    what="選定の結果と理由、契約期間、振り返り",
    why="選んだ理由を残し、契約の終わりを見落とさないようにするため",
    kept="自治体の記録として残します",
    at_departure=OF_THE_BODY,
    own=(
        Own("procurement.Outcome", ("decided_by",), ("decided_at",)),
        Own("procurement.OutcomeLessonText", ("written_by_key",), ("written_at",)),
    ),
)
REFERENCES = Holding(
    key="references",
    title="導入団体への質問",
    models=("procurement.ReferenceChoice", "procurement.ReferenceRequest", "procurement.ReferenceAsked"),
    what="どの自治体がどのサービスについて、どの自治体に尋ねたか、受け付けるかどうか",
    why="使っている自治体に、直接尋ねられるようにするため",
    kept="自治体の記録として残します",
    at_departure=OF_THE_BODY,
    own=(Own("procurement.ReferenceRequest", ("asked_by",), ("service", "municipality", "created_at")),),
)

register(INQUIRIES, PROJECTS, QUOTES, OUTCOMES, REFERENCES)
