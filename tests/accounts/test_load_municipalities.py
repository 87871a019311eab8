"""The command: our list, the ministry's, populations; the whole file or nothing."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts.bodies.listing import bundled_list
from accounts.enums import MunicipalityKind, PopulationBand
from accounts.identification import identify_address
from accounts.models import AuditEvent, Municipality
from tests.accounts.bodies.makers import csv_file, ministry_book, ministry_rows
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

FUKAYA = "112186"
YORII = "114081"  # 寄居町


def load(*args) -> str:
    out = io.StringIO()
    call_command("load_municipalities", *(str(arg) for arg in args), stdout=out)
    return out.getvalue()


def everything():
    return list(Municipality.objects.order_by("code").values())


@pytest.fixture
def without_yorii(tmp_path):
    """The ministry's list after 寄居町 was merged."""
    return ministry_book(tmp_path / "list.xlsx", ministry_rows(b for b in bundled_list().values() if b.code != YORII))


def test_our_list():
    assert "追加1788" in load()
    assert Municipality.objects.filter(ended_on=None).count() == 1788
    fukaya = Municipality.objects.get(pk=FUKAYA)
    assert (fukaya.full_name, fukaya.kana, fukaya.prefecture_code) == ("埼玉県深谷市", "ふかやし", "11")
    assert identify_address("x@city.fukaya.saitama.jp").code == FUKAYA
    assert AuditEvent.objects.get(verb="seed_municipalities").data["added"][0] == "010006"


def test_again_changes_nothing():
    load()
    before = everything()
    assert "追加0、更新0（うち廃止0）" in load()
    assert everything() == before
    assert AuditEvent.objects.count() == 1


def test_our_list_keeps_what_operators_know():
    load()
    MunicipalityFactory(code="118999", kind=MunicipalityKind.ASSOCIATION)
    Municipality.objects.filter(pk=FUKAYA).update(
        kind=MunicipalityKind.CORE_CITY, name="新深谷市", network_model="beta"
    )
    Municipality.objects.filter(pk=YORII).update(ended_on=date(2026, 4, 1), successor_id=FUKAYA)
    load()
    fukaya = Municipality.objects.get(pk=FUKAYA)
    assert (fukaya.kind, fukaya.name, fukaya.network_model) == (MunicipalityKind.CORE_CITY, "深谷市", "beta")
    assert Municipality.objects.get(pk=YORII).successor_id == FUKAYA
    assert Municipality.objects.get(pk="118999").ended_on is None


def test_ministry_list_into_an_empty_table(tmp_path):
    path = ministry_book(tmp_path / "list.xlsx", ministry_rows(bundled_list().values()))
    assert "追加1788" in load(path)
    kinds = dict(Municipality.objects.values_list("code", "kind"))
    assert {code for code, body in bundled_list().items() if body.kind != kinds[code]} == {"282014"}


def test_merger_keeps_the_row_and_names_the_successor(without_yorii):
    load()
    assert "廃止：114081 埼玉県寄居町" in load(without_yorii, "--successor", f"{YORII}={FUKAYA}")
    yorii = Municipality.objects.get(pk=YORII)
    assert yorii.ended_on is not None
    assert (yorii.successor_id, yorii.name) == (FUKAYA, "寄居町")
    verdict = identify_address("x@town.yorii.saitama.jp")
    assert (verdict.decision, verdict.candidates) == ("manual", (FUKAYA,))


def test_successor_can_follow_later_and_is_kept(without_yorii):
    load()
    load(without_yorii)
    ended_on = Municipality.objects.get(pk=YORII).ended_on
    load(without_yorii, "--successor", f"{YORII}={FUKAYA}")
    load(without_yorii)
    yorii = Municipality.objects.get(pk=YORII)
    assert (yorii.successor_id, yorii.ended_on) == (FUKAYA, ended_on)


def test_body_that_is_listed_again_lives_again(without_yorii, tmp_path):
    load()
    load(without_yorii, "--successor", f"{YORII}={FUKAYA}")
    load(ministry_book(tmp_path / "all.xlsx", ministry_rows(bundled_list().values())))
    yorii = Municipality.objects.get(pk=YORII)
    assert (yorii.ended_on, yorii.successor_id) == (None, None)


def test_successor_in_a_column(tmp_path):
    rows = [["code", "name", "kana", "prefecture", "kind", "successor"]]
    rows += [[*body[:5], FUKAYA if body.code == YORII else ""] for body in bundled_list().values()]
    load(csv_file(tmp_path / "list.csv", rows))
    yorii = Municipality.objects.get(pk=YORII)
    assert yorii.ended_on is not None
    assert yorii.successor_id == FUKAYA


def test_associations_stay(tmp_path, without_yorii):
    load()
    MunicipalityFactory(code="118999", kind=MunicipalityKind.ASSOCIATION)
    load(without_yorii)
    assert Municipality.objects.get(pk="118999").ended_on is None


@pytest.mark.parametrize(
    ("pair", "problem"),
    [
        ("112186=114081", "廃止された団体のものではありません"),
        ("999999=112186", "廃止された団体のものではありません"),
        ("114081=999999", "存続する団体のものではありません"),
        ("114081=114081", "存続する団体のものではありません"),
    ],
)
def test_impossible_successor_changes_nothing(without_yorii, pair, problem):
    load()
    before = everything()
    with pytest.raises(CommandError, match=problem):
        load(without_yorii, "--successor", pair)
    assert everything() == before


def test_list_that_would_end_too_many_changes_nothing(tmp_path):
    load()
    towns = [body for body in bundled_list().values() if body.kind == "town"]
    short = ministry_book(
        tmp_path / "list.xlsx", ministry_rows(b for b in bundled_list().values() if b not in towns[:31])
    )
    before = everything()
    with pytest.raises(CommandError, match="31団体が廃止"):
        load(short)
    assert everything() == before
    assert "うち廃止31" in load(short, "--max-ended", "31")


def test_bad_file_changes_nothing(tmp_path):
    rows = [["code", "name", "kana", "prefecture", "kind"], *[list(body[:5]) for body in bundled_list().values()]]
    rows[5][1] = "改名市"
    rows[9][0] = "012107"
    with pytest.raises(CommandError, match="10行目：団体コード「012107」"):
        load(csv_file(tmp_path / "list.csv", rows))
    assert everything() == []


def test_population(tmp_path):
    people = csv_file(tmp_path / "people.csv", [["area_code", "人口"], ["11218", "141268"], ["01100", "1973395"]])
    assert "2団体を読み、2団体を更新" in load("--population", people)
    bands = dict(Municipality.objects.exclude(population_band=None).values_list("code", "population_band"))
    assert bands == {FUKAYA: PopulationBand.FROM_100K, "011002": PopulationBand.OVER_500K}
    assert "2団体を読み、0団体を更新" in load("--population", people)
    assert AuditEvent.objects.filter(verb="set_population_bands").count() == 1
    load()
    assert Municipality.objects.get(pk=FUKAYA).population_band == PopulationBand.FROM_100K


def test_bad_population_file_undoes_the_list_too(tmp_path):
    people = csv_file(tmp_path / "people.csv", [["area_code", "人口"], ["11218", "多数"]])
    with pytest.raises(CommandError, match="2行目：人口「多数」"):
        load("--population", people)
    assert everything() == []


@pytest.mark.parametrize("args", [("--successor", "114081=112186"), ("missing.csv",), ("--population", "missing.csv")])
def test_bad_arguments(args):
    with pytest.raises(CommandError):
        load(*args)
    assert everything() == []
