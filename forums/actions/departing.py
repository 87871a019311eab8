"""What becomes of the boards when a person's account is deleted."""

from __future__ import annotations

import re
from datetime import datetime

from accounts.models import User
from forums.indexing import EVENTS, TOPICS
from forums.models import EventSpeaker, Post, PostMention


def leave_forums(person: User, pseudonym: str, now: datetime) -> None:
    """Calls by name and the names of speakers become the pseudonym; the search forgets them, too.

    Memberships of boards, places in talk sessions, reactions and drafts are the person's own rows and go with them.
    """
    _forget_calls(person, pseudonym)
    spoken = EventSpeaker.objects.filter(user=person)
    events = list(spoken.values_list("event_id", flat=True))
    spoken.update(name=pseudonym)
    EVENTS.changed(events)


def _forget_calls(person: User, pseudonym: str) -> None:
    call = re.compile(rf"@\[[^\[\]\n]{{1,160}}\]\(person:{person.pk}\)")
    mentioned = PostMention.objects.filter(user=person).values("post")
    posts = Post.objects.select_for_update().filter(pk__in=mentioned).order_by("pk")
    changed = set()
    for post in posts:
        post.body = call.sub(f"@{pseudonym}", post.body)
        post.save(update_fields=["body"])
        changed.add(post.topic_id)
    TOPICS.changed(changed)
