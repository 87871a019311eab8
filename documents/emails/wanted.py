"""What the asker of a wanted document is told, or colleagues once they have left. No title: a link that needs a
log-in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from accounts.audiences import Targets
from accounts.enums import Area, Way
from accounts.models import MunicipalMembership, User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register
from documents.emails.documents import MOST_COLLEAGUES
from documents.models import WantedAnswer, WantedDocument


def _who_see_it(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those the person sees at this moment."""
    seen = WantedDocument.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


ANSWERED = register(
    NotificationEvent(
        "wanted_answered",
        "探している文書への答え",
        _who_see_it,
        says="探している文書に答えがあったとき",
        area=Area.DOCUMENTS,
        reaches=frozenset({Role.STAFF}),
    )
)
ASKED_AGAIN = register(
    NotificationEvent(
        "wanted_asked_again",
        "探している文書の確認のお願い",
        _who_see_it,
        says="探している文書をまだ探しているかを確かめるとき",
        area=Area.DOCUMENTS,
        reaches=frozenset({Role.STAFF}),
    )
)
EXPIRED = register(
    NotificationEvent(
        "wanted_expired",
        "探している文書の期限による終了",
        _who_see_it,
        says="探している文書が期限で終わったとき",
        area=Area.DOCUMENTS,
        reaches=frozenset({Role.STAFF}),
        default=Way.DIGEST,
        may_be_silent=True,
    )
)


def send_wanted_answered(answer: WantedAnswer, *, now: datetime) -> None:
    """Somebody offers a document."""
    _tell(answer.wanted, ANSWERED, f"answer:{answer.pk}", now)


def send_wanted_asked_again(wanted: WantedDocument, *, now: datetime) -> None:
    """After ninety days: do you still look for it?"""
    _tell(wanted, ASKED_AGAIN, f"wanted:{wanted.pk}:{wanted.renewed_at:%Y%m%d}", now)


def send_wanted_expired(wanted: WantedDocument, *, now: datetime) -> None:
    """After a hundred and eighty days: it is looked for no longer."""
    _tell(wanted, EXPIRED, f"wanted:{wanted.pk}:{wanted.renewed_at:%Y%m%d}", now)


def _tell(wanted: WantedDocument, event: NotificationEvent, instance_key: str, now: datetime) -> None:
    live = MunicipalMembership.objects.live(now).filter(municipality=wanted.municipality_id).values("user")
    colleagues = User.objects.filter(pk__in=live).order_by("pk")
    recipients = list(colleagues.filter(Q(pk=wanted.asker_id))) or list(colleagues[:MOST_COLLEAGUES])
    notify(event.key, instance_key=instance_key, recipients=recipients, target=wanted, now=now)
