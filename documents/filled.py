"""A draft as a file and as text: its template filled in, by the limited process."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from documents.files import CheckedUpload, check_upload
from documents.filling.running import CannotFill, filled_file, filled_text
from documents.filling.values import beginnings, context_of
from documents.models import DocumentTemplate, TemplateDraft
from documents.preview import Element, elements
from dss.access import DomainError
from dss.antivirus import UNAVAILABLE_CODE

_FAILED = "書式に書き込めませんでした。時間をおいても続くときは、運営にお問い合わせください。"


class ScannerSilent(DomainError):
    """The file was made, and nobody could say that it is harmless. Answered with 503."""

    code = UNAVAILABLE_CODE

    def __init__(self) -> None:
        super().__init__("ただいまウイルスの検査ができないため、文書を作れません。しばらくしてから、お試しください。")


def filled_upload(draft: TemplateDraft) -> CheckedUpload:
    """The filled docx, checked like anything that is uploaded."""
    try:
        content = filled_file(*_parts(draft))
        return check_upload(ContentFile(content, name=f"{draft.title}.docx"))
    except ValidationError as error:
        if error.code == UNAVAILABLE_CODE:
            raise ScannerSilent from error
        raise DomainError(_FAILED) from error
    except (CannotFill, FileNotFoundError) as error:
        raise DomainError(_FAILED) from error


def filled_elements(draft: TemplateDraft) -> list[Element]:
    """The filled text for a page."""
    try:
        portions = filled_text(*_parts(draft))
    except (CannotFill, FileNotFoundError) as error:
        raise DomainError(_FAILED) from error
    return elements([dict(block) for portion in portions for block in portion])


def blank_elements(template: DocumentTemplate) -> list[Element]:
    """The text of a template with nothing but its beginnings in it."""
    return filled_elements(TemplateDraft(template=template, answers=beginnings(template.questions())))


def _parts(draft: TemplateDraft) -> tuple[bytes, dict[str, Any]]:
    with draft.template.open_file() as file:
        content = file.read()
    return content, context_of(draft.template.questions(), draft.answers)
