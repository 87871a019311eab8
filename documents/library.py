"""The templates that come with the product: built from `filling/library/`, taken in and approved where they changed."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

from django.core.files.base import ContentFile

from documents import actions
from documents.enums import DocumentKind
from documents.files import check_upload
from documents.filling.building import built
from documents.filling.checking import check_template
from documents.filling.declaration import from_data
from documents.models import DocumentTemplate

LIBRARY = Path(__file__).parent / "filling" / "library"


def codes() -> list[str]:
    """Of the templates that come with the product."""
    return sorted(each.stem for each in LIBRARY.glob("*.toml"))


def load_template(code: str, *, now: datetime) -> DocumentTemplate | None:
    """Take a template in and approve it; nothing when it is there already, or when operators went on with their own."""
    data = tomllib.loads((LIBRARY / f"{code}.toml").read_text(encoding="utf-8"))
    about, declaration = data["template"], from_data(data["fields"])
    content = built((LIBRARY / f"{code}.md").read_text(encoding="utf-8"))
    upload = check_upload(ContentFile(content, name=f"{about['title']}.docx"))
    newest = DocumentTemplate.objects.of_code(code).first()
    if newest is not None and (
        newest.created_by_key is not None or _is_same(newest, upload.sha256, declaration.source)
    ):
        return None
    facts = actions.TemplateFacts(
        code=code,
        title=about["title"],
        kind=DocumentKind(about["kind"]),
        summary=about["summary"],
        position=about["position"],
    )
    checked = check_template(upload, declaration)
    template = actions.register_template(facts=facts, checked=checked, actor=None, now=now)
    return actions.approve_template(template=template, actor=None, now=now)


def _is_same(template: DocumentTemplate, sha256: str, declaration: list[dict[str, object]]) -> bool:
    return template.sha256 == sha256 and template.declaration == declaration
