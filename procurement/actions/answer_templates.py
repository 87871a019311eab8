"""The text blocks of a vendor's team."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.models import User, Vendor
from accounts.personas import persona_of
from dss.access import DomainError
from procurement.models import MOST_TEMPLATES, AnswerTemplate
from procurement.policies import can_delete_answer_template, can_write_answer_template

_TITLE_TAKEN = "同じ名前の定型文があります。別の名前にしてください。"


class TemplateChanged(DomainError):
    """A colleague saved another text meanwhile; `template` is how it reads now."""

    def __init__(self, template: AnswerTemplate) -> None:
        super().__init__("編集している間に、ほかのメンバーがこの定型文を書き換えました。")
        self.template = template


@transaction.atomic
def create_answer_template(*, title: str, body: str, client_token: UUID, actor: User, now: datetime) -> AnswerTemplate:
    """Add a text block to one's own team's. The same form sent twice makes one."""
    can_write_answer_template(actor).or_refuse()
    vendor = _lock_vendor(actor, now)
    twin = AnswerTemplate.objects.filter(vendor=vendor, client_token=client_token).first()
    if twin is not None:
        return twin
    if AnswerTemplate.objects.filter(vendor=vendor).count() >= MOST_TEMPLATES:
        raise DomainError(f"定型文は{MOST_TEMPLATES}件までです。使わないものを削除してください。")
    template = AnswerTemplate(
        vendor=vendor,
        title=title,
        body=body,
        client_token=client_token,
        created_at=now,
        updated_at=now,
        updated_by=actor,
    )
    _save(template)
    record(actor=actor, verb="create_answer_template", obj=template, now=now)
    return template


@transaction.atomic
def edit_answer_template(
    *, template: AnswerTemplate, title: str, body: str, revision: int, actor: User, now: datetime
) -> AnswerTemplate:
    """Replace name and text. TemplateChanged: `revision` is not the present one any more."""
    locked = _lock(template)
    can_write_answer_template(actor, locked).or_refuse()
    if revision != locked.revision:
        raise TemplateChanged(locked)
    if (title, body) == (locked.title, locked.body):
        return locked
    locked.title, locked.body = title, body
    locked.revision += 1
    locked.updated_at, locked.updated_by = now, actor
    _save(locked)
    record(actor=actor, verb="edit_answer_template", obj=locked, now=now, data={"revision": locked.revision})
    return locked


@transaction.atomic
def delete_answer_template(*, template: AnswerTemplate, actor: User, now: datetime) -> None:
    """Take a text block away from the team. DomainError: a colleague was quicker."""
    locked = _lock(template)
    can_delete_answer_template(actor, locked).or_refuse()
    record(actor=actor, verb="delete_answer_template", obj=locked, now=now)
    locked.delete()


def _lock_vendor(actor: User, now: datetime) -> Vendor:
    vendor = persona_of(actor, now).vendor
    if vendor is None:
        raise DomainError("事業者のチームから外れているため、保存できません。")
    return Vendor.objects.select_for_update(no_key=True).get(pk=vendor.pk)


def _lock(template: AnswerTemplate) -> AnswerTemplate:
    locked = (
        AnswerTemplate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("vendor", "updated_by")
        .filter(pk=template.pk)
        .first()
    )
    if locked is None:
        raise DomainError("この定型文は、すでに削除されています。")
    return locked


def _save(template: AnswerTemplate) -> None:
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        raise DomainError(_TITLE_TAKEN) from error
