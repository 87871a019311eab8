"""e-Stat's CSV files to bands."""

from __future__ import annotations

import pytest

from accounts.bodies.population import band_of, read_populations
from accounts.bodies.rows import ListError
from accounts.enums import PopulationBand
from tests.accounts.bodies.makers import csv_file

WANTED = {"011002", "112186", "134023", "075469"}


@pytest.mark.parametrize(
    ("people", "band"),
    [
        (0, PopulationBand.UNDER_5K),
        (4_999, PopulationBand.UNDER_5K),
        (5_000, PopulationBand.FROM_5K),
        (10_000, PopulationBand.FROM_10K),
        (29_999, PopulationBand.FROM_10K),
        (30_000, PopulationBand.FROM_30K),
        (50_000, PopulationBand.FROM_50K),
        (100_000, PopulationBand.FROM_100K),
        (200_000, PopulationBand.FROM_200K),
        (499_999, PopulationBand.FROM_200K),
        (500_000, PopulationBand.OVER_500K),
        (13_000_000, PopulationBand.OVER_500K),
    ],
)
def test_bands(people, band):
    assert band_of(people) == band


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_census_without_check_digits(tmp_path, encoding):
    rows = [
        ["統計名：", "国勢調査"],
        ["area_code", "地域", "人口"],
        ["00000", "全国", "126146099"],
        ["01100", "札幌市", "1973395"],
        ["01101", "札幌市中央区", "248680"],
        ["11218", "深谷市", '"141,268"'],
        ["07546", "双葉町", "-"],
    ]
    path = csv_file(tmp_path / "people.csv", rows, encoding)
    assert read_populations(path, WANTED) == {"011002": 1_973_395, "112186": 141_268, "075469": 0}


def test_register_with_check_digits_and_lost_zeros(tmp_path):
    rows = [
        ["団体コード", "都道府県名", "市区町村名", "計"],
        ["11002", "北海道", "札幌市", "1956928"],
        ["112186", "埼玉県", "深谷市", "141000"],
    ]
    assert read_populations(csv_file(tmp_path / "people.csv", rows), WANTED) == {"011002": 1_956_928, "112186": 141_000}


def test_bad_rows_are_named(tmp_path):
    rows = [
        ["地域コード", "総人口"],
        ["11218", "X"],
        ["01100", "-5"],
        ["13402", "168"],
        ["13402", "170"],
        ["99999", "x"],
    ]
    with pytest.raises(ListError) as error:
        read_populations(csv_file(tmp_path / "people.csv", rows), WANTED)
    assert [line.partition("：")[0] for line in error.value.problems] == ["2行目", "3行目", "5行目"]


@pytest.mark.parametrize("rows", [[], [["地域", "人口"], ["深谷市", "1"]], [["地域コード", "人口"], ["99999", "1"]]])
def test_files_without_our_bodies(tmp_path, rows):
    with pytest.raises(ListError):
        read_populations(csv_file(tmp_path / "people.csv", rows), WANTED)
