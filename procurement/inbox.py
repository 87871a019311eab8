"""The rows of a vendor's inbox. Senders come from `disclosure.lead_of` alone: what was not disclosed is not here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from procurement.disclosure import lead_of
from procurement.enums import QuotePhase, QuoteStatus
from procurement.models import Assignment, Inquiry, QuoteInvitation
from procurement.querysets.inbox import LEAD, QUOTE, WAITING, answer_due, inbox_leads, inbox_quotes

CHUNK = 500
UNASSIGNED = "担当者なし"
QUOTE_LABEL = "見積依頼"
_PHASES = {
    QuotePhase.CLOSED: "受付終了",
    QuotePhase.DECIDED: "結果決定",
    QuotePhase.CANCELLED: "中止",
}


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One lead, or one request for a quote. `due_at` is that of what waits; a lead's is the end of its day."""

    href: str
    is_quote: bool
    kind_label: str
    subject: str
    service: str
    sender: str
    sender_body: str
    sender_person: str
    state: str
    state_label: str
    received_at: datetime | None
    moment: datetime | None
    due_at: datetime | None
    due_on: date | None
    is_overdue: bool
    assignee: str


def rows_of(keys: Iterable[tuple[Any, ...]], user: User, now: datetime) -> list[InboxRow]:
    """The rows of these (what, key, …), in their order; two queries."""
    wanted = [(what, pk) for what, pk, *_ in keys]
    leads = {
        row.pk: _lead_row(row, now)
        for row in inbox_leads(Inquiry.objects.visible_to_vendor(user), now)
        .with_list_data()
        .select_related("assignment__assignee__user")
        .filter(pk__in=[pk for what, pk in wanted if what == LEAD])
    }
    quotes = {
        row.pk: _quote_row(row, now)
        for row in inbox_quotes(QuoteInvitation.objects.visible_to_vendor(user), now)
        .with_list_data(now)
        .select_related("assignment__assignee__user")
        .filter(pk__in=[pk for what, pk in wanted if what == QUOTE])
    }
    found = [(leads if what == LEAD else quotes).get(pk) for what, pk in wanted]
    return [row for row in found if row is not None]


def all_rows(keys: QuerySet[Any], user: User, now: datetime, *, most: int) -> Iterator[InboxRow]:
    """The first `most` rows of the list, some hundred at a time."""
    wanted = list(keys[:most])
    for start in range(0, len(wanted), CHUNK):
        yield from rows_of(wanted[start : start + CHUNK], user, now)


def assignee_name(thing: Inquiry | QuoteInvitation) -> str:
    """Who looks after it at this moment; the assignment with its person must be loaded."""
    assignment: Assignment | None = getattr(thing, "assignment", None)
    member = assignment.assignee if assignment is not None else None
    return member.user.name if member is not None and member.ended_at is None and member.user.is_active else UNASSIGNED


def _lead_row(inquiry: Inquiry, now: datetime) -> InboxRow:
    lead = lead_of(inquiry)
    due_at = answer_due(inquiry.awaited_since) if lead.awaits_vendor else None
    return InboxRow(
        href=reverse("procurement:lead_detail", args=[lead.pk]),
        is_quote=False,
        kind_label=lead.kind_label,
        subject=lead.subject,
        service=lead.service_name,
        sender=str(lead.sender),
        sender_body=lead.sender.body,
        sender_person=lead.sender.person,
        state=lead.status,
        state_label=lead.status_label,
        received_at=lead.created_at,
        moment=lead.last_activity_at,
        due_at=due_at,
        due_on=None if due_at is None else timezone.localdate(due_at - timedelta(minutes=1)),
        is_overdue=due_at is not None and due_at <= now,
        assignee=assignee_name(inquiry),
    )


def _quote_row(invitation: QuoteInvitation, now: datetime) -> InboxRow:
    request = invitation.request
    is_waiting = invitation.turn == WAITING  # type: ignore[attr-defined]  # annotated
    body = request.project.municipality.full_name
    return InboxRow(
        href=invitation.get_absolute_url(),
        is_quote=True,
        kind_label=QUOTE_LABEL,
        subject=request.title,
        service=invitation.version.name,
        sender=body,
        sender_body=body,
        sender_person="",
        state="open" if is_waiting else "closed",
        state_label=_quote_state(invitation),
        received_at=invitation.invited_at,
        moment=invitation.invited_at,
        due_at=request.deadline_at if is_waiting else None,
        due_on=None,
        is_overdue=False,
        assignee=assignee_name(invitation),
    )


def _quote_state(invitation: QuoteInvitation) -> str:
    if invitation.is_declined:
        return "辞退"
    phase = QuotePhase(invitation.phase)  # type: ignore[attr-defined]  # annotated
    quote = getattr(invitation, "quote", None)
    answer = quote.get_status_display() if quote is not None else ""
    if phase == QuotePhase.ACCEPTING:
        return answer or "未提出"
    is_submitted = quote is not None and quote.status == QuoteStatus.SUBMITTED
    return f"{_PHASES.get(phase, '')}（{'提出済み' if is_submitted else '見積なし'}）"
