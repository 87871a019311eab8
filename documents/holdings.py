"""What the documents' room keeps, why and how long."""

from __future__ import annotations

from dss.holdings import Holding, Own, register

DOCUMENTS = Holding(
    key="documents",
    title="共有文書",
    models=(
        *("documents.SharedDocument", "documents.SharedDocument_categories", "documents.SharedDocument_services"),
        *("documents.DocumentVersion", "documents.DocumentSearch", "documents.RedactionFinding"),
        *("documents.RedactionAnswer", "documents.DocumentDownload"),
    ),
    what="仕様書などのファイルと説明、伏せ字の確認、どの自治体が取得したか（取得した人は識別子だけ）",
    why="自治体どうしで文書を使い回し、その経緯をたどれるようにするため",
    kept="共有した自治体が取り下げるまで。取り下げた後も、使った自治体のために記録は残ります",
    at_departure="自治体の記録として残ります。登録した人の名前は消えます",
    own=(
        Own(
            "documents.SharedDocument",
            ("created_by", "created_by_key"),
            ("municipality", "title", "status", "created_at", "published_at"),
        ),
        Own(
            "documents.DocumentVersion",
            ("uploaded_by", "uploaded_by_key"),
            ("document", "number", "original_name", "note", "uploaded_at"),
        ),
        Own("documents.DocumentDownload", ("downloaded_by_key",), ("version", "municipality", "downloaded_at")),
    ),
)
COMMENTS = Holding(
    key="comments",
    title="文書へのコメントと探している文書",
    models=(
        *("documents.DocumentComment", "documents.DocumentHelpful", "documents.DocumentWatch"),
        *("documents.WantedDocument", "documents.WantedAnswer"),
    ),
    what="コメント、「役に立った」、ウォッチ、探している文書とその答え",
    why="文書について職員どうしで教え合うため",
    kept="書いた方が削除するまで",
    at_departure="ウォッチは消えます。コメントなどの本文は残り、名前は「退会した方」になります",
    own=(
        Own(
            "documents.DocumentComment",
            ("author", "author_key"),
            ("document", "municipality", "shown_as", "body", "created_at", "edited_at", "removed_at"),
        ),
        Own("documents.DocumentHelpful", ("person_key",), ("document", "created_at")),
        Own("documents.DocumentWatch", ("user",), ("document", "created_at")),
        Own(
            "documents.WantedDocument",
            ("asker", "asker_key"),
            ("municipality", "shown_as", "title", "text", "status", "created_at", "ended_at"),
        ),
        Own("documents.WantedAnswer", ("answered_by_key",), ("wanted", "note", "answered_at")),
    ),
)
TEMPLATES = Holding(
    key="templates",
    title="ひな形と記入中の文書",
    models=("documents.DocumentTemplate", "documents.TemplateDraft"),
    what="運営が承認したひな形と、自治体が記入している内容",
    why="仕様書などを、聞かれたことに答えるだけで作れるようにするため",
    kept="自治体が片付けるまで",
    at_departure="自治体の記録として残ります。記入した人の名前は消えます",
    own=(
        Own(
            "documents.TemplateDraft",
            ("created_by", "created_by_key"),
            ("municipality", "title", "created_at", "edited_at"),
        ),
    ),
)

register(DOCUMENTS, COMMENTS, TEMPLATES)
