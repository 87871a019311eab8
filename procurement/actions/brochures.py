"""Brochures: handed to a municipality within a thread, and fetched by its people."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.audit import record
from accounts.models import User
from catalog.models import Brochure
from dss.access import DomainError
from procurement.actions.threads import lock_inquiry, refuse_closed, tell_project
from procurement.emails import send_brochures_handed
from procurement.enums import ProjectStepKind
from procurement.models import BrochureDownload, BrochureHandover, Inquiry
from procurement.policies import can_answer_lead, can_download_brochure


def hand_over(inquiry: Inquiry, *, now: datetime) -> list[BrochureHandover]:
    """Give the locked thread every offered brochure of its listing that it does not have yet."""
    last = inquiry.handovers.aggregate(last=Max("number"))["last"] or 0
    offered = (
        Brochure.objects.offered()
        .filter(service=inquiry.service_id)
        .exclude(handovers__inquiry=inquiry)
        .order_by("uploaded_at", "pk")
    )
    return BrochureHandover.objects.bulk_create(
        BrochureHandover(inquiry=inquiry, number=number, brochure=brochure, handed_at=now)
        for number, brochure in enumerate(offered, last + 1)
    )


@transaction.atomic
def hand_over_brochures(*, inquiry: Inquiry, actor: User, now: datetime) -> list[BrochureHandover]:
    """The vendor hands over what it uploaded since. DomainError: there is nothing new."""
    locked = lock_inquiry(inquiry)
    can_answer_lead(actor, locked).or_refuse()
    refuse_closed(locked)
    handed = hand_over(locked, now=now)
    if not handed:
        raise DomainError(
            "まだ渡していない資料がありません。掲載サービスの編集画面で資料を登録してから渡してください。"
        )
    locked.last_activity_at = now
    locked.save()
    numbers = [handover.number for handover in handed]
    record(actor=actor, verb="hand_over_brochures", obj=locked, now=now, data={"numbers": numbers})
    tell_project(locked, ProjectStepKind.BROCHURES_HANDED, actor=None, now=now)
    send_brochures_handed(locked, last_number=numbers[-1], now=now)
    return handed


@transaction.atomic
def download_brochure(*, handover: BrochureHandover, actor: User, now: datetime) -> BrochureDownload:
    """Note that `actor` fetches the file; PolicyRefused while the operators stopped the listing or its vendor."""
    can_download_brochure(actor, handover).or_refuse()
    download = BrochureDownload.objects.create(handover=handover, downloaded_by_key=actor.key, downloaded_at=now)
    record(
        actor=actor,
        verb="download_brochure",
        obj=handover.inquiry,
        now=now,
        data={"number": handover.number, "sha256": handover.brochure.sha256},
    )
    return download
