"""What is rendered once for many shows nothing old and nothing of another reader."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from catalog.cards import _plain_card
from catalog.models import Service
from catalog.search.indexing import reindex
from tests.factories import PublishedServiceFactory

pytestmark = pytest.mark.django_db

LIST = reverse("catalog:service_list")
PANEL = "catalog/_filter_groups.html"


def card(client, service, **query):
    page = client.get(LIST, query).content.decode()
    return re.search(rf'<li id="service-{service.pk}">.*?</li>', page, re.DOTALL)[0]


def test_a_choice_is_the_readers_own(client):
    service = PublishedServiceFactory()
    plain = card(client, service)
    assert "比較に加えています" in card(client, service, compare=service.pk)
    assert card(client, service) == plain
    assert "比較に加えています" not in plain


def test_what_was_searched_for_is_marked_for_who_searched(client):
    service = PublishedServiceFactory(name="議事録たすけ", tagline="会議の議事録を作る")
    reindex([service.pk])
    assert "<mark>議事録</mark>" in card(client, service, q="議事録")
    assert "<mark>" not in card(client, service)


def test_a_name_that_looks_like_a_mark_stays_text(client):
    """Marked text and text with the same letters are different cards, in whichever order they are rendered."""
    named = PublishedServiceFactory(name="<mark>議事録</mark>", tagline="ためし")
    reindex([named.pk])
    for query in ({}, {"q": "議事録"}, {}):
        shown = card(client, named, **query)
        assert "&lt;mark&gt;" in shown
    assert "<mark>議事録</mark>" not in card(client, named)


def test_nothing_old_is_shown(client):
    service = PublishedServiceFactory(name="はじめの名前", confirmed_adoptions=0)
    assert "導入確認済み" not in card(client, service)
    Service.objects.filter(pk=service.pk).update(name="あとの名前", confirmed_adoptions=3)
    shown = card(client, service)
    assert "あとの名前" in shown
    assert "はじめの名前" not in shown
    assert "3団体" in shown


def test_cards_and_the_panel_are_rendered_once(client):
    PublishedServiceFactory.create_batch(3)
    _plain_card.cache_clear()
    first = [template.name for template in client.get(LIST).templates]
    second = [template.name for template in client.get(LIST).templates]
    assert (_plain_card.cache_info().misses, _plain_card.cache_info().hits) == (3, 3)
    assert (first.count(PANEL), second.count(PANEL)) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_the_panel_shows_what_is_set_and_counted_now(client):
    """Nothing of another address, and no figure from before a listing came."""
    PublishedServiceFactory()
    plain = client.get(LIST).content
    assert b'value="lgwan" checked' in client.get(LIST, {"network": "lgwan"}).content
    assert client.get(LIST).content == plain
    PublishedServiceFactory()
    group = re.compile(r'value="staff".*?</label>', re.DOTALL)
    assert group.search(plain.decode())[0] != group.search(client.get(LIST).content.decode())[0]
