"""The tally counts what the database counts, and never what is no more."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import PopulationBand
from accounts.models import Vendor
from catalog import tallies as module
from catalog.conditions import narrow
from catalog.counting import POPULATION, TOTAL, count_tokens, counts_of
from catalog.models import Service
from catalog.tallies import Tallies, Tally, tallies
from tests.catalog.conftest import signed_in
from tests.factories import AdoptionFactory, MunicipalityFactory, PublishedServiceFactory, UserFactory, VendorFactory

CONDITIONS = [
    {},
    {"network": ["lgwan"]},
    {"network": ["lgwan", "internet"], "delivery": ["saas"]},
    {"prefecture": ["11"]},
    {"population": ["10k_30k"], "network": ["lgwan"]},
    {"network": ["mynumber"], "kind": ["startup"]},
]


@pytest.fixture(autouse=True)
def _forgotten():
    tallies.forget()
    yield
    tallies.forget()


@pytest.fixture
def at_once(monkeypatch):
    """Make a tally for the first count."""
    monkeypatch.setattr(module, "FIRST_COUNTED", 0)


def listed(facets, **facts):
    service = PublishedServiceFactory(**facts)
    Service.objects.filter(pk=service.pk).update(facets=facets)
    return service


@pytest.fixture
def shelf(db):
    here = VendorFactory(headquarters="11", service_areas=["11", "12"], is_startup=True)
    everywhere = VendorFactory(headquarters="13", service_areas=[])
    small = MunicipalityFactory(population_band=PopulationBand.FROM_10K)
    for number in range(6):
        facets = (["network:lgwan"], ["network:lgwan", "delivery:saas"], ["network:internet", "delivery:saas"])[
            number % 3
        ]
        service = listed(facets, vendor=here if number % 2 else everywhere)
        for body in (small, MunicipalityFactory(population_band=None)) if number < 3 else ():
            AdoptionFactory(service=service, municipality=body, confirmed=True)
    AdoptionFactory(service=service, municipality__population_band=PopulationBand.FROM_10K)
    return Service.objects.published()


def scopes_of(shelf, chosen):
    return {"": narrow(shelf, chosen), **{param: narrow(shelf, chosen, besides=param) for param in chosen}}


def of_use(counts, chosen):
    """Without what no tick shows: other filters' tokens in the scope of a lifted one."""
    return {
        (scope, token): number
        for (scope, token), number in counts.items()
        if not scope or token.startswith(f"{scope}:") or (token == TOTAL[1] and scope != POPULATION)
    }


@pytest.mark.parametrize("chosen", CONDITIONS, ids=str)
def test_it_counts_what_the_database_counts(at_once, shelf, chosen):
    scopes = scopes_of(shelf, chosen)
    with CaptureQueriesContext(connection) as queries:
        tallied = counts_of(scopes, 1)
    assert len(queries) == 2, "the catalogue once, then the keys"
    with CaptureQueriesContext(connection) as queries:
        assert counts_of(scopes, 1) == tallied
    assert len(queries) == 1
    assert of_use(tallied, chosen) == of_use(count_tokens(scopes), chosen)
    assert tallied.get(TOTAL, 0) == scopes[""].count()


def test_facts_of_vendors_and_bodies_count_like_facets(at_once, shelf):
    counts = counts_of(scopes_of(shelf, {}), 1)
    told = {token: counts["", token] for token in ("headquarters:11", "prefecture:*", "prefecture:12", "startup:on")}
    assert told == {"headquarters:11": 3, "prefecture:*": 3, "prefecture:12": 3, "startup:on": 3}
    assert counts["", "population:10k_30k"] == 3, "each listing once, and only what was confirmed"


def test_another_generation_is_counted_anew(at_once, shelf):
    scopes = scopes_of(shelf, {})
    before = counts_of(scopes, 1)["", "network:lgwan"]
    service = Service.objects.filter(facets__contains=["network:lgwan"]).first()
    Service.objects.filter(pk=service.pk).update(facets=["network:internet"])
    assert counts_of(scopes, 2)["", "network:lgwan"] == before - 1


def test_a_listing_it_does_not_know_is_counted_by_the_database(at_once, shelf):
    scopes = scopes_of(shelf, {})
    before = counts_of(scopes, 1)["", "network:lgwan"]
    listed(["network:lgwan"])
    assert counts_of(scopes, 1)["", "network:lgwan"] == before + 1


def test_listings_that_went_are_not_counted(at_once, shelf):
    scopes = scopes_of(shelf, {})
    counts_of(scopes, 1)
    assert counts_of({"": shelf.none()}, 1) == {}
    assert counts_of({"": shelf.filter(facets__contains=["network:internet"])}, 1)[TOTAL] == 2


def test_it_is_made_only_when_that_pays(monkeypatch):
    monkeypatch.setattr(module, "FIRST_COUNTED", 10)
    made = []

    def read():
        made.append(len(made))
        return [(key, ["a"]) for key in range(20)]

    known = Tallies()
    known.note(1, 9)
    assert known.at(1, read) is None
    known.note(1, 1)
    assert known.at(1, read) is known.at(1, read) is not None
    assert made == [0]
    known.note(2, 39)
    assert known.at(2, read) is None, "twice the twenty listings there were"
    known.note(2, 1)
    assert known.at(2, read) is not None
    assert known.at(1, read) is None, "an older generation"
    assert known.at(2, read) is not None
    assert made == [0, 1]


def test_tokens_of_one_listing_may_come_in_parts():
    tally = Tally([(7, ["a", ""]), (9, ["b", ""]), (7, ["b"])])
    assert tally.count([7]) == {"a": 1, "": 1, "b": 1}
    assert tally.count([9, 7]) == {"a": 1, "": 2, "b": 2}
    assert tally.count([]) == {}
    assert tally.count([7, 8]) is None


@pytest.mark.django_db(transaction=True)
def test_somebody_signed_in_reads_no_old_figure(at_once, shelf):
    client = signed_in(UserFactory())

    def lgwan():
        panel = client.get(reverse("catalog:service_list")).context["browsing"].panel
        return next(
            tick.count for group in panel for tick in group.ticks if (group.param, tick.value) == ("network", "lgwan")
        )

    assert lgwan() == 4
    service = Service.objects.filter(facets__contains=["network:lgwan"]).first()
    Service.objects.filter(pk=service.pk).update(facets=["network:internet"])
    assert lgwan() == 3
    Vendor.objects.filter(pk=service.vendor_id).update(is_suspended=True)
    assert lgwan() == Service.objects.published().filter(facets__contains=["network:lgwan"]).count() < 3
