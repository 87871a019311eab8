"""Confirmed adoptions are asked for again after a year, and listed with bodies like one's own first."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.enums import MunicipalityKind, NetworkModel, PopulationBand
from accounts.models import AuditEvent, Notification, OutboxMail
from accounts.notification_events import may_still_know
from accounts.personas import persona_of
from catalog import actions, jobs
from catalog.enums import AdoptionStage, AdoptionStatus
from catalog.models import Adoption
from catalog.waiting import piles_of
from dss.access import DomainError, PolicyRefused
from dss.waiting import counted
from tests.catalog.conftest import signed_in
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    MunicipalityFactory,
    PublishedServiceFactory,
    VendorMembershipFactory,
)
from tests.races import all_at_once

DUE = "adoptions_due"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def old(now):
    return now - dt.timedelta(days=380)


@pytest.fixture
def member(db):
    return MembershipFactory()


def confirmed(body, at, **given):
    return AdoptionFactory(municipality=body, confirmed=True, confirmed_at=at, **given)


def test_the_bodys_staff_are_asked_once_a_year_with_one_mail(member, now, old):
    colleague = MembershipFactory(municipality=member.municipality)
    for _ in range(2):
        confirmed(member.municipality, old)
    confirmed(member.municipality, now - dt.timedelta(days=300))
    confirmed(member.municipality, old, stage=AdoptionStage.ENDED)
    AdoptionFactory(municipality=member.municipality, claimed_at=old)
    stranger = MembershipFactory()
    for later in (0, 1, 60):
        jobs.ask_bodies_again.func(now=now + dt.timedelta(days=later))
    mails = OutboxMail.objects.filter(event=DUE)
    assert sorted(mails.values_list("user", flat=True)) == sorted([member.user_id, colleague.user_id])
    assert "2件" in mails.first().body
    assert not Notification.objects.filter(user=stranger.user, event=DUE).exists()
    assert AuditEvent.objects.filter(verb="adoptions_asked_again").count() == 1
    jobs.ask_bodies_again.func(now=now + dt.timedelta(days=366))
    assert OutboxMail.objects.filter(event=DUE).count() == 4


def test_it_waits_in_the_inbox_and_is_said_to_be_so(member, now, old):
    adoption = confirmed(member.municipality, old, service__name="古い確認のサービス")
    client = signed_in(member.user)
    page = client.get("/me/adoptions/").content.decode()
    assert "いまも使っていますか" in page
    assert "古い確認のサービス" in page
    waits = {pile.label: pile.count for pile in counted(piles_of(member.user, persona_of(member.user), now))}
    assert waits == {"確認から1年が過ぎた、自団体の導入実績": 1}
    response = client.post(f"/adoptions/{adoption.pk}/renew/?from=inbox", {"revision": adoption.revision})
    assert response.headers["Location"] == "/me/adoptions/"
    adoption.refresh_from_db()
    assert adoption.confirmed_at > old
    assert adoption.confirmed_by_key == member.user.key
    assert "いまも使っていますか" not in client.get("/me/adoptions/").content.decode()
    assert AuditEvent.objects.filter(verb="adoption_renewed").count() == 1


def test_only_live_staff_of_the_body_say_so_and_only_what_they_read(member, now, old):
    adoption = confirmed(member.municipality, old)
    for stranger in (MembershipFactory().user, VendorMembershipFactory(vendor=adoption.service.vendor).user):
        with pytest.raises(PolicyRefused):
            actions.renew_adoption(adoption=adoption, revision=1, actor=stranger, now=now)
    with pytest.raises(actions.AdoptionChanged):
        actions.renew_adoption(adoption=adoption, revision=9, actor=member.user, now=now)
    fresh = confirmed(member.municipality, now)
    with pytest.raises(DomainError, match="必要がありません"):
        actions.renew_adoption(adoption=fresh, revision=1, actor=member.user, now=now)
    assert signed_in(member.user).post(f"/adoptions/{adoption.pk}/renew/", {"revision": "x"}).status_code == 302
    adoption.refresh_from_db()
    assert adoption.confirmed_at == old


def test_a_dispute_ends_the_asking_and_hides_at_once(member, now, old):
    adoption = confirmed(member.municipality, old, service__confirmed_adoptions=1)
    assert may_still_know(DUE, member.user, member.municipality.pk)
    actions.dispute_adoption(adoption=adoption, reason="違います", actor=member.user, now=now)
    assert not may_still_know(DUE, member.user, member.municipality.pk)
    adoption.service.refresh_from_db()
    assert adoption.service.confirmed_adoptions == 0
    page = Client().get(f"/services/{adoption.service_id}/adoptions/").content.decode()
    assert adoption.municipality.name not in page
    with pytest.raises(DomainError):
        actions.renew_adoption(adoption=adoption, revision=1, actor=member.user, now=now)


@pytest.mark.django_db(transaction=True)
def test_colleagues_renew_at_once():
    now = timezone.now()
    member = MembershipFactory()
    adoption = confirmed(member.municipality, now - dt.timedelta(days=400))
    colleagues = [MembershipFactory(municipality=member.municipality).user for _ in range(5)]

    def renewing(person):
        mine = Adoption.objects.get(pk=adoption.pk)
        return lambda: actions.renew_adoption(adoption=mine, revision=1, actor=person, now=now)

    won, refused = all_at_once([renewing(person) for person in colleagues])
    assert (len(won), len(refused)) == (1, 4)


# --- the list of one listing ------------------------------------------------------------------------------------------


@pytest.fixture
def used(db):
    """One listing, used by bodies that are like 本町市 in four, two, one and no points, and by it."""
    service = PublishedServiceFactory()
    own = MunicipalityFactory(
        name="本町市", kind=MunicipalityKind.CITY, prefecture_code="11",
        population_band=PopulationBand.FROM_30K, network_model=NetworkModel.ALPHA,
    )  # fmt: skip
    bodies = [
        MunicipalityFactory(name=name, kind=kind, prefecture_code=prefecture, population_band=band, network_model=model)
        for name, kind, prefecture, band, model in (
            ("零町", MunicipalityKind.TOWN, "40", None, None),
            ("一町", MunicipalityKind.TOWN, "11", None, None),
            ("二市", MunicipalityKind.CITY, "11", None, None),
            ("四市", MunicipalityKind.CITY, "11", PopulationBand.FROM_30K, NetworkModel.ALPHA),
        )
    ]
    for body in bodies:
        AdoptionFactory(service=service, municipality=body, confirmed=True)
    return service, own


def shown(response):
    return [adoption.municipality.name for adoption in response.context["page"].object_list]


def words(response):
    return " ".join(strip_tags(response.content.decode()).split())


def test_bodies_like_ones_own_stand_first_which_is_said_and_can_be_lifted(used):
    service, own = used
    path = f"/services/{service.pk}/adoptions/"
    client = signed_in(MembershipFactory(municipality=own).user)
    response = client.get(path)
    assert shown(response) == ["四市", "二市", "一町", "零町"]
    assert "本町市（あなたの自治体）に似た自治体を先に" in words(response)
    lifted = client.get(path + response.context["browsing"].address_off)
    assert "先に並べています" not in words(lifted)
    assert shown(client.get(path, {"like": ["kind", "prefecture"]})) == ["四市", "二市"]
    assert shown(client.get(path, {"like": "population"})) == ["四市"]
    visitor = Client().get(path)
    assert len(shown(visitor)) == 4
    assert "先に並べています" not in words(visitor)
    assert shown(Client().get(path, {"near": own.code}))[0] == "四市"


def test_filters_by_the_body_and_unknown_matches_nothing(used, client):
    service, own = used
    path = f"/services/{service.pk}/adoptions/"
    assert set(shown(client.get(path, {"kind": ["town", "village"]}))) == {"零町", "一町"}
    assert shown(client.get(path, {"population": "30k_50k"})) == ["四市"]
    assert shown(client.get(path, {"network": "alpha", "prefecture": "11"})) == ["四市"]
    unknown = MunicipalityFactory(population_band=None)
    response = client.get(path, {"near": unknown.code, "like": "population"})
    assert shown(response) == []
    assert "登録されていないため" in words(response)
    assert own


@pytest.mark.parametrize(
    "query", [{"kind": "moon"}, {"near": "999999"}, {"near": "own"}, {"like": "kind"}, {"network": "\x00"}]
)
def test_what_is_not_understood_shows_nothing(used, client, query):
    response = client.get(f"/services/{used[0].pk}/adoptions/", query)
    assert response.status_code == 400
    assert shown(response) == []


def test_considerations_stay_with_staff(used, client):
    service, own = used
    AdoptionFactory(service=service, municipality__name="検討市", stage=AdoptionStage.CONSIDERING)
    AdoptionFactory(
        service=service, municipality__name="異議市", status=AdoptionStatus.DISPUTED,
        disputed_at=timezone.now(), dispute_reason="違う",
    )  # fmt: skip
    path = f"/services/{service.pk}/adoptions/"
    assert not {"検討市", "異議市"} & set(shown(client.get(path)))
    assert "検討市" in shown(signed_in(MembershipFactory(municipality=own).user).get(path))


@pytest.mark.parametrize(("staff", "limit"), [(False, 5), (True, 8)])
def test_the_list_costs_the_same_queries(used, staff, limit):
    service, own = used
    client = signed_in(MembershipFactory(municipality=own).user) if staff else Client()

    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/services/{service.pk}/adoptions/", {"near": own.code})
        return len(asked)

    one = cost()
    AdoptionFactory.create_batch(3, service=service, confirmed=True)
    assert cost() == one <= limit


# --- the page of a municipality ---------------------------------------------------------------------------------------


def test_a_body_sees_what_others_around_it_use(db, client):
    here = MunicipalityFactory(kind=MunicipalityKind.CITY, prefecture_code="11", prefecture="埼玉県")
    near = MunicipalityFactory(kind=MunicipalityKind.CITY, prefecture_code="11")
    town = MunicipalityFactory(kind=MunicipalityKind.TOWN, prefecture_code="11")
    far = MunicipalityFactory(kind=MunicipalityKind.CITY, prefecture_code="40", population_band=None)
    popular, rare, elsewhere = (PublishedServiceFactory(name=name) for name in ("人気", "まれ", "遠く"))
    for body in (near, town, here):
        AdoptionFactory(service=popular, municipality=body, confirmed=True)
    AdoptionFactory(service=rare, municipality=town, confirmed=True)
    AdoptionFactory(service=rare, municipality=near)
    AdoptionFactory(service=elsewhere, municipality=far, confirmed=True)
    around = client.get(here.get_absolute_url()).context["around"]
    assert [(row.name, row.bodies, row.is_used_here) for row in around.neighbours] == [
        ("人気", 2, True),
        ("まれ", 1, False),
    ]
    assert [(row.name, row.bodies) for row in around.similar] == [("人気", 1)]


@pytest.mark.parametrize(("staff", "limit"), [(False, 5), (True, 8)])
def test_the_page_of_a_body_costs_the_same_queries(db, staff, limit):
    member = MembershipFactory()
    client = signed_in(member.user) if staff else Client()
    body = member.municipality

    def cost():
        caches["process"].clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(body.get_absolute_url())
        return len(asked)

    for number in range(3):
        AdoptionFactory(municipality=body, confirmed=True)
        AdoptionFactory(municipality__prefecture_code=body.prefecture_code, confirmed=True)
        if number == 0:
            first = cost()
    assert cost() == first <= limit
