"""What the tests of the まとめメール share: its day, a reader, and what they watch."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from accounts.models import User, WorkExperience
from forums.enums import WatchLevel, WatchScope
from forums.models import BoardWatch
from tests.factories import (
    MembershipFactory,
    TopicFactory,
    UserFactory,
)

MONDAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 29, 23, tzinfo=UTC)  # Monday, 08:00 in Tokyo


def a_reader(*codes: str) -> User:
    user = MembershipFactory(user=UserFactory(name="受取 花子")).user
    for code in codes:
        WorkExperience.objects.create(user=user, work_code=code, years=3)
    return user


def watches_board(user, board, level=WatchLevel.SITE):
    return BoardWatch.objects.create(user=user, board=board, scope=WatchScope.TOPICS, level=level)


def opened_topic(board, title, **facts):
    return TopicFactory(board=board, title=title, **{"created_at": NOW - timedelta(days=2), **facts})
