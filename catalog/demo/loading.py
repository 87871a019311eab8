"""Put the demonstration catalogue into the database. Again: nothing happens twice.

Listings go through the action that publishes files. Fictional vendors have no people and demo adoptions no
municipal staff who could act, so those rows are written here, and nowhere else in the product.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import uuid
import zlib
from collections.abc import Callable, Mapping, Sequence

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Municipality, User, Vendor
from catalog.actions import ListingContent, load_categories, publish_listing, renew_facets
from catalog.actions.adoptions import recount_adoptions
from catalog.actions.imports import open_source_vendor
from catalog.category_data import load_category_data
from catalog.demo.files import DemoListing, demo_collections, demo_listings, demo_vendors
from catalog.demo.pdf import one_page_pdf
from catalog.enums import AdoptionOrigin, AdoptionStage, AdoptionStatus, ProcurementMethod, TaxTreatment
from catalog.models import Adoption, Brochure, Collection, CollectionItem, Service, ServiceViews

# Every demo adoption names this department, so that nobody takes a real body's name for a real contract.
DEMO_DEPARTMENT = "情報政策担当（デモデータ）"
DEMO_SOURCE = "https://results.dss-demo.example/"
"""What vendors of the demonstration point to; .example is nobody's domain."""
DEMO_SCOPE = "デモデータのための架空の金額"
_PEOPLE = uuid.UUID("6f1d2f3c-7a53-4e60-9f0e-5a8c5cf3f001")
_STAGES = [AdoptionStage.IN_USE] * 7 + [AdoptionStage.TRIAL, AdoptionStage.CONSIDERING, AdoptionStage.ENDED]
_END_REASONS = ["契約期間の満了に伴い、再調達で別のサービスを選定したため", "業務の見直しにより不要になったため"]
# The bodies of the demo log-ins, so that a person who tries the product finds records of their own.
HOME_BODIES = ("112186", "202151")
_HOME_SHARE = 0.2


def load_demo_vendors(now: dt.datetime) -> dict[str, Vendor]:
    """The fictional vendors by key, created where missing, and the vendor of open-source listings."""
    vendors = {"oss": open_source_vendor(now)}
    for demo in demo_vendors():
        vendors[demo.key], _ = Vendor.objects.get_or_create(
            name=demo.name,
            defaults={
                "kana": demo.kana,
                "size": demo.size,
                "is_startup": demo.is_startup,
                "headquarters": demo.headquarters,
                "service_areas": list(demo.areas),
                "website": f"https://{demo.key}.example/",
                "introduction": demo.introduction,
                "created_at": now,
            },
        )
    return vendors


def load_demo_catalog(*, operator: User, now: dt.datetime, tell: Callable[[str], None]) -> None:
    """Categories, vendors, listings with brochures and adoptions, collections."""
    load_categories(entries=load_category_data(), actor=operator, now=now)
    vendors = load_demo_vendors(now)
    codes = list(Municipality.objects.filter(ended_on=None).order_by("code").values_list("code", flat=True))
    services: dict[str, Service] = {}
    for number, listing in enumerate(demo_listings(), start=1):
        services[listing.key] = _load_listing(listing, vendors[listing.vendor], codes, operator, now)
        if number % 25 == 0:
            tell(f"サービス {number} / {len(demo_listings())}")
    renew_facets(now=now)
    _load_views(services, now)
    for collection in demo_collections():
        _load_collection(collection.slug, collection.title, collection.introduction, now)
        _load_items(collection.slug, [(services[key], note) for key, note in collection.items])


