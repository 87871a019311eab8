"""What both sides of a thread share: the lock, the step from state to state, the message written once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from dss.access import DomainError
from procurement.enums import Disclosure, InquiryStatus, MessageSide
from procurement.models import Inquiry, InquiryMessage

MESSAGES_A_DAY = 200
"""Of one person; far above honest use, so that nobody floods the other side's mailboxes."""


def lock_inquiry(inquiry: Inquiry) -> Inquiry:
    """The thread as it is now, held until the transaction ends."""
    return (
        Inquiry.objects.select_for_update(of=("self",), no_key=True)
        .select_related("version", "vendor", "municipality", "contact")
        .get(pk=inquiry.pk)
    )


def refuse_closed(inquiry: Inquiry) -> None:
    """Nobody writes in a closed thread."""
    if inquiry.is_closed:
        raise DomainError("この問い合わせは終了しています。続けるには、自治体の職員が再開する必要があります。")


def step(inquiry: Inquiry, status: InquiryStatus, *, now: datetime) -> None:
    """Move the locked thread to `status`; the caller has checked that the step makes sense to a person."""
    if status not in Inquiry.TRANSITIONS[InquiryStatus(inquiry.status)]:
        raise DomainError(f"この問い合わせはすでに「{inquiry.get_status_display()}」になっています。")
    inquiry.status = status
    inquiry.closed_at = now if status == InquiryStatus.CLOSED else None
    if status == InquiryStatus.ANSWERED:
        inquiry.answered_at = now


def message_of(inquiry: Inquiry, actor: User, client_token: UUID) -> InquiryMessage | None:
    """The message this very form already made, if it was sent before."""
    return InquiryMessage.objects.filter(inquiry=inquiry, author=actor, client_token=client_token).first()


def write_message(
    inquiry: Inquiry, *, side: MessageSide, body: str, client_token: UUID, actor: User, now: datetime
) -> InquiryMessage:
    """Add a message to the locked thread."""
    if InquiryMessage.objects.filter(author=actor).written_on(timezone.localdate(now)).count() >= MESSAGES_A_DAY:
        raise DomainError(f"1日に送れるメッセージは{MESSAGES_A_DAY}件までです。明日以降に送信してください。")
    return InquiryMessage.objects.create(
        inquiry=inquiry,
        side=side,
        author=actor,
        names_author=side == MessageSide.VENDOR or inquiry.disclosure == Disclosure.PERSON,
        body=body,
        client_token=client_token,
        created_at=now,
    )
