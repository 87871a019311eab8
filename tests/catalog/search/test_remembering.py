"""A search that was asked before: found from memory, and never what has gone or changed since."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.enums import ServiceStatus
from catalog.models import Service, ServiceSearch
from catalog.search.engine import Scope, search
from catalog.search.remembering import search_openly

pytestmark = pytest.mark.django_db(transaction=True)

PUBLISHED = Service.objects.published


def found(text, allowed=None, **window):
    result = search_openly(text, Scope(ServiceSearch, PUBLISHED() if allowed is None else allowed, **window))
    return result.total, result.ids


def statements_of(text):
    with CaptureQueriesContext(connection) as queries:
        found(text)
    return [query["sql"] for query in queries]


def test_the_same_is_asked_once_while_nothing_changes(listing):
    one, other = listing("窓口の予約"), listing("窓口の混雑")
    first = found("窓口")
    assert (first[0], set(first[1])) == (2, {one.pk, other.pk})
    (asked,) = statements_of("窓口")
    assert "catalog_generation" in asked
    assert "tsquery" not in asked
    assert found("窓口") == first


def test_what_is_hidden_is_gone_at_once_and_what_is_new_is_there(listing):
    hidden = listing("窓口の予約")
    assert found("窓口") == (1, [hidden.pk])
    Service.objects.filter(pk=hidden.pk).update(status=ServiceStatus.UNPUBLISHED, unpublished_at=timezone.now())
    assert found("窓口") == (0, [])
    new = listing("窓口の混雑")
    assert found("窓口") == (1, [new.pk])


def test_a_suspended_vendor_takes_its_listings_along(listing):
    service = listing("窓口の予約")
    assert found("窓口") == (1, [service.pk])
    type(service.vendor).objects.filter(pk=service.vendor_id).update(is_suspended=True)
    assert found("窓口") == (0, [])


def test_other_words_filters_and_windows_are_other_searches(listing):
    one, other = listing("窓口の予約", facets=["network:lgwan"]), listing("窓口の混雑")
    both = found("窓口")
    assert found("予約") == (1, [one.pk])
    assert found("窓口", PUBLISHED().filter(facets__contains=["network:lgwan"])) == (1, [one.pk])
    assert found("窓口", PUBLISHED().exclude(pk=one.pk)) == (1, [other.pk])
    windows = [found("窓口", limit=1, offset=offset) for offset in (0, 1)]
    assert [total for total, _ in windows] == [2, 2]
    assert [ids[0] for _, ids in windows] == both[1]


def test_it_finds_what_a_plain_search_finds_in_every_stage(listing):
    listing("窓口の予約", "混雑をなくす")
    listing("道路の点検")
    for text in ("窓口", "窓口 点検", "点検車", "窓口の予役", "無関係", "、。", ""):
        scope = Scope(ServiceSearch, PUBLISHED())
        plain = search(text, scope)
        for result in (search_openly(text, scope), search_openly(text, scope)):
            assert (result.hits, result.total, result.notes) == (plain.hits, plain.total, plain.notes), text
