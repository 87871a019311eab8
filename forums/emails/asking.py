"""Who was asked for an answer: the title and a link, never who asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.urls import reverse

from accounts.audiences import Targets
from accounts.enums import Area
from accounts.models import User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register, site_address
from forums.enums import AskedStatus
from forums.models import AnswerRequest


def _who_are_asked(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Not who let it pass, stopped being asked or lost sight of the topic meanwhile."""
    seen = AnswerRequest.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen.filter(status=AskedStatus.WAITING))


REQUESTED = register(
    NotificationEvent(
        "answer_requested",
        "回答の依頼",
        _who_are_asked,
        says="同じ仕事の職員から、回答を頼まれたとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF, Role.ADVISOR}),
    )
)


def send_answer_requested(requests: Iterable[AnswerRequest], *, now: datetime) -> None:
    """To each person who was asked."""
    for row in requests:
        notify(
            REQUESTED.key,
            instance_key=f"request:{row.pk}",
            recipients=[row.person],
            target=row,
            context={"title": row.topic.title, "requests_url": site_address(reverse("forums:request_list"))},
            now=now,
        )
