"""A request that is out with the vendors: its deadline moved, its questions answered, its end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from dss.access import DomainError
from procurement.actions.project_steps import log_step
from procurement.actions.quote_locks import expect_accepting, lock_quote_request, step_request
from procurement.emails import (
    send_quote_deadline_changed,
    send_quote_question_answered,
    send_quote_request_cancelled,
    send_quote_request_closed,
)
from procurement.enums import ProjectStepKind, QuoteRequestStatus
from procurement.models import QuoteDeadlineChange, QuoteQuestion, QuoteRequest
from procurement.policies import (
    can_answer_quote_question,
    can_cancel_quote_request,
    can_close_quote_request,
    can_decide_quote_request,
    can_extend_quote_request,
)


@transaction.atomic
def extend_quote_request(
    *, request: QuoteRequest, deadline_at: datetime, seen_deadline_at: datetime, reason: str, actor: User, now: datetime
) -> QuoteRequest:
    """Move the deadline later, for everybody. DomainError: too late, not later, or a colleague moved it already."""
    locked, at = lock_quote_request(request.pk, now)
    can_extend_quote_request(actor, locked).or_refuse()
    expect_accepting(locked, at)
    old = locked.deadline_at
    if old is None or old != seen_deadline_at:
        raise DomainError("回答期限は、ほかの職員がすでに変更しています。いまの期限を確かめてください。")
    if deadline_at <= old:
        raise DomainError("回答期限は、いまの期限より後の日時にだけ変更できます。")
    change = QuoteDeadlineChange.objects.create(
        request=locked,
        old_deadline_at=old,
        new_deadline_at=deadline_at,
        reason=reason,
        changed_at=at,
        changed_by_key=actor.key,
    )
    locked.deadline_at, locked.updated_at = deadline_at, at
    locked.save()
    record(actor=actor, verb="extend_quote_request", obj=locked, now=at, data={"change": change.pk})
    log_step(locked.project, ProjectStepKind.REQUEST_EXTENDED, actor=actor, now=at, subject=locked.title, detail=reason)
    send_quote_deadline_changed(locked, change=change, now=at)
    return locked


@transaction.atomic
def close_quote_request(*, request: QuoteRequest, actor: User, now: datetime) -> QuoteRequest:
    """Take no more quotes before the deadline. DomainError: closed already, by a colleague or the clock."""
    locked, at = lock_quote_request(request.pk, now)
    can_close_quote_request(actor, locked).or_refuse()
    expect_accepting(locked, at)
    step_request(locked, QuoteRequestStatus.CLOSED)
    locked.closed_at, locked.updated_at = at, at
    locked.save()
    record(actor=actor, verb="close_quote_request", obj=locked, now=at)
    log_step(locked.project, ProjectStepKind.REQUEST_CLOSED, actor=actor, now=at, subject=locked.title)
    send_quote_request_closed(locked, now=at)
    return locked


@transaction.atomic
def cancel_quote_request(*, request: QuoteRequest, reason: str, actor: User, now: datetime) -> QuoteRequest:
    """Call it off, with a reason that the vendors read. DomainError: decided or cancelled already."""
    locked, at = lock_quote_request(request.pk, now)
    can_cancel_quote_request(actor, locked).or_refuse()
    if locked.is_draft:
        raise DomainError("まだ送っていない下書きは、中止ではなく破棄してください。")
    step_request(locked, QuoteRequestStatus.CANCELLED)
    locked.cancelled_at, locked.updated_at, locked.cancel_reason = at, at, reason
    locked.save()
    record(actor=actor, verb="cancel_quote_request", obj=locked, now=at)
    log_step(
        locked.project, ProjectStepKind.REQUEST_CANCELLED, actor=actor, now=at, subject=locked.title, detail=reason
    )
    send_quote_request_cancelled(locked, now=at)
    return locked


@transaction.atomic
def decide_quote_request(*, request: QuoteRequest, actor: User, now: datetime) -> QuoteRequest:
    """The outcome is known; whoever records it tells the vendors. DomainError: quotes may still come in."""
    locked, at = lock_quote_request(request.pk, now)
    can_decide_quote_request(actor, locked).or_refuse()
    if locked.is_accepting_quotes(at):
        raise DomainError("まだ見積を受け付けています。先に受付を終えるか、回答期限を待ってください。")
    step_request(locked, QuoteRequestStatus.DECIDED)
    locked.decided_at, locked.updated_at = at, at
    locked.save()
    record(actor=actor, verb="decide_quote_request", obj=locked, now=at)
    return locked


@transaction.atomic
def answer_quote_question(*, question: QuoteQuestion, answer: str, actor: User, now: datetime) -> QuoteQuestion:
    """Answer before all invited vendors. DomainError: a colleague was quicker, or the request has ended."""
    request_id = question.invitation.request_id
    request, at = lock_quote_request(request_id, now)
    locked = QuoteQuestion.objects.select_for_update(of=("self",)).select_related("invitation").get(pk=question.pk)
    locked.invitation.request = request
    can_answer_quote_question(actor, locked).or_refuse()
    if locked.is_answered:
        raise DomainError("この質問には、すでに回答しています。")
    if request.status != QuoteRequestStatus.OPEN:
        raise DomainError("受付を終えた見積依頼の質問には、回答できません。")
    locked.answer, locked.answered_at, locked.answered_by = answer, at, actor
    locked.save()
    record(actor=actor, verb="answer_quote_question", obj=request, now=at, data={"question": locked.pk})
    log_step(request.project, ProjectStepKind.QUESTION_ANSWERED, actor=actor, now=at, subject=request.title)
    send_quote_question_answered(locked, now=at)
    return locked