def _load_views(services: Mapping[str, Service], now: dt.datetime) -> None:
    """Some views on the first day of this month and of the twelve before it, so that vendors find figures."""
    today = timezone.localdate(now)
    number = today.year * 12 + today.month - 1
    days = [dt.date(each // 12, each % 12 + 1, 1) for each in range(number - 12, number + 1)]
    listings = {listing.key: listing for listing in demo_listings()}
    rows = [
        ServiceViews(service=service, day=day, views=zlib.crc32(f"{key} {day}".encode()) % 90 + 1)
        for key, service in services.items()
        for day in days
        if day >= timezone.localdate(published_at(listings[key], now))
    ]
    ServiceViews.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)


def published_at(listing: DemoListing, now: dt.datetime) -> dt.datetime:
    """When a listing is said to have been published: spread over 400 days, so that some are stale.

    Never on a day before the release that an open-source listing names: nobody could have known of it.
    """
    age = dt.timedelta(days=zlib.crc32(listing.key.encode()) % 400)
    released_on = listing.answers.get("software_released_on")
    if released_on is not None:
        known_for = timezone.localdate(now) - dt.date.fromisoformat(released_on)
        age = max(min(age, known_for), dt.timedelta())
    return now - age


@transaction.atomic
def _load_listing(
    listing: DemoListing, vendor: Vendor, codes: Sequence[str], operator: User, now: dt.datetime
) -> Service:
    content = ListingContent(listing.name, listing.tagline, listing.description, listing.answers, listing.kana)
    existing = Service.objects.filter(vendor=vendor, name=listing.name).first()
    service, _ = publish_listing(
        vendor=vendor, service=existing, content=content, actor=operator, now=published_at(listing, now)
    )
    if existing is None:
        if listing.brochure:
            _add_brochure(service, listing, operator, now)
        if listing.adoptions:
            Adoption.objects.bulk_create(demo_adoptions(service, listing.key, listing.adoptions, codes, now))
            recount_adoptions(service)
    return service


def demo_adoptions(service: Service, key: str, count: int, codes: Sequence[str], now: dt.datetime) -> list[Adoption]:
    """Unsaved records of `count` bodies, always the same for a key."""
    chance = random.Random(key)  # noqa: S311 (a repeatable choice, not a secret)
    bodies = chance.sample(codes, min(count, len(codes)))
    home = chance.choice(HOME_BODIES)
    if bodies and home in codes and home not in bodies and chance.random() < _HOME_SHARE:
        bodies[0] = home
    return [demo_adoption(service, code, chance, now) for code in bodies]


def demo_adoption(service: Service, code: str, chance: random.Random, now: dt.datetime) -> Adoption:
    """An unsaved record of one body, as chance will have it."""
    stage = chance.choice(_STAGES)
    confirmed = stage != AdoptionStage.CONSIDERING and chance.random() < 0.7
    start = timezone.localdate(now).replace(day=1) - dt.timedelta(days=chance.randrange(120, 1800))
    started_on = None if stage == AdoptionStage.CONSIDERING else start.replace(day=1)
    ended = stage == AdoptionStage.ENDED
    amount = None if stage == AdoptionStage.CONSIDERING else chance.randrange(3, 90) * 100_000
    staff_key = uuid.uuid5(_PEOPLE, code)
    origin = AdoptionOrigin.STAFF if stage == AdoptionStage.CONSIDERING else chance.choice(AdoptionOrigin.values)
    return Adoption(
        service=service,
        municipality_id=code,
        department=DEMO_DEPARTMENT,
        stage=stage,
        origin=origin,
        status=AdoptionStatus.CONFIRMED if confirmed else AdoptionStatus.CLAIMED,
        started_on=started_on,
        ended_on=(start + dt.timedelta(days=100)).replace(day=1) if ended else None,
        end_reason=chance.choice(_END_REASONS) if ended else "",
        procurement_method=chance.choice(ProcurementMethod.values) if amount else "",
        amount=amount,
        amount_tax=TaxTreatment.EXCLUDED if amount else "",
        amount_scope=DEMO_SCOPE if amount else "",
        source_url=DEMO_SOURCE if origin == AdoptionOrigin.VENDOR else "",
        claimed_at=now,
        claimed_by_key=staff_key,
        confirmed_at=now if confirmed else None,
        confirmed_by_key=staff_key if confirmed else None,
    )


def _add_brochure(service: Service, listing: DemoListing, operator: User, now: dt.datetime) -> None:
    content = one_page_pdf(listing.name, [listing.tagline, listing.description])
    Brochure.objects.create(
        service=service,
        title=f"{listing.name} ご紹介資料（架空）",
        original_name=f"{listing.key}.pdf",
        file=ContentFile(content, name=f"{listing.key}.pdf"),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        uploaded_at=now,
        uploaded_by_key=operator.key,
    )


def _load_collection(slug: str, title: str, introduction: str, now: dt.datetime) -> None:
    Collection.objects.get_or_create(
        slug=slug,
        defaults={"title": title, "introduction": introduction, "starts_on": timezone.localdate(now)},
    )


def _load_items(slug: str, items: Sequence[tuple[Service, str]]) -> None:
    collection = Collection.objects.get(slug=slug)
    rows = [
        CollectionItem(collection=collection, service=service, position=position, note=note)
        for position, (service, note) in enumerate(items, start=1)
    ]
    CollectionItem.objects.bulk_create(rows, ignore_conflicts=True)
