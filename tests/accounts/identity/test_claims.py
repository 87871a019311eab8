"""The index of domains: what the rules give a body, and what two bodies share."""

from __future__ import annotations

import pytest

from accounts.bodies.listing import bundled_list
from accounts.identity import Body, build_index
from accounts.identity.claims import claims_of, names_of
from accounts.identity.zones import PREFECTURE_LABELS, PREFECTURE_NAMED_CITIES, ZONE_CITIES, is_city_zone, is_zone

FUKAYA = Body("112186", "ふかやし", "city")
OLD = Body("112999", "ふかやし", "city", successor="112186", is_live=False)


def domains(body, **kwargs):
    return {claim.domain for claim in claims_of(body, **kwargs) if claim.is_reserved}


def test_claims_of_a_city():
    assert {
        "city.fukaya.saitama.jp",
        "city.fukaya.lg.jp",
        "city.fukayashi.lg.jp",
        "city.saitama-fukaya.lg.jp",
        "city.fukaya-saitama.lg.jp",
        "city.hukaya.lg.jp",
    } <= domains(FUKAYA)
    assert all(domain.startswith("city.") for domain in domains(FUKAYA))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (Body("130001", "とうきょうと", "prefecture"), {"metro.tokyo.lg.jp", "metro.tokyo.jp"}),
        (Body("010006", "ほっかいどう", "prefecture"), {"pref.hokkaido.lg.jp", "pref.hokkaido.jp"}),
        (Body("112186", "ふかやし", "association"), set()),
        (Body("992186", "ふかやし", "city"), set()),
        (Body("112186", "深谷市", "city"), set()),
    ],
)
def test_all_claims(body, expected):
    assert domains(body) == expected


def test_names_with_and_without_ending():
    assert {"misato", "misatocho"} <= names_of(Body("054348", "みさとちょう", "town"))
    assert "misatomachi" not in names_of(Body("054348", "みさとちょう", "town"))
    assert {"minato", "minatoku"} <= names_of(Body("131032", "みなとく", "special_ward"))


def test_name_of_own_choice():
    assert "city.minami-alps.yamanashi.jp" in domains(Body("192082", "みなみあるぷすし", "city"))


def test_every_prefecture_and_zone_city_is_in_the_public_suffix_list():
    assert len(PREFECTURE_LABELS) == 47
    assert all(is_zone(f"{label}.jp") for label in PREFECTURE_LABELS.values())
    assert all(is_city_zone(label, is_zone) for label in ZONE_CITIES.values())


def test_designated_cities_with_a_name_right_under_jp():
    ours = bundled_list()
    for code, label in {**ZONE_CITIES, **PREFECTURE_NAMED_CITIES}.items():
        assert ours[code].kind == "designated_city"
        assert label in names_of(Body(code, ours[code].kana, "designated_city"))
    assert {code: PREFECTURE_LABELS[code[:2]] for code in PREFECTURE_NAMED_CITIES} == PREFECTURE_NAMED_CITIES
    assert len(ZONE_CITIES) == 7
    assert len(PREFECTURE_NAMED_CITIES) == 10


@pytest.mark.parametrize("domain", ["city.sakai.jp", "city.hamamatsu.jp", "city.sagamihara.jp"])
def test_other_designated_cities_have_none(index, domain):
    assert domain not in index.holders


def test_zone_that_left_the_list_proves_nothing():
    index = build_index((FUKAYA,), lambda domain: is_zone(domain) and domain != "fukaya.saitama.jp")
    assert index.holders["city.fukaya.saitama.jp"] == ("zone-open", frozenset(), frozenset({"112186"}))
    assert index.holders["city.fukaya.lg.jp"].granted == {"112186"}


def test_city_zone_that_left_the_list_proves_nothing():
    kawasaki = Body("141305", "かわさきし", "designated_city")
    index = build_index((kawasaki,), lambda domain: is_zone(domain) and not domain.endswith(".kawasaki.jp"))
    assert index.holders["city.kawasaki.jp"].granted == frozenset()


def test_ended_body_leads_to_its_successor_but_proves_nothing():
    ended = Body("113000", "かみさとちょう", "town", successor="112999", is_live=False)
    index = build_index((FUKAYA, OLD, ended))
    assert index.holders["town.kamisato.saitama.jp"] == ("ended", frozenset(), frozenset({"112186"}))
    assert index.holders["city.fukaya.saitama.jp"].granted == {"112186"}
    assert index.holders["city.fukaya.saitama.jp"].possible == {"112186"}


def test_ended_namesake_without_successor_makes_the_name_doubtful():
    index = build_index((FUKAYA, OLD._replace(successor="")))
    assert index.holders["city.fukaya.saitama.jp"].possible == {"112186", "112999"}


def test_mergers_in_a_circle_lead_nowhere():
    index = build_index((OLD._replace(successor="113000"), Body("113000", "あし", "city", "112999", is_live=False)))
    assert index.successors == {}
    assert index.current(["112999", "113000"]) == ()


def test_index_is_kept_for_the_same_bodies_only():
    assert build_index((FUKAYA,)) is build_index((FUKAYA,))
    assert build_index((FUKAYA,)) is not build_index((FUKAYA._replace(kana="ふかやちし"),))


@pytest.mark.parametrize(
    ("domain", "names"),
    [
        ("city.fuchu.lg.jp", {"東京都府中市", "広島県府中市"}),
        ("city.date.lg.jp", {"北海道伊達市", "福島県伊達市"}),
        ("city.sakai.lg.jp", {"福井県坂井市", "大阪府堺市"}),
        ("city.hokuto.lg.jp", {"北海道北斗市", "山梨県北杜市"}),
        ("city.konan.lg.jp", {"愛知県江南市", "滋賀県湖南市", "高知県香南市"}),
        ("city.chuo.lg.jp", {"東京都中央区", "山梨県中央市"}),
        ("city.ono.lg.jp", {"福井県大野市", "兵庫県小野市"}),
        ("town.esashi.hokkaido.jp", {"北海道江差町", "北海道枝幸町"}),
    ],
)
def test_namesakes_share_a_domain(index, domain, names):
    ours = bundled_list()
    assert {ours[code].prefecture + ours[code].name for code in index.holders[domain].possible} == names


def test_only_namesakes_within_one_prefecture_share_a_geographic_domain(index):
    shared = {
        holders.possible
        for domain, holders in index.holders.items()
        if len(holders.possible) > 1 and not domain.endswith(".lg.jp")
    }
    assert shared == {frozenset({"013617", "015148"})}  # 江差町 and 枝幸町, both えさし in 北海道


def test_every_body_can_be_proven_by_some_domain(index):
    assert set().union(*(holders.granted for holders in index.holders.values())) == set(bundled_list())
