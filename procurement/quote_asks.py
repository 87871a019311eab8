"""What an invited vendor sees of a request.

The vendor's page and the preview that staff confirm are made from this alone: there is no second place that could show
more, and nothing here knows of the other vendors.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from procurement.models import (
    QuoteAmendment,
    QuoteDeadlineChange,
    QuoteInvitation,
    QuoteQuestion,
    QuoteRequest,
    QuoteRequestAttachment,
    QuoteRequestItem,
)

SHORTEST_NAME = 3
SHORTEST_SPOKEN_NAME = 4
"""Shorter ones, as データ of 株式会社データ, stand in many texts by chance."""
_LEGAL_FORM = re.compile(
    "株式会社|有限会社|合同会社|(一般|公益)(社団|財団)法人|特定非営利活動法人|npo法人|\\([株有同]\\)"
)
_BRACKETED = re.compile(r"\(.*?\)")


@dataclass(frozen=True, slots=True)
class Answered:
    """A question as the vendors read it: without its author, but one's own is marked."""

    pk: int
    body: str
    asked_at: datetime
    is_own: bool
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as an invited vendor sees it. Templates of the vendor's desk get this, never the `QuoteRequest`."""

    pk: int
    title: str
    body: str
    conditions: str
    terms: Sequence[tuple[str, str]]
    deadline_at: datetime | None
    items: Sequence[QuoteRequestItem]
    attachments: Sequence[QuoteRequestAttachment]
    changes: Sequence[QuoteDeadlineChange]
    amendments: Sequence[QuoteAmendment]
    edition: int
    cancel_reason: str


def ask_of(request: QuoteRequest, items: Sequence[QuoteRequestItem] | None = None) -> Ask:
    """The vendor's view of a request whose project and municipality are loaded; `items` if they are at hand."""
    return Ask(
        pk=request.pk,
        title=request.title,
        body=request.project.municipality.full_name,
        conditions=request.conditions,
        terms=terms_of(request),
        deadline_at=request.deadline_at,
        items=list(request.items.current()) if items is None else items,
        attachments=list(request.attachments.current().in_order()),
        changes=[] if request.is_draft else list(request.deadline_changes.order_by("-pk")),
        amendments=[] if request.edition == 1 else list(request.amendments.order_by("-number")),
        edition=request.edition,
        cancel_reason=request.cancel_reason,
    )


def questions_for(invitation: QuoteInvitation) -> list[Answered]:
    """What this vendor reads: its own questions, and everybody's once answered."""
    return [
        _answered(question, is_own=question.invitation_id == invitation.pk)
        for question in QuoteQuestion.objects.filter(invitation__request=invitation.request_id).order_by("pk")
        if question.is_answered or question.invitation_id == invitation.pk
    ]


def question_of(question: QuoteQuestion) -> Answered:
    """One question by itself, as nobody's."""
    return _answered(question, is_own=False)


def told_vendors(text: str, invitations: Iterable[QuoteInvitation]) -> list[str]:
    """The names of invited vendors and their services in `text`: they would tell the others who was asked."""
    plain = _plain(text)
    asked = list(invitations)
    told = {name for each in asked for name in (each.vendor.name, each.version.name) if _tells(plain, name)}
    spoken = {each.vendor.name for each in asked if _tells(plain, _as_said(each.vendor.name), SHORTEST_SPOKEN_NAME)}
    return sorted(told | spoken)


def _tells(plain: str, name: str, least: int = SHORTEST_NAME) -> bool:
    return len(_plain(name)) >= least and _plain(name) in plain


def _as_said(vendor: str) -> str:
    """A company's name as people say it: without its legal form, and what stands in brackets."""
    return _BRACKETED.sub("", _LEGAL_FORM.sub("", _plain(vendor)))


def _answered(question: QuoteQuestion, *, is_own: bool) -> Answered:
    return Answered(question.pk, question.body, question.asked_at, is_own, question.answer, question.answered_at)


def terms_of(request: QuoteRequest) -> list[tuple[str, str]]:
    """The conditions in figures, as rows."""
    starts_on = f"{request.starts_on:%Y年%-m月%-d日}" if request.starts_on else ""
    rows = [
        ("利用者数", f"{request.user_count:,}人" if request.user_count is not None else ""),
        ("人口", f"{request.population:,}人" if request.population is not None else ""),
        ("契約期間", f"{request.months}か月"),
        ("利用開始予定日", starts_on),
        ("利用するネットワーク", request.get_network_display() if request.network else ""),
    ]
    return [(label, text) for label, text in rows if text]


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
