"""A listing begun as a copy of another."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from catalog.actions.locking import lock_service
from catalog.actions.screenshots import copied_screenshots
from catalog.enums import ServiceStatus
from catalog.models import NAME_LENGTH, Service, ServiceDraft
from catalog.policies import can_edit_service
from catalog.specsheet import QuestionType, load_sheet
from dss.access import DomainError

COPY_MARK = "（写し）"


@transaction.atomic
def copy_service(*, service: Service, actor: User, now: dt.datetime) -> Service:
    """A new listing of the same vendor whose draft says what this one says: the working text, else what is published.

    Certificates are left out: each was given to one service until one day, and a copy must not claim it. Pressed
    twice, the copy that nobody has written in yet is returned.
    """
    service = lock_service(service.pk)
    can_edit_service(actor, service).or_refuse()
    source = ServiceDraft.objects.filter(service=service).first() or service.current
    if source is None:
        raise DomainError("このサービスには写せる掲載内容がありません。")
    name = f"{source.name[: NAME_LENGTH - len(COPY_MARK)]}{COPY_MARK}"
    untouched = Service.objects.filter(
        vendor=service.vendor, status=ServiceStatus.DRAFT, name=name, draft__revision=1
    ).first()
    if untouched is not None:
        return untouched
    copy = Service.objects.create(vendor=service.vendor, name=name, created_at=now)
    certificates = {question.key for question in load_sheet().questions if question.type == QuestionType.CERTIFICATE}
    ServiceDraft.objects.create(
        service=copy,
        name=name,
        name_kana=source.name_kana,
        tagline=source.tagline,
        description=source.description,
        answers={key: answer for key, answer in source.answers.items() if key not in certificates},
        plans=source.plans,
        screenshots=copied_screenshots(source.screenshots, copy),
        updated_at=now,
    )
    record(actor=actor, verb="service_copied", obj=copy, now=now, data={"from": service.pk})
    return copy
