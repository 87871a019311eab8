"""Telling people: one call makes the notification on the site and the mail, both only once per event instance.

register(NotificationEvent(key="inquiry_received", label="問い合わせの受信", audience=…))       # <app>/emails.py
notify("inquiry_received", instance_key=f"inquiry:{inquiry.pk}", recipients=team, target=inquiry, now=now)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.template import Context, Template
from django.template.loader import get_template
from django.urls import reverse

from accounts.models import Notification, NotificationPreference
from accounts.notification_events import Channel, NotificationEvent, addressee_only, event_of, register
from accounts.outbox import one_line, queue_mail
from accounts.unsubscribing import site_address, unsubscribe_address

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User

__all__ = ["Channel", "NotificationEvent", "addressee_only", "notify", "register", "render_mail", "site_address"]


def render_mail(key: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of `templates/emails/<key>/`, as plain text: nothing is escaped for HTML."""
    subject, body = (_render(f"emails/{key}/{part}", context) for part in ("subject.txt", "body.txt"))
    return one_line(subject), body.strip() + "\n"


def _render(name: str, context: Mapping[str, Any]) -> str:
    template = cast("Template", get_template(name).template)  # type: ignore[attr-defined]
    return template.render(Context(dict(context), autoescape=False))


def notify(
    event_key: str,
    *,
    instance_key: str,
    recipients: Iterable[User],
    target: Model,
    now: datetime,
    path: str | None = None,
    context: Mapping[str, Any] | None = None,
    sensitive: bool = False,
) -> None:
    """Tell `recipients` about `target` in the caller's transaction; no mail to who wants none of this kind.

    `instance_key` names this one happening: told again, nothing is sent again. The templates get `context`,
    `recipient`, `target` and `url` (of `path`, by default the target's own page). The subject is also the
    notification's title.
    """
    event = event_of(event_key)
    people = [person for person in recipients if person.is_active]
    goal = path if path is not None else target.get_absolute_url()  # type: ignore[attr-defined]
    shared = {**(context or {}), "target": target, "url": site_address(goal)}
    texts = [(person, *render_mail(event_key, {**shared, "recipient": person})) for person in people]
    target_key = str(target.pk)
    if Channel.SITE in event.channels:
        Notification.objects.bulk_create(
            [
                Notification(
                    user=person,
                    event=event_key,
                    instance_key=instance_key,
                    target_key=target_key,
                    title=subject,
                    path=goal,
                    created_at=now,
                )
                for person, subject, _ in texts
            ],
            ignore_conflicts=True,
        )
    if Channel.MAIL in event.channels:
        muted = _without_mail(event_key, people)
        for person, subject, body in texts:
            if person.pk in muted:
                continue
            queue_mail(
                event=event_key,
                instance_key=instance_key,
                target_key=target_key,
                to=person.email,
                user=person,
                subject=subject,
                body=body if sensitive else f"{body}\n{_footer(person, event_key)}",
                sensitive=sensitive,
                now=now,
            )


def _without_mail(event_key: str, people: Iterable[User]) -> set[int]:
    """Those of `people` who turned the mails of this kind of event off."""
    off = NotificationPreference.objects.filter(event=event_key, by_mail=False, user__in=[each.pk for each in people])
    return set(off.values_list("user_id", flat=True))


def _footer(person: User, event_key: str) -> str:
    return (
        "----\n"
        "この種類のメールを止める（ログインは要りません）\n"
        f"{unsubscribe_address(person, event_key)}\n"
        "お知らせの設定を見直す\n"
        f"{site_address(reverse('accounts:preferences'))}\n"
    )
