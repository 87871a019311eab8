"""What can be reported of the shared documents."""

from accounts.reports import paragraphs, register_reportable
from documents.models import DocumentComment, SharedDocument, WantedDocument


def _document_text(document: SharedDocument) -> str:
    """What is said about it; its files are kept in versions anyway."""
    return paragraphs([document.title, document.description])


def _comment_text(comment: DocumentComment) -> str:
    return comment.body


def _comment_name(comment: DocumentComment) -> str:
    return f"「{comment.document.title}」へのコメント"


def _wanted_text(wanted: WantedDocument) -> str:
    return paragraphs([wanted.title, wanted.text])


register_reportable("document", SharedDocument, "共有文書", text=_document_text)
register_reportable("document-comment", DocumentComment, "共有文書へのコメント", text=_comment_text, name=_comment_name)
register_reportable("wanted", WantedDocument, "探している文書", text=_wanted_text)
