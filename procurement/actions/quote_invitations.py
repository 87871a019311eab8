"""The invited vendor's side, apart from the quote itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.models import AuditEvent, User
from dss.access import DomainError
from procurement.actions.project_steps import log_step
from procurement.actions.quote_locks import expect_accepting, lock_quote_invitation
from procurement.emails import (
    send_quote_deadline_soon,
    send_quote_declined,
    send_quote_question_asked,
    send_quote_resumed,
)
from procurement.enums import ProjectStepKind, QuoteInvitationStatus, QuoteStatus
from procurement.models import Quote, QuoteInvitation, QuoteQuestion
from procurement.policies import can_answer_quote_invitation

MOST_QUESTIONS = 30
"""Of one invitation; far above honest use."""
MOST_REFUSALS = 5
"""Of one invitation: each is told to the municipality, and so is each that is taken back."""
REMINDED_BEFORE = timedelta(days=3)


def note_first_reading(*, invitation: QuoteInvitation, now: datetime) -> None:
    """The vendor's people opened the page: a read mark, the only write of a GET here."""
    QuoteInvitation.objects.filter(pk=invitation.pk, first_read_at__isnull=True).update(first_read_at=now)


@transaction.atomic
def ask_quote_question(
    *, invitation: QuoteInvitation, body: str, client_token: UUID, actor: User, now: datetime
) -> QuoteQuestion:
    """Ask the municipality; all invited vendors will read the answer. The same form sent twice makes one question."""
    locked, at = lock_quote_invitation(invitation.pk, now)
    can_answer_quote_invitation(actor, locked).or_refuse()
    twin = locked.questions.filter(client_token=client_token).first()
    if twin is not None:
        return twin
    expect_accepting(locked.request, at)
    if locked.questions.count() >= MOST_QUESTIONS:
        raise DomainError(f"1件の見積依頼にできる質問は{MOST_QUESTIONS}件までです。")
    question = QuoteQuestion.objects.create(
        invitation=locked, body=body, asked_at=at, asked_by=actor, client_token=client_token
    )
    record(actor=actor, verb="ask_quote_question", obj=locked, now=at, data={"question": question.pk})
    log_step(locked.request.project, ProjectStepKind.QUESTION_ASKED, actor=None, now=at, subject=locked.request.title)
    send_quote_question_asked(question, now=at)
    return question


@transaction.atomic
def decline_quote_invitation(
    *, invitation: QuoteInvitation, reason: str, actor: User, now: datetime
) -> QuoteInvitation:
    """No quote will come. DomainError: declined already, too late, or a quote has to be withdrawn first."""
    locked, at = lock_quote_invitation(invitation.pk, now)
    can_answer_quote_invitation(actor, locked).or_refuse()
    expect_accepting(locked.request, at)
    if Quote.objects.filter(invitation=locked, status=QuoteStatus.SUBMITTED).exists():
        raise DomainError("提出した見積があります。辞退するには、先に見積を取り下げてください。")
    _step(locked, QuoteInvitationStatus.DECLINED, "この見積依頼は、すでに辞退しています。")
    locked.declined_at, locked.decline_reason = at, reason
    locked.save()
    record(actor=actor, verb="decline_quote_invitation", obj=locked, now=at)
    log_step(
        locked.request.project,
        ProjectStepKind.QUOTE_DECLINED,
        actor=None,
        now=at,
        subject=f"{locked.vendor.name}（{locked.version.name}）",
    )
    send_quote_declined(locked, now=at)
    return locked


@transaction.atomic
def resume_quote_invitation(*, invitation: QuoteInvitation, actor: User, now: datetime) -> QuoteInvitation:
    """Take a refusal back. DomainError: not declined, too late, or declined time and again."""
    locked, at = lock_quote_invitation(invitation.pk, now)
    can_answer_quote_invitation(actor, locked).or_refuse()
    expect_accepting(locked.request, at)
    if locked.is_declined and _refusals(locked) >= MOST_REFUSALS:
        raise DomainError(f"辞退を{MOST_REFUSALS}回したため、取り消せません。自治体に直接お問い合わせください。")
    was_declined_at = locked.declined_at
    _step(locked, QuoteInvitationStatus.INVITED, "この見積依頼は、すでに辞退を取り消しています。")
    locked.declined_at, locked.decline_reason = None, ""
    locked.save()
    record(actor=actor, verb="resume_quote_invitation", obj=locked, now=at)
    vendor = f"{locked.vendor.name}（{locked.version.name}）"
    log_step(locked.request.project, ProjectStepKind.QUOTE_RESUMED, actor=None, now=at, subject=vendor)
    send_quote_resumed(locked, declined_at=was_declined_at or at, now=at)
    return locked


@transaction.atomic
def remind_of_quote_deadlines(*, now: datetime) -> int:
    """Tell vendors who have not answered that the deadline is near; each deadline once, however often this runs."""
    due = QuoteInvitation.objects.due_within(REMINDED_BEFORE, now).with_list_data(now).in_order()
    for invitation in due:
        send_quote_deadline_soon(invitation, now=now)
    return len(due)


def _refusals(invitation: QuoteInvitation) -> int:
    declined = AuditEvent.objects.filter(verb="decline_quote_invitation", object_id=str(invitation.pk))
    return declined.filter(object_type=invitation._meta.label_lower).count()


def _step(invitation: QuoteInvitation, status: QuoteInvitationStatus, refusal: str) -> None:
    if status not in QuoteInvitation.TRANSITIONS[QuoteInvitationStatus(invitation.status)]:
        raise DomainError(refusal)
    invitation.status = status
