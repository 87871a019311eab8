"""The bands that the demonstration fills in: true names, crowds, and nothing over what is known."""

from __future__ import annotations

import tomllib

import pytest
from django.utils import timezone

from accounts.actions.municipalities import seed_municipalities, set_population_bands
from accounts.bodies.listing import bundled_list
from accounts.body_class import CROWD, body_class
from accounts.demo_bands import DEMO_BANDS, load_demo_bands
from accounts.enums import MunicipalityKind, PopulationBand
from accounts.models import AuditEvent, Municipality

NOW = timezone.now()
DATA = tomllib.loads(DEMO_BANDS.read_text(encoding="utf-8"))


@pytest.fixture
def bodies(db):
    seed_municipalities(bodies=bundled_list().values(), actor=None, now=NOW)


def test_every_body_is_called_by_its_name_and_the_source_is_named():
    listed = bundled_list()
    for band, names in DATA["bands"].items():
        assert len(names) >= CROWD, band
        assert {code: listed[code].name for code in names} == names
    designated = {code for code, body in listed.items() if body.kind == MunicipalityKind.DESIGNATED_CITY}
    assert set(DATA["bands"][PopulationBand.OVER_500K]) == designated
    assert DATA["source"] == "令和2年国勢調査"


def test_they_are_filled_in_once_and_the_others_stay_unknown(bodies):
    load_demo_bands(now=NOW)
    load_demo_bands(now=NOW)
    known = Municipality.objects.exclude(population_band=None)
    assert set(known.values_list("pk", flat=True)) == {code for names in DATA["bands"].values() for code in names}
    assert Municipality.objects.get(name="深谷市").population_band == PopulationBand.FROM_100K
    assert Municipality.objects.get(name="塩尻市").population_band == PopulationBand.FROM_50K
    event = AuditEvent.objects.get(verb="fill_population_bands")
    assert event.data["source"] == DATA["source"]


def test_the_operators_figures_win_before_and_after(bodies):
    fukaya, shiojiri = (Municipality.objects.get(name=name) for name in ("深谷市", "塩尻市"))
    set_population_bands(populations={fukaya.code: 4_000}, actor=None, now=NOW)
    load_demo_bands(now=NOW)
    set_population_bands(populations={shiojiri.code: 40_000}, actor=None, now=NOW)
    load_demo_bands(now=NOW)
    fukaya.refresh_from_db()
    shiojiri.refresh_from_db()
    assert fukaya.population_band == PopulationBand.UNDER_5K
    assert shiojiri.population_band == PopulationBand.FROM_30K


def test_a_body_with_a_band_is_still_one_of_a_crowd(bodies):
    load_demo_bands(now=NOW)
    said: dict[tuple[str, str], int] = {}
    for body in Municipality.objects.exclude(population_band=None):
        words = body_class(body)
        said[body.kind, words] = said.get((body.kind, words), 0) + 1
    assert min(said.values()) >= CROWD
