"""What waits for a person in procurement: counted in one query, through the same `visible_to` as the lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.urls import reverse

from accounts.models import User
from accounts.personas import Persona
from dss.waiting import WaitingItem
from procurement.models import Inquiry, Project


@dataclass(frozen=True, slots=True)
class _Pile:
    """Rows that wait, what they are called, and the page where they are dealt with."""

    label: str
    rows: QuerySet[Any]
    href: str


def waiting_for(user: User, persona: Persona, now: datetime) -> list[WaitingItem]:
    """Every pile that is not empty, the most urgent first."""
    piles = _of_staff(user, now) if persona.municipality else _of_vendor(user, now) if persona.vendor else []
    counts = _counts(piles)
    return [
        WaitingItem(pile.label, counts[place], pile.href) for place, pile in enumerate(piles) if counts.get(place, 0)
    ]


def _of_staff(user: User, now: datetime) -> list[_Pile]:
    projects = Project.objects.visible_to(user)
    inquiries = Inquiry.objects.visible_to_staff(user)
    return [
        _Pile(
            "事業者から回答が届いた問い合わせ",
            inquiries.answered_to(user),
            f"{reverse('procurement:inquiry_list')}?status=answered",
        ),
        _Pile(
            "担当者がいない検討案件", projects.without_lead(now), f"{reverse('procurement:project_list')}?scope=unled"
        ),
    ]


def _of_vendor(user: User, now: datetime) -> list[_Pile]:
    leads = Inquiry.objects.visible_to_vendor(user)
    return [_Pile("回答を待っている問い合わせ", leads.awaiting_vendor(), reverse("procurement:lead_list"))]


def _counts(piles: list[_Pile]) -> dict[int, int]:
    """How many rows lie on each pile, by its place, in one query."""
    parts = [
        pile.rows.order_by().annotate(place=Value(place)).values("place").annotate(count=Count("pk"))
        for place, pile in enumerate(piles)
    ]
    if not parts:
        return {}
    return {row["place"]: row["count"] for row in parts[0].union(*parts[1:], all=True)}
