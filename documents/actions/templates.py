"""Fill-in templates: taken in, approved, retired. Only operators, and the command that brings those of the product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from documents.enums import DocumentKind, TemplateStatus
from documents.files import stored
from documents.filling.checking import CheckedTemplate
from documents.models import DocumentTemplate
from documents.policies import can_manage_templates
from dss.access import DomainError

TEMPLATE_FOLDER = "templates"
REPLACED = "新しい版を承認したため"


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """What is said of a template besides its file and its questions."""

    code: str
    title: str
    kind: DocumentKind
    summary: str
    position: int = 100


@transaction.atomic
def register_template(
    *, facts: TemplateFacts, checked: CheckedTemplate, actor: User | None, now: datetime
) -> DocumentTemplate:
    """The next version of a template, seen by nobody before it is approved. `actor` None: it comes with the product."""
    if actor is not None:
        can_manage_templates(actor).or_refuse()
    versions = _lock_versions(facts.code)
    newest = versions[-1] if versions else None
    if (
        newest is not None
        and newest.sha256 == checked.upload.sha256
        and newest.declaration == checked.declaration.source
    ):
        raise DomainError(f"第{newest.number}版とまったく同じ内容です。")
    template = DocumentTemplate.objects.create(
        code=facts.code,
        number=newest.number + 1 if newest is not None else 1,
        position=facts.position,
        title=facts.title,
        kind=facts.kind,
        summary=facts.summary,
        declaration=checked.declaration.source,
        file=stored(checked.upload, TEMPLATE_FOLDER),
        original_name=checked.upload.name,
        size=checked.upload.size,
        sha256=checked.upload.sha256,
        created_at=now,
        created_by_key=actor.key if actor is not None else None,
    )
    data = {"code": facts.code, "number": template.number, "sha256": template.sha256}
    record(actor=actor, verb="register_template", obj=template, now=now, data=data)
    return template


@transaction.atomic
def approve_template(*, template: DocumentTemplate, actor: User | None, now: datetime) -> DocumentTemplate:
    """Let staff begin with it; the version before is retired, and drafts begun with that one go on."""
    if actor is not None:
        can_manage_templates(actor).or_refuse()
    versions = _lock_versions(template.code)
    locked = next(each for each in versions if each.pk == template.pk)
    _step(locked, TemplateStatus.APPROVED)
    for each in versions:
        if each.is_approved and each.pk != locked.pk:
            _retire(each, REPLACED, actor, now)
    locked.approved_at = now
    locked.save(update_fields=["status", "approved_at"])
    record(actor=actor, verb="approve_template", obj=locked, now=now)
    return locked


@transaction.atomic
def retire_template(*, template: DocumentTemplate, reason: str, actor: User, now: datetime) -> DocumentTemplate:
    """No draft begins with it any more; those begun go on."""
    can_manage_templates(actor).or_refuse()
    locked = next(each for each in _lock_versions(template.code) if each.pk == template.pk)
    _retire(locked, reason, actor, now)
    return locked


def _lock_versions(code: str) -> list[DocumentTemplate]:
    """All versions of a template, the oldest first, held until the transaction ends."""
    return list(DocumentTemplate.objects.select_for_update(no_key=True).filter(code=code).order_by("number"))


def _retire(template: DocumentTemplate, reason: str, actor: User | None, now: datetime) -> None:
    _step(template, TemplateStatus.RETIRED)
    template.retired_at = now
    template.retired_reason = reason[:300]
    template.save(update_fields=["status", "retired_at", "retired_reason"])
    record(actor=actor, verb="retire_template", obj=template, now=now, reason=reason)


def _step(template: DocumentTemplate, status: TemplateStatus) -> None:
    if status not in DocumentTemplate.TRANSITIONS[TemplateStatus(template.status)]:
        raise DomainError(f"この書式はすでに「{template.get_status_display()}」になっています。")
    template.status = status
