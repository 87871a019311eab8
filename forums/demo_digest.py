"""The まとめメール and a question that waited, in the demonstration. Again: nothing happens twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.actions.notifications import change_notification_preferences
from accounts.enums import DigestChoice
from accounts.models import DigestSetting, User
from dss.working_days import add_working_days
from forums import actions
from forums.calling import waiting_too_long
from forums.demo import PEOPLE
from forums.enums import WatchLevel, WatchScope
from forums.models import Board

AGO = timedelta(days=3)
"""So old is the last mail: something has happened since, and the preview shows it."""


def load_demo_digest(*, now: datetime) -> None:
    """Somebody watches a board and gets the daily mail; who may know is asked about what nobody answered."""
    for topic in waiting_too_long(now).order_by("created_at", "pk"):
        actions.call_for_answers(topic=topic, now=now)
    person = User.objects.get(email=PEOPLE["fukaya"])
    if not DigestSetting.objects.filter(user=person).exists():
        board = Board.objects.get(slug="policy-and-procurement")
        actions.watch_board(board=board, scope=WatchScope.TOPICS, level=WatchLevel.SITE, actor=person, now=now)
        change_notification_preferences(actor=person, ways={}, digest=DigestChoice.DAILY, seen="", now=now)
        day = add_working_days(timezone.localdate(now), -1)
        actions.issue_digest(person=person, day=day, now=now - AGO)
