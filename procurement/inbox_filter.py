"""Which rows the inbox shows. An invalid filter never widens the result."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from procurement.forms import InboxForm
from procurement.models import Inquiry, QuoteInvitation
from procurement.querysets.inbox import (
    LEAD,
    QUOTE,
    assigned_to,
    assigned_to_nobody,
    in_one_list,
    inbox_leads,
    inbox_quotes,
    overdue,
)


def found_keys(form: InboxForm, user: User, now: datetime) -> QuerySet[Any]:
    """The keys of the rows that fit, in order; none when the filter is not valid."""
    leads = inbox_leads(Inquiry.objects.visible_to_vendor(user), now)
    quotes = inbox_quotes(QuoteInvitation.objects.visible_to_vendor(user), now)
    if not form.is_valid():
        return in_one_list(leads.none(), None)
    asked = form.cleaned_data
    leads = _narrowed(leads, "inquiry", asked, user, now)
    quotes = _narrowed(quotes, "invitation", asked, user, now)
    if asked["kind"] == QUOTE:
        return in_one_list(None, quotes)
    if asked["kind"] == LEAD:
        return in_one_list(leads, None)
    return in_one_list(leads.filter(kind=asked["kind"]), None) if asked["kind"] else in_one_list(leads, quotes)


def _narrowed(rows: Any, thing: str, asked: dict[str, Any], user: User, now: datetime) -> Any:
    if asked["state"]:
        rows = rows.filter(turn=asked["state"])
    if asked["service"]:
        rows = rows.filter(service=asked["service"])
    if asked["assigned"] == "mine":
        rows = assigned_to(rows, user)
    if asked["assigned"] == "nobody":
        rows = assigned_to_nobody(rows, thing)
    return overdue(rows, now) if asked["overdue"] else rows
