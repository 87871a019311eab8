"""The vendor's side of a thread."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from dss.access import DomainError
from procurement.actions.threads import lock_inquiry, message_of, refuse_closed, step, write_message
from procurement.emails import send_lead_answered
from procurement.enums import InquiryStatus, MessageSide
from procurement.models import Inquiry, InquiryMessage
from procurement.policies import can_answer_lead


@transaction.atomic
def answer_lead(*, inquiry: Inquiry, body: str, client_token: UUID, actor: User, now: datetime) -> InquiryMessage:
    """Answer the municipality. The same form sent twice makes one message."""
    locked = lock_inquiry(inquiry)
    can_answer_lead(actor, locked).or_refuse()
    twin = message_of(locked, actor, client_token)
    if twin is not None:
        return twin
    refuse_closed(locked)
    message = write_message(locked, side=MessageSide.VENDOR, body=body, client_token=client_token, actor=actor, now=now)
    if locked.awaits_vendor:
        step(locked, InquiryStatus.ANSWERED, now=now)
    locked.answered_at = now
    locked.last_activity_at = now
    locked.save()
    record(actor=actor, verb="answer_lead", obj=locked, now=now, data={"message": message.pk})
    send_lead_answered(message, now=now)
    return message


@transaction.atomic
def mark_lead_answered(*, inquiry: Inquiry, actor: User, now: datetime) -> Inquiry:
    """Nothing needs to be written (the brochure was enough, they telephoned). DomainError: a colleague was quicker."""
    locked = lock_inquiry(inquiry)
    can_answer_lead(actor, locked).or_refuse()
    refuse_closed(locked)
    if not locked.awaits_vendor:
        raise DomainError("この問い合わせは、すでに回答済みになっています。")
    step(locked, InquiryStatus.ANSWERED, now=now)
    locked.last_activity_at = now
    locked.save()
    record(actor=actor, verb="mark_lead_answered", obj=locked, now=now)
    return locked
