"""The vendor's side of a thread."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from documents.files import CheckedUpload
from dss.access import DomainError
from procurement.actions.response_times import note_first_answer, renew_response_times
from procurement.actions.threads import lock_inquiry, message_of, refuse_closed, step, tell_project, write_message
from procurement.emails import send_lead_answered, send_lead_declined
from procurement.enums import InquiryStatus, MessageSide, ProjectStepKind
from procurement.models import Inquiry, InquiryMessage
from procurement.policies import can_answer_lead


@transaction.atomic
def answer_lead(
    *,
    inquiry: Inquiry,
    body: str,
    client_token: UUID,
    actor: User,
    now: datetime,
    file: CheckedUpload | None = None,
) -> InquiryMessage:
    """Answer the municipality, also after having declined. The same form sent twice makes one message."""
    locked = lock_inquiry(inquiry)
    can_answer_lead(actor, locked).or_refuse()
    twin = message_of(locked, actor, client_token)
    if twin is not None:
        return twin
    refuse_closed(locked)
    message = write_message(
        locked, side=MessageSide.VENDOR, body=body, client_token=client_token, actor=actor, now=now, file=file
    )
    note_first_answer(locked, written=True, now=now)
    if locked.awaits_vendor or locked.is_declined:
        step(locked, InquiryStatus.ANSWERED, now=now)
    locked.answered_at = now
    locked.last_activity_at = now
    locked.save()
    record(actor=actor, verb="answer_lead", obj=locked, now=now, data={"message": message.pk})
    renew_response_times(locked)
    tell_project(locked, ProjectStepKind.INQUIRY_ANSWERED, actor=None, now=now)
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
    note_first_answer(locked, written=False, now=now)
    step(locked, InquiryStatus.ANSWERED, now=now)
    locked.last_activity_at = now
    locked.save()
    record(actor=actor, verb="mark_lead_answered", obj=locked, now=now)
    tell_project(locked, ProjectStepKind.INQUIRY_ANSWERED, actor=None, now=now)
    return locked


@transaction.atomic
def decline_lead(*, inquiry: Inquiry, reason: str, client_token: UUID, actor: User, now: datetime) -> InquiryMessage:
    """Say that no answer will come, and why: the reason is a message of the thread.

    DomainError: it is not the vendor's turn, or a colleague was quicker.
    """
    locked = lock_inquiry(inquiry)
    can_answer_lead(actor, locked).or_refuse()
    twin = message_of(locked, actor, client_token)
    if twin is not None:
        return twin
    refuse_closed(locked)
    if locked.status == InquiryStatus.ANSWERED:
        raise DomainError("この問い合わせは、すでに回答済みになっています。辞退する場合は、回答として伝えてください。")
    step(locked, InquiryStatus.DECLINED, now=now)
    message = write_message(
        locked, side=MessageSide.VENDOR, body=reason, client_token=client_token, actor=actor, now=now
    )
    locked.declined_at = now
    locked.last_activity_at = now
    locked.save()
    record(actor=actor, verb="decline_lead", obj=locked, now=now, data={"message": message.pk})
    tell_project(locked, ProjectStepKind.INQUIRY_DECLINED, actor=None, now=now)
    send_lead_declined(message, now=now)
    return message
