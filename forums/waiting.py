"""What waits for a person on the boards, through the same `visible_to` as the lists."""

from __future__ import annotations

from datetime import datetime

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.urls import reverse

from accounts.models import Notification, User
from accounts.personas import Persona
from dss.waiting import Pile
from forums.emails import ACCEPTED, REPLIED, REPLIED_QUIETLY
from forums.models import Topic


def piles_of(user: User, persona: Persona, now: datetime) -> list[Pile]:
    """Staff: own questions that were answered, but not resolved yet. Advisors: questions no expert answered yet. Both:
    topics they watch where something new was written."""
    if not (persona.municipality or persona.is_advisor):
        return []
    own, address = Topic.objects.visible_to(user), reverse("forums:topic_list")
    unread = Notification.objects.filter(
        user=user,
        event__in=[REPLIED.key, REPLIED_QUIETLY.key, ACCEPTED.key],
        read_at__isnull=True,
        target_key=Cast(OuterRef("pk"), CharField()),
    )
    watched = Pile(
        "新しい投稿のあるトピック", own.filter(Exists(unread)), f"{reverse('accounts:notifications')}?unread=1"
    )
    if persona.is_advisor:
        asked = own.present().awaiting_expert()
        return [Pile("専門家の回答を待っているトピック", asked, f"{address}?state=no_expert"), watched]
    answered = own.unresolved().opened_by(user).filter(post_count__gt=1)
    return [Pile("回答があり、まだ解決にしていない自分の相談", answered, f"{address}?state=mine"), watched]
