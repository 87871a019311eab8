"""Search rows follow the listings."""

from __future__ import annotations

import time

import pytest

from accounts.models import Vendor
from catalog import jobs
from catalog.actions.indexing import listings_changed
from catalog.models import Service, ServiceSearch, ServiceVersion
from catalog.search.cutting import RULES
from catalog.search.engine import search_services
from catalog.search.indexing import LISTINGS, reindex
from catalog.search.rows import AT_ONCE
from dss.jobs import manager
from tests.catalog.search.conftest import shelve
from tests.factories import CategoryFactory, ServiceFactory, VendorFactory


def found(text):
    return [hit.service_id for hit in search_services(text, Service.objects.published()).hits]


def test_vendor_category_and_certificates_are_searched(db):
    CategoryFactory(code="X99", name="議事録作成")
    vendor = VendorFactory(name="みどり商会", headquarters="26")
    service = shelve(vendor, "たまゆら", facets=["work:X99", "ismap:held"])
    reindex([service.pk])
    for query in ("みどり商会", "議事録", "ISMAP", "京都"):
        assert found(query) == [service.pk], query
    assert found("東京都") == []


def test_a_second_run_replaces_the_row(listing):
    service = listing("窓口の予約")
    service.vendor.name = "みどり商会"
    service.vendor.save()
    assert reindex([service.pk]) == 1
    assert found("みどり商会") == [service.pk]
    assert ServiceSearch.objects.count() == 1


def test_a_listing_never_published_has_no_row(db):
    assert reindex([ServiceFactory().pk]) == 0
    assert ServiceSearch.objects.count() == 0


def test_a_few_changes_count_in_their_own_transaction(listing):
    service = listing("窓口の予約")
    ServiceSearch.objects.all().delete()
    listings_changed([service.pk])
    assert found("窓口") == [service.pk]


def test_many_changes_are_left_to_one_job(db):
    vendor = VendorFactory()
    services = [shelve(vendor, f"窓口の予約{number}") for number in range(AT_ONCE + 1)]
    ids = [service.pk for service in services]
    reindex(ids[:3])
    listings_changed(ids)
    listings_changed(ids)
    waiting = [job for job in manager().list_jobs() if job.task_name == "catalog.jobs.reindex_stale_services"]
    assert len(waiting) == 1
    jobs.reindex_stale_services()
    assert set(ServiceSearch.objects.values_list("rules", flat=True)) == {RULES}
    assert ServiceSearch.objects.count() == len(ids)


def test_rows_of_older_rules_are_renewed(listing):
    service = listing("窓口の予約")
    ServiceSearch.objects.update(rules=RULES - 1, doc="'old':1")
    jobs.reindex_stale_rows()
    assert found("窓口") == [service.pk]
    assert LISTINGS.reindex_stale() == 0


def test_a_vendor_is_found_by_its_new_name(db):
    """Whoever renames it, also past every action: the database notes it and the next round writes the row anew."""
    vendor = VendorFactory(name="みどり商会")
    service = shelve(vendor, "たまゆら")
    reindex([service.pk])
    Vendor.objects.update(name="あかね工房")
    assert found("みどり商会") == [service.pk]
    jobs.reindex_stale_rows()
    assert (found("あかね工房"), found("みどり商会")) == ([service.pk], [])


@pytest.mark.parametrize("text", ["\\'", "長" * 4_000, "a" * 4_000, "😀" * 2_000])
def test_any_published_text_is_indexed(db, text):
    service = shelve(VendorFactory(), "なまえ", "ひとこと", text)
    assert reindex([service.pk]) == 1


def test_a_document_takes_milliseconds(db):
    description = "会議の音声を話者ごとに分けて文字起こしし、要点をまとめた議事録の案を作ります。" * 10
    services = [
        shelve(VendorFactory(), f"たまゆら{number}", description=f"{number}{description}") for number in range(40)
    ]
    started = time.perf_counter()
    reindex(service.pk for service in services)
    assert (time.perf_counter() - started) / len(services) < 0.05
    assert ServiceVersion.objects.count() == 40
