"""What can be reported of the shared documents."""

from accounts.reports import register_reportable
from documents.models import DocumentComment, SharedDocument, WantedDocument

register_reportable("document", SharedDocument, "共有文書")
register_reportable("document-comment", DocumentComment, "共有文書へのコメント")
register_reportable("wanted", WantedDocument, "探している文書")
