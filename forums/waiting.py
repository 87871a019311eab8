"""What waits for a person on the boards."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.models import User
from accounts.personas import Persona
from dss.waiting import WaitingItem
from forums.models import Topic


def waiting_for(user: User, persona: Persona, now: datetime) -> list[WaitingItem]:
    """Staff: own questions that were answered, but not resolved yet. Advisors: questions no expert answered yet."""
    if persona.municipality is not None:
        topics = Topic.objects.visible_to(user).unresolved().opened_by(user).filter(post_count__gt=1)
        label, href = "回答があり、まだ解決にしていない自分の相談", f"{reverse('forums:topic_list')}?state=mine"
    elif persona.is_advisor:
        topics = Topic.objects.visible_to(user).present().awaiting_expert()
        label, href = "専門家の回答を待っているトピック", f"{reverse('forums:topic_list')}?state=no_expert"
    else:
        return []
    count = topics.count()
    return [WaitingItem(label, count, href)] if count else []
