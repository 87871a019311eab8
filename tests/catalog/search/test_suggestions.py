"""What is suggested while somebody types: names first, the most used of many, nothing hidden."""

from __future__ import annotations

import pytest
from django.utils import timezone

from catalog.enums import ServiceStatus
from catalog.models import Service, ServiceSearch
from catalog.search.statements import SUGGESTED_HITS
from catalog.search.suggestions import MOST_SUGGESTIONS, suggest_services
from tests.factories import VendorFactory


def suggested(typed):
    return [service.name for service in suggest_services(typed, Service.objects.published())]


def used(service, bodies):
    ServiceSearch.objects.filter(pk=service.pk).update(boost=bodies)
    return service


def test_names_come_before_whatever_else_begins_so(listing):
    used(listing("道路の点検", "議事録もできます"), 50)
    used(listing("みどり", kana="ぎじみどり"), 50)
    listing("議事録たまゆら")
    assert suggested("議事") == ["議事録たまゆら", "道路の点検"]
    assert suggested("ぎじ")[0] == "議事録たまゆら"
    assert set(suggested("ぎじ")) == {"議事録たまゆら", "道路の点検", "みどり"}


def test_where_names_suffice_nothing_else_is_suggested(listing):
    for number in range(MOST_SUGGESTIONS):
        listing(f"窓口の予約{number}")
    used(listing("あおば", "窓口の混雑を知らせます"), 50)
    assert len(suggested("窓口")) == MOST_SUGGESTIONS
    assert "あおば" not in suggested("窓口")


def test_of_many_names_the_most_used_are_suggested(listing):
    """The first one made and the last one made, each the most used in its turn."""
    made = [listing(f"窓口の予約{number}") for number in range(SUGGESTED_HITS + 2)]
    for service in (made[0], made[-1]):
        ServiceSearch.objects.update(boost=3)
        Service.objects.update(rank=3)
        used(service, 9)
        Service.objects.filter(pk=service.pk).update(rank=9)
        assert suggested("窓口")[0] == service.name


@pytest.mark.parametrize("hidden_by", ["status", "vendor"])
def test_hidden_ones_however_many_leave_room_for_those_behind_them(listing, hidden_by):
    suspended = VendorFactory(is_suspended=hidden_by == "vendor")
    for number in range(SUGGESTED_HITS + 1):
        used(listing(f"窓口の秘密{number}", vendor=suspended), 50)
    if hidden_by == "status":
        Service.objects.update(status=ServiceStatus.UNPUBLISHED, unpublished_at=timezone.now())
    listing("窓口の予約")
    listing("あおば", "窓口の混雑を知らせます")
    assert suggested("窓口") == ["窓口の予約", "あおば"]


def test_a_long_beginning_is_asked_for_to_its_end(listing):
    listing("議事録作成支援のしくみたまゆら")
    assert suggested("議事録作成支援のしくみ") == ["議事録作成支援のしくみたまゆら"]
    assert suggested("議事録作成支援のしくじり") == []
    listing("Meetingminutes")
    assert suggested("meetingmin") == ["Meetingminutes"]
    assert suggested("meetingmax") == []


def test_several_words_are_all_asked_for(listing):
    listing("議事録たまゆら")
    listing("議事録かげろう", "たまに使う人へ")
    assert suggested("議事 たま") == ["議事録たまゆら", "議事録かげろう"]
    assert suggested("議事 かげ") == ["議事録かげろう"]
