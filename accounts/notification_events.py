"""The registry of everything people are told about. Each app declares its events in its `emails.py`.

The templates of an event lie in `templates/emails/<key>/{subject.txt,body.txt}`; a start-up check sees to that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.core.checks import Error
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

if TYPE_CHECKING:
    from django.apps import AppConfig

    from accounts.models import User


class Channel(StrEnum):
    """Where a person is told."""

    SITE = "site"
    MAIL = "mail"


Audience = Callable[["User", Collection[str]], Collection[str]]


@dataclass(frozen=True, slots=True)
class NotificationEvent:
    """`audience(user, target_keys)` returns those targets this person may know about at this very moment.

    It is asked when the mail goes out and when the notification is shown, so that nobody is told about things they have
    lost sight of. `label` is Japanese and names the kind of event to a person.
    """

    key: str
    label: str
    audience: Audience
    channels: frozenset[Channel] = frozenset(Channel)


_events: dict[str, NotificationEvent] = {}


def register(event: NotificationEvent) -> NotificationEvent:
    """Declare an event; each key once."""
    if event.key in _events:
        raise ValueError(f"The event {event.key} is declared twice")
    _events[event.key] = event
    return event


def event_of(key: str) -> NotificationEvent:
    """The declared event of this key; `KeyError` is a programming error."""
    return _events[key]


def label_of(key: str) -> str:
    """What this kind of event is called on a page; the key itself for events declared no longer."""
    return _events[key].label if key in _events else key


def is_told_on_site(key: str) -> bool:
    """Whether this kind also stands in the list of notifications."""
    return Channel.SITE in _events[key].channels


def addressee_only(user: User, target_keys: Collection[str]) -> Collection[str]:
    """The audience of what concerns the person alone (their own account): always still meant for them."""
    return target_keys


def may_still_know(key: str, user: User, target_key: str) -> bool:
    """Whether the person may know about this target now."""
    return target_key in audience_of(key)(user, [target_key])


def audience_of(key: str) -> Audience:
    """Whom to ask; for mails outside the registry the addressee alone."""
    return _events[key].audience if key in _events else addressee_only


def check_templates(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[Error]:
    """Every declared event has its subject and its body."""
    return [
        Error(f"templates/emails/{key}/{part} がありません。", id="accounts.E001")
        for key in sorted(_events)
        for part in ("subject.txt", "body.txt")
        if not _exists(f"emails/{key}/{part}")
    ]


def _exists(template: str) -> bool:
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return False
    return True


def kinds_with_mail() -> dict[str, str]:
    """The declared events that go out by mail: key to label."""
    return {key: event.label for key, event in _events.items() if Channel.MAIL in event.channels}
