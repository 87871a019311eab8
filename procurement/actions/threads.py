"""What both sides of a thread share: the lock, the step from state to state, the message written once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from documents.files import CheckedUpload, stored
from dss.access import DomainError
from procurement.actions.project_steps import lock_project, log_step
from procurement.enums import Disclosure, InquiryStatus, MessageSide, ProjectStepKind
from procurement.models import Inquiry, InquiryAttachment, InquiryMessage

MESSAGES_A_DAY = 200
"""Of one person; far above honest use, so that nobody floods the other side's mailboxes."""
FOLDER = "inquiries"
USED_ELSEWHERE = "この画面は、すでに別の宛先への送信に使われています。開き直してから送信してください。"
"""A form's token belongs to one listing or project: sent to another one, it must not seem to have been sent."""


def lock_inquiry(inquiry: Inquiry) -> Inquiry:
    """The thread as it is now, held until the transaction ends; its project, if it has one, is held before it."""
    project = lock_project(inquiry.project_id) if inquiry.project_id is not None else None
    locked = (
        Inquiry.objects.select_for_update(of=("self",), no_key=True)
        .select_related("version", "vendor", "municipality", "contact")
        .get(pk=inquiry.pk)
    )
    if project is not None:
        locked.project = project
    return locked


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
        inquiry.declined_at = None
    if inquiry.awaits_vendor:
        inquiry.awaited_since = now
        inquiry.reminders_sent = 0


def message_of(inquiry: Inquiry, actor: User, client_token: UUID) -> InquiryMessage | None:
    """The message this very form already made, if it was sent before."""
    return InquiryMessage.objects.filter(inquiry=inquiry, author=actor, client_token=client_token).first()


def write_message(
    inquiry: Inquiry,
    *,
    side: MessageSide,
    body: str,
    client_token: UUID,
    actor: User,
    now: datetime,
    file: CheckedUpload | None = None,
) -> InquiryMessage:
    """Add a message to the locked thread, with a file beside it if there is one.

    DomainError: too many today, or a file of the municipality where the body is kept back.
    """
    if InquiryMessage.objects.filter(author=actor).written_on(timezone.localdate(now)).count() >= MESSAGES_A_DAY:
        raise DomainError(f"1日に送れるメッセージは{MESSAGES_A_DAY}件までです。明日以降に送信してください。")
    if file is not None and side == MessageSide.STAFF and inquiry.disclosure == Disclosure.BAND:
        raise DomainError(
            "団体名を伝えていない問い合わせには、ファイルを添付できません。"
            "ファイルの中身や作成者の情報から、団体が分かることがあるためです。"
        )
    message = InquiryMessage.objects.create(
        inquiry=inquiry,
        side=side,
        author=actor,
        names_author=side == MessageSide.VENDOR or inquiry.disclosure == Disclosure.PERSON,
        body=body,
        client_token=client_token,
        created_at=now,
    )
    if file is not None:
        _attach(message, file, now)
    return message


def _attach(message: InquiryMessage, file: CheckedUpload, now: datetime) -> None:
    last = InquiryAttachment.objects.filter(inquiry=message.inquiry).aggregate(last=Max("number"))["last"] or 0
    InquiryAttachment.objects.create(
        inquiry=message.inquiry,
        message=message,
        number=last + 1,
        file=stored(file, FOLDER),
        original_name=file.name,
        format=file.format,
        size=file.size,
        sha256=file.sha256,
        uploaded_at=now,
    )


def tell_project(inquiry: Inquiry, kind: ProjectStepKind, *, actor: User | None, now: datetime) -> None:
    """Write the step of the locked thread into the history of the project it belongs to. The vendor never sees it."""
    if inquiry.project is not None:
        subject = f"{inquiry.version.name}：{inquiry.subject}"
        log_step(inquiry.project, kind, actor=actor, now=now, subject=subject)
