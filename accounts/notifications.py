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

from accounts.enums import Way
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
    target_key: str = "",
    sensitive: bool = False,
) -> None:
    """Tell `recipients` about `target` in the caller's transaction, each in the way they chose for this kind.

    `instance_key` names this one happening: told again, nothing is sent again. The templates get `context`,
    `recipient`, `target` and `url` (of `path`, by default the target's own page). The subject is also the
    notification's title. `target_key` is what the audience is asked about, by default the target's number.
    """
    event = event_of(event_key)
    people = [person for person in recipients if person.is_active]
    goal = path if path is not None else target.get_absolute_url()  # type: ignore[attr-defined]
    shared = {**(context or {}), "target": target, "url": site_address(goal)}
    ways = _ways_of(event, people)
    people = [person for person in people if ways[person.pk] != Way.NONE]
    texts = [(person, *render_mail(event_key, {**shared, "recipient": person})) for person in people]
    target_key = target_key or str(target.pk)
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
        for person, subject, body in texts:
            if ways[person.pk] != Way.NOW:
                continue
            queue_mail(
                event=event_key,
                instance_key=instance_key,
                target_key=target_key,
                to=person.email,
                user=person,
                subject=subject,
                body=body if sensitive else f"{body}\n{footer_of(person, event)}",
                sensitive=sensitive,
                now=now,
            )


def _ways_of(event: NotificationEvent, people: Iterable[User]) -> dict[int, Way]:
    """How each of `people` is told: as they said, where the event leaves that to them, else as usual."""
    ways = {person.pk: event.usual for person in people}
    if len(event.ways) > 1:
        said = NotificationPreference.objects.filter(event=event.key, user__in=list(ways))
        ways |= {pk: Way(way) for pk, way in said.values_list("user_id", "way") if way in event.ways}
    return ways


def footer_of(person: User, event: NotificationEvent) -> str:
    """Under a mail: how to stop its kind, or that it always comes."""
    settings = f"お知らせの設定を見直す\n{site_address(reverse('accounts:preferences'))}\n"
    if event.is_fixed:
        return f"----\nこの種類のメールは、設定にかかわらずお送りしています。\n{settings}"
    return (
        f"----\nこの種類のメールを止める（ログインは要りません）\n{unsubscribe_address(person, event.key)}\n{settings}"
    )
