"""Relevance over the demonstration catalogue, judged by hand (`judged.toml`). Run with `-s` to see the table."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import pytest

from accounts.enums import VendorSize
from catalog.actions.synonyms import load_synonyms
from catalog.category_data import load_category_data
from catalog.demo.files import demo_listings, demo_vendors
from catalog.models import Category, Service
from catalog.search.engine import search_services
from catalog.search.indexing import reindex
from catalog.specsheet import facets
from tests.catalog.search.conftest import NOW, shelve
from tests.factories import VendorFactory

FLOOR = 0.94
FLOOR_OF_A_KIND = 0.88
JUDGED = tomllib.loads((Path(__file__).parent / "judged.toml").read_text())


@pytest.fixture
def catalogue(db) -> dict[int, str]:
    """Every demo listing, indexed; keys by id."""
    Category.objects.bulk_create(
        Category(axis=c.axis, code=c.code, slug=c.slug, name=c.name, group=c.group, position=c.position)
        for c in load_category_data()
    )
    vendors = {
        vendor.key: VendorFactory(name=vendor.name, headquarters=vendor.headquarters) for vendor in demo_vendors()
    }
    vendors.setdefault("oss", VendorFactory(name="オープンソース紹介", size=VendorSize.COMMUNITY))
    keys = {}
    for listed in demo_listings():
        tokens = facets(listed.answers, NOW.date())
        service = shelve(
            vendors[listed.vendor], listed.name, listed.tagline, listed.description, kana=listed.kana, facets=tokens
        )
        keys[service.pk] = listed.key
    reindex(keys)
    load_synonyms(now=NOW)
    return keys


def gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def ndcg(found: list[str], judged: dict[str, list[str]]) -> float:
    grade_of = {key: int(grade) for grade, keys in judged.items() for key in keys}
    ideal = sorted(grade_of.values(), reverse=True)[:10]
    return gain([grade_of.get(key, 0) for key in found[:10]]) / gain(ideal)


def test_every_judgement_names_a_demo_listing():
    known = {listed.key for listed in demo_listings()}
    named = {key for kind in JUDGED.values() for judged in kind.values() for keys in judged.values() for key in keys}
    assert named <= known
    assert sum(len(kind) for kind in JUDGED.values()) >= 120


def test_relevance(catalogue, capsys):
    scores: dict[str, list[float]] = {}
    nothing = []
    poor = []
    for kind, queries in JUDGED.items():
        for query, judged in queries.items():
            hits = search_services(query, Service.objects.published()).hits
            found = [catalogue[hit.service_id] for hit in hits]
            score = ndcg(found, judged)
            scores.setdefault(kind, []).append(score)
            if not found:
                nothing.append(query)
            if score < 0.85:
                poor.append((score, query, [f"{catalogue[h.service_id]}({h.stage[0]}{h.rank:.2f})" for h in hits[:8]]))
    everything = [score for kind in scores.values() for score in kind]
    average = sum(everything) / len(everything)
    with capsys.disabled():
        print(f"\nnDCG@10 over {len(everything)} queries: {average:.3f}")
        for kind, found_scores in scores.items():
            print(f"  {kind:<10} {sum(found_scores) / len(found_scores):.3f}  ({len(found_scores)})")
        for score, query, found in sorted(poor):
            print(f"    {score:.2f} {query}: {' '.join(found)}")
    assert nothing == []
    assert average >= FLOOR
    assert min(sum(found) / len(found) for found in scores.values()) >= FLOOR_OF_A_KIND
