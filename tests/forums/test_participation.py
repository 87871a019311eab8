"""Who takes part, by prefecture for everybody and by name for staff."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import MunicipalMembership
from accounts.prefectures import PREFECTURES
from accounts.tiles import LEVELS, PLACES, tiles_of
from forums.participation import by_prefecture, participating
from tests.factories import BoardFactory, BoardMembershipFactory, MembershipFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_every_prefecture_has_a_place_of_its_own():
    assert set(PLACES) == {code for code, _ in PREFECTURES}
    assert len(set(PLACES.values())) == len(PREFECTURES)


def test_levels_go_with_the_share_of_the_highest():
    levels = {tile.code: tile.level for tile in tiles_of({"01": 1, "13": 40, "27": 20})}
    assert (levels["01"], levels["13"], levels["27"], levels["47"]) == (1, LEVELS, 2, 0)
    assert {tile.level for tile in tiles_of({})} == {0}


def test_a_body_counts_once_and_only_with_live_staff():
    body = MunicipalityFactory()
    MembershipFactory(municipality=body)
    MembershipFactory(municipality=body)
    lapsed = MembershipFactory()
    MunicipalMembership.objects.filter(pk=lapsed.pk).update(expires_on="2020-05-31")
    assert by_prefecture(participating(timezone.now())) == {body.prefecture_code: 1}


def test_names_and_boards_are_for_staff(client):
    member = MembershipFactory(municipality__name="架空参加市")
    other = MembershipFactory(municipality__name="架空ほかの町")
    board = BoardFactory(name="架空の集まり課")
    BoardMembershipFactory(board=board, user=member.user, municipality=member.municipality)
    address = reverse("forums:members_map")
    for person in (None, UserFactory()):
        if person is not None:
            client.force_login(person)
        page = client.get(address, {"board": board.slug}).content.decode()
        assert "2団体" in page
        for secret in ("架空参加市", "架空の集まり課", board.slug):
            assert secret not in page
    client.force_login(other.user)
    page = client.get(address, {"board": board.slug}).content.decode()
    assert "架空参加市" in page
    assert "架空ほかの町" not in page.split('id="names"')[1]
    assert client.get(address, {"board": "nowhere", "prefecture": "99"}).status_code == 200


def test_it_costs_the_same_whatever_the_number(client, django_assert_max_num_queries):
    costs = []
    for _ in range(2):
        for _ in range(2):
            MembershipFactory()
        with django_assert_max_num_queries(5) as seen:
            client.get(reverse("forums:members_map"))
        costs.append(len(seen))
    assert costs[0] == costs[1]
