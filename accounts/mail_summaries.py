"""The one mail that gathers what went beyond a person's cap. It is written when it goes out, for who may know what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.digests import SUMMARY
from accounts.models import Notification
from accounts.notification_events import audience_of, event_of
from accounts.notifications import footer_of, render_mail
from accounts.unsubscribing import site_address

if TYPE_CHECKING:
    from accounts.models import OutboxMail, User


@dataclass(frozen=True, slots=True)
class Item:
    """One of the mails it stands for; `url` is empty for kinds that are on no page."""

    subject: str
    url: str


def compose_summary(mail: OutboxMail) -> tuple[str, str] | None:
    """Subject and body of the mail that stands for its `summed` rows; None when nothing of them is left to say."""
    user = mail.user
    if user is None:
        return None
    rows = _still_meant(user, list(mail.summed.order_by("created_at", "pk")))
    if not rows:
        return None
    paths = _paths(user, rows)
    items = [Item(row.subject, _address(paths.get((row.event, row.instance_key)))) for row in rows]
    context = {"items": items, "recipient": user, "url": site_address(reverse("accounts:notifications"))}
    subject, body = render_mail(SUMMARY, context)
    return subject, f"{body}\n{footer_of(user, event_of(SUMMARY))}"


def _still_meant(user: User, rows: list[OutboxMail]) -> list[OutboxMail]:
    keys: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        keys[row.event].add(row.target_key)
    known = {event: set(audience_of(event)(user, targets)) for event, targets in keys.items()}
    return [row for row in rows if row.target_key in known[row.event]]


def _paths(user: User, rows: list[OutboxMail]) -> dict[tuple[str, str], str]:
    """Where each of them leads, from the notification of the same happening."""
    told = Notification.objects.filter(user=user, instance_key__in={row.instance_key for row in rows})
    return {(event, instance): path for event, instance, path in told.values_list("event", "instance_key", "path")}


def _address(path: str | None) -> str:
    return site_address(path) if path else ""
