"""What readers learn of the author of a comment. Every page takes its words from here."""

from __future__ import annotations

from accounts.models import Municipality, User
from documents.enums import CommentShownAs
from documents.models import DocumentComment

LEFT = "退会した方"


def comment_byline(comment: DocumentComment) -> str:
    """The author as far as they chose; needs `with_author`."""
    author = comment.author if comment.author is not None and comment.author.is_active else None
    return preview_byline(comment.shown_as, comment.municipality, author)


def preview_byline(shown_as: str, municipality: Municipality, person: User | None) -> str:
    """What readers will see when `person` chooses to be shown this way."""
    if shown_as == CommentShownAs.NAME_BODY:
        return f"{municipality.full_name} {person.name if person is not None else LEFT}"
    return f"{municipality.full_name}の職員"
