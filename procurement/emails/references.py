"""Who is told of a question to adopters: the asked bodies' staff. Neither the asker nor a word of the question."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from accounts.audiences import Targets
from accounts.enums import Area
from accounts.models import Municipality, MunicipalMembership, User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register
from procurement.models import ReferenceRequest

MOST_TOLD = 30
"""Of one body: those who joined first. The others find the question in their list and on their front page."""


def _who_see_it(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those questions the person's body sent or received."""
    seen = ReferenceRequest.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


ASKED = register(
    NotificationEvent(
        "reference_asked",
        "導入団体への質問",
        _who_see_it,
        says="導入している自治体として、ほかの自治体から質問が届いたとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.STAFF}),
    )
)


def send_reference_asked(request: ReferenceRequest, *, bodies: Iterable[Municipality], now: datetime) -> None:
    """To the live staff of each asked body."""
    for body in bodies:
        live = MunicipalMembership.objects.live(now).filter(municipality=body).order_by("pk")[:MOST_TOLD]
        notify(
            ASKED.key,
            instance_key=f"reference:{request.pk}",
            recipients=User.objects.filter(pk__in=[each.user_id for each in live]).order_by("pk"),
            target=request,
            context={"service": request.service.name},
            now=now,
        )
