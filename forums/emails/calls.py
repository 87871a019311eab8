"""Who is told of a question that nobody answered: some who may know an answer, and the asker, who is told how to go on.

A mail holds the title and a link that needs a log-in, as all mails about topics do: nothing of who asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from accounts.enums import Area
from accounts.models import User
from accounts.notification_events import SITE_ONLY, Role
from accounts.notifications import NotificationEvent, notify, register
from forums.emails.topics import who_see_topic
from forums.enums import CallWay
from forums.models import Topic

WANTED = register(
    NotificationEvent(
        "answer_wanted",
        "回答のついていない相談",
        who_see_topic,
        says="あなたの経験や担当に近い相談に、まだ回答がないとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF, Role.ADVISOR}),
        may_be_silent=True,
    )
)
UNANSWERED = register(
    NotificationEvent(
        "question_unanswered",
        "自分の相談への次の手立て",
        who_see_topic,
        channels=SITE_ONLY,
        says="ご自身の相談に回答がないときの、次の手立て",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF}),
        may_be_silent=True,
    )
)


def send_answer_wanted(topic: Topic, way: CallWay, people: Iterable[User], *, now: datetime) -> None:
    """To those who were chosen in this `way`, with the reason why it is them; once for each topic."""
    notify(
        WANTED.key,
        instance_key=f"topic:{topic.pk}",
        recipients=people,
        target=topic,
        context={"title": topic.title, "board": topic.board.name, "way": way.value},
        now=now,
    )


def send_question_unanswered(topic: Topic, *, now: datetime) -> None:
    """To the asker, on the site alone."""
    notify(
        UNANSWERED.key,
        instance_key=f"topic:{topic.pk}",
        recipients=[topic.author] if topic.author is not None else [],
        target=topic,
        path=reverse("forums:topic_next_steps", args=[topic.pk]),
        context={"title": topic.title},
        now=now,
    )
