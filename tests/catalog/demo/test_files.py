"""The demonstration data keeps its promises: enough of it, marked, complete, true where it claims to be real."""

import re

import pytest

from accounts.work_fields import load_work_fields
from catalog.demo import files
from catalog.demo.files import DemoDataError, demo_collections, demo_listings, demo_vendors
from catalog.models import NAME_LENGTH, TAGLINE_LENGTH
from catalog.specsheet import load_sheet, missing_required

FICTIONAL = [listing for listing in demo_listings() if not listing.is_oss]
OPEN_SOURCE = [listing for listing in demo_listings() if listing.is_oss]
# Asked only where they apply.
CONDITIONAL = {"lgwan_asp_number"} | {question.key for question in load_sheet().section("oss").questions}


def test_there_is_enough():
    assert len(FICTIONAL) >= 60
    assert len(OPEN_SOURCE) >= 25
    assert len(demo_vendors()) >= 20
    assert len(demo_collections()) == 3


@pytest.mark.parametrize("listing", FICTIONAL, ids=lambda listing: listing.key)
def test_fiction_is_marked_and_complete(listing):
    assert "架空" in listing.description
    assert missing_required(listing.answers) == {}
    expected = {question.key for question in load_sheet().questions} - CONDITIONAL
    assert expected - set(listing.answers) == set()
    assert ("lgwan_asp_number" in listing.answers) == ("lgwan-asp" in listing.answers["delivery"])


@pytest.mark.parametrize("listing", OPEN_SOURCE, ids=lambda listing: listing.key)
def test_open_source_names_repository_and_licence(listing):
    assert listing.answers["repository"].startswith("https://")
    assert ("license_expression" in listing.answers) == (listing.answers["license"] == "other")
    assert listing.adoptions == 0
    assert "架空" not in listing.description
    assert ("software_version" in listing.answers) == ("software_released_on" in listing.answers)


def test_every_release_names_the_file_that_states_it():
    text = (files.DATA / "oss.toml").read_text(encoding="utf-8")
    releases = re.findall(r'^# Release: \S+ of the repository\.\nsoftware_version = "(.+)"\n', text, re.MULTILINE)
    stated = [listing.answers["software_version"] for listing in OPEN_SOURCE if "software_version" in listing.answers]
    assert releases == stated
    assert len(stated) >= 15


@pytest.mark.parametrize("listing", demo_listings(), ids=lambda listing: listing.key)
def test_texts_fit(listing):
    assert len(listing.name) <= NAME_LENGTH
    assert len(listing.tagline) <= TAGLINE_LENGTH
    assert len(listing.description) <= 4000
    assert re.fullmatch(r"[ぁ-ゖー ゔ]+", listing.kana)


def test_every_field_of_work_is_served():
    served = {code for listing in FICTIONAL for code in listing.answers["work"]}
    assert served == {field.code for field in load_work_fields()}


def test_texts_differ():
    for attribute in ("name", "tagline", "description", "key"):
        values = [getattr(listing, attribute) for listing in demo_listings()]
        assert len(set(values)) == len(values), attribute


def test_vendors_are_fictional_and_used():
    assert all(vendor.name.startswith("架空 ") and "架空" in vendor.introduction for vendor in demo_vendors())
    assert {listing.vendor for listing in FICTIONAL} == {vendor.key for vendor in demo_vendors()}
    assert len({vendor.headquarters for vendor in demo_vendors()}) >= 15


def test_collections_name_listings():
    keys = {listing.key for listing in demo_listings()}
    assert {key for collection in demo_collections() for key, _ in collection.items} <= keys


def test_a_bad_answer_is_named():
    with pytest.raises(DemoDataError, match="x: tax"):
        files._cleaned("x", {"tax": "maybe"})
