"""Piles of different kinds are counted by one query, in the order they were named."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from accounts.models import Notification, OutboxMail, User
from dss.waiting import Pile, WaitingItem, counted
from tests.factories import NotificationFactory, OutboxMailFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 23, 3, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 3, tzinfo=UTC)


def test_piles_of_three_tables_in_one_query(django_assert_num_queries):
    for at in (LATER, DAY):
        OutboxMailFactory(created_at=at)
    NotificationFactory(user=UserFactory(is_active=False))
    UserFactory(email="due@mail.example")
    piles = [
        Pile("人", User.objects.filter(email="due@mail.example"), "/d/"),
        Pile("同じ人", User.objects.filter(email="due@mail.example"), "/d/"),
        Pile("メール", OutboxMail.objects.order_by("-pk"), "/a/", due="created_at"),
        Pile("空", User.objects.filter(email="x"), "/b/"),
        Pile("ない", User.objects.none(), "/b/"),
        Pile("お知らせ", Notification.objects.filter(user__is_active=False), "/c/"),
    ]
    with django_assert_num_queries(1):
        items = counted(piles)
    assert items == [
        WaitingItem("人", 1, "/d/"),
        WaitingItem("同じ人", 1, "/d/"),
        WaitingItem("メール", 2, "/a/", DAY),
        WaitingItem("お知らせ", 1, "/c/"),
    ]


@pytest.mark.parametrize("piles", [[], [Pile("ない", User.objects.none(), "/")]])
def test_no_piles_are_no_query(django_assert_num_queries, piles):
    with django_assert_num_queries(0):
        assert counted(piles) == []
