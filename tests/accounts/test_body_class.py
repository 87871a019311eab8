"""A body that keeps its name back is one of at least ten it could be."""

import pytest

from accounts.body_class import UNSAID, body_class, describe
from accounts.enums import MunicipalityKind, PopulationBand
from tests.factories import MunicipalityFactory

TOWN = MunicipalityKind.TOWN


def test_cells_with_a_crowd_are_named_as_they_are():
    counts = {band.value: 10 for band in PopulationBand}
    assert describe(TOWN, PopulationBand.FROM_10K, counts) == "町（人口1万人〜3万人未満）"
    assert describe(TOWN, PopulationBand.UNDER_5K, counts) == "町（人口5千人未満）"
    assert describe(TOWN, PopulationBand.OVER_500K, counts) == "町（人口50万人以上）"


@pytest.mark.parametrize("band", [PopulationBand.FROM_5K, PopulationBand.FROM_10K, PopulationBand.OVER_500K])
def test_small_cells_join_their_neighbours(band):
    counts = {PopulationBand.UNDER_5K: 12, PopulationBand.FROM_5K: 9, PopulationBand.FROM_10K: 3, band: 2}
    groups = {describe(TOWN, each, counts) for each in PopulationBand}
    for group in groups:
        members = sum(n for each, n in counts.items() if describe(TOWN, each, counts) == group)
        assert members >= 10, group


def test_kind_with_too_few_bodies_is_not_named():
    assert describe(MunicipalityKind.ASSOCIATION, PopulationBand.FROM_5K, {PopulationBand.FROM_5K: 9}) == UNSAID
    assert describe(MunicipalityKind.ASSOCIATION, None, {None: 9}) == UNSAID


def test_unknown_population_is_called_unknown():
    assert describe(TOWN, None, {None: 10}) == "町（人口規模は不明）"


@pytest.mark.django_db
def test_bodies_that_ended_hide_nobody():
    body = MunicipalityFactory(kind=TOWN, population_band=PopulationBand.FROM_5K)
    MunicipalityFactory.create_batch(9, kind=TOWN, population_band=PopulationBand.FROM_5K, ended_on="2020-03-31")
    assert body_class(body) == UNSAID
    MunicipalityFactory.create_batch(9, kind=TOWN, population_band=PopulationBand.FROM_5K)
    assert body_class(body) == "町（人口規模は伏せています）"
