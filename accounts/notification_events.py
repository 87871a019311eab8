"""The registry of everything people are told about. Each app declares its events in its `emails.py`.

The templates of an event lie in `templates/emails/<key>/{subject.txt,body.txt}`; a start-up check sees to that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.core.checks import Error
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from accounts.enums import Area, Way

if TYPE_CHECKING:
    from django.apps import AppConfig

    from accounts.models import OutboxMail, User
    from accounts.personas import Persona


class Channel(StrEnum):
    """Where a person is told."""

    SITE = "site"
    MAIL = "mail"


class Role(StrEnum):
    """In what capacity a person can be told of something. MEMBER: everybody with an account."""

    MEMBER = "member"
    STAFF = "staff"
    VENDOR = "vendor"
    ADVISOR = "advisor"
    OPERATOR = "operator"


SITE_ONLY = frozenset({Channel.SITE})
MAIL_ONLY = frozenset({Channel.MAIL})

Audience = Callable[["User", Collection[str]], Collection[str]]
Composer = Callable[["OutboxMail"], "tuple[str, str] | None"]


@dataclass(frozen=True, slots=True)
class NotificationEvent:
    """`audience(user, target_keys)` returns those targets this person may know about at this very moment.

    It is asked when the mail goes out and when the notification is shown, so that nobody is told about things they have
    lost sight of. `label` and `says` are Japanese and tell a person what kind of event it is.
    """

    key: str
    label: str
    audience: Audience
    channels: frozenset[Channel] = frozenset(Channel)
    says: str = ""
    area: Area = Area.ACCOUNT
    reaches: frozenset[Role] = frozenset({Role.MEMBER})
    default: Way = Way.NOW
    """At once what waits for an answer or has its day; gathered what goes on without the reader."""
    is_fixed: bool = False
    """It always comes, by every channel it has: codes, membership, deadlines."""
    may_be_silent: bool = False
    """A person may choose to hear nothing of it at all, not even on the site."""
    is_asked_for: bool = False
    """The person waits for it at the screen: it goes out even to an address that mails are kept from."""
    same_as: str = ""
    """The key of the event whose quiet form this is: chosen elsewhere, so it has no line of its own in the settings."""
    most_an_hour: int | None = None
    """So many mails of this kind go to one person in an hour; the others come in one mail. None: as settings say."""
    composer: Composer | None = None
    """Writes subject and body when the mail goes out, from what the person may know then; None: nothing to say."""
    is_of_allauth: bool = False
    """Its templates are allauth's, looked up by allauth itself."""

    @property
    def usual(self) -> Way:
        """The way of who said nothing."""
        return self.default if Channel.MAIL in self.channels else Way.SITE

    @property
    def ways(self) -> tuple[Way, ...]:
        """What a person can choose from; one way alone is no choice."""
        if self.is_fixed or self.same_as:
            return (self.usual,)
        if Channel.SITE not in self.channels:
            return (Way.NOW, Way.NONE)
        by_mail = (Way.NOW,) if Channel.MAIL in self.channels else ()
        return (Way.SITE, *by_mail, Way.DIGEST, *((Way.NONE,) if self.may_be_silent else ()))

    @property
    def is_chosen(self) -> bool:
        """Whether the settings have a line for it; the まとめメール, which is mail alone, has its rhythm instead."""
        return Channel.SITE in self.channels or self.is_fixed

    @property
    def templates(self) -> tuple[str, str]:
        """Subject and body."""
        if self.is_of_allauth:
            folder = "mfa" if self.key.startswith(("recovery", "totp", "webauthn")) else "account"
            return f"{folder}/email/{self.key}_subject.txt", f"{folder}/email/{self.key}_message.txt"
        return f"emails/{self.key}/subject.txt", f"emails/{self.key}/body.txt"


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


def find_event(key: str) -> NotificationEvent | None:
    """The event of this key, if it is declared (still)."""
    return _events.get(key)


def all_events() -> list[NotificationEvent]:
    """Every declared event, by area and label."""
    places = {area: place for place, area in enumerate(Area)}
    return sorted(_events.values(), key=lambda event: (places[event.area], event.label, event.key))


def label_of(key: str) -> str:
    """What this kind of event is called on a page; the key itself for events declared no longer."""
    return _events[key].label if key in _events else key


def is_told_on_site(key: str) -> bool:
    """Whether this kind also stands in the list of notifications."""
    return Channel.SITE in _events[key].channels


def roles_of(persona: Persona) -> frozenset[Role]:
    """In what capacities the person can be told of things now."""
    held = {
        Role.STAFF: persona.municipality is not None,
        Role.VENDOR: persona.vendor is not None,
        Role.ADVISOR: persona.is_advisor,
        Role.OPERATOR: persona.is_operator,
    }
    return frozenset({Role.MEMBER, *(role for role, is_held in held.items() if is_held)})


def events_for(roles: Collection[Role]) -> list[NotificationEvent]:
    """Every kind that can reach a person in these roles and has a line of its own, by area and label."""
    return [event for event in all_events() if not event.same_as and not event.reaches.isdisjoint(roles)]


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
    """Every declared event has its subject and its body, unless it is written when it goes out."""
    return [
        Error(f"templates/{template} がありません。", id="accounts.E001")
        for key, event in sorted(_events.items())
        for template in event.templates
        if event.composer is None and not _exists(template)
    ]


def _exists(template: str) -> bool:
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return False
    return True


def gathered_kinds(said: Mapping[str, str]) -> list[str]:
    """The kinds that come with the まとめメール to who `said` this: chosen so, or usually so and not said otherwise."""
    return [key for key, event in _events.items() if said.get(key, event.usual) == Way.DIGEST]


def kinds_to_turn_off() -> dict[str, str]:
    """The declared events whose mails a person can turn off: key to label."""
    return {
        key: event.label
        for key, event in _events.items()
        if Channel.MAIL in event.channels and not event.is_fixed and event.composer is None
    }
