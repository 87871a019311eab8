"""More listings than anybody writes by hand, for benchmarks: the fictional ones, told again for other places.

Every generated listing differs in name, text, price and categories, and the n-th is always the same. Adoptions and
reviews grow in proportion; the first generated listing has as many of both as a page is measured with. Rows are
written by the batch, without audit rows and mail: this is load, not content.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import Municipality, User, Vendor
from accounts.work_fields import work_fields_by_code
from catalog.actions.publication import facts_of
from catalog.demo.files import DemoListing, demo_listings, demo_vendors
from catalog.demo.loading import demo_adoption, published_at
from catalog.demo.scaling_reviews import Reviewers, generated_reviews, summary_of
from catalog.enums import AdoptionStage, AdoptionStatus, ServiceStatus
from catalog.models import Adoption, Review, ReviewSummary, Service, ServiceVersion
from catalog.ordering import listing_rank, sort_key
from catalog.search.indexing import reindex
from catalog.specsheet import facets

BATCH = 500
LISTINGS_PER_VENDOR = 8
FULL_ADOPTIONS = 50
FULL_REVIEWS = 20
MOST_REVIEWS = 6
"""Of any other generated listing, so that the full one is the most reviewed of all."""
_WORDS = ["連携版", "広域版", "共同利用版", "簡易版", "庁内版", "窓口版", "学校版", "離島版", "支所版", "次世代版"]


def scale_catalog(*, target: int, operator: User, now: dt.datetime, tell: Callable[[str], None]) -> None:
    """Add generated listings until `target` are published; more than that are left as they are."""
    bases = [listing for listing in demo_listings() if not listing.is_oss]
    places = list(Municipality.objects.filter(ended_on=None).order_by("code").values_list("code", "name"))
    while (have := Service.objects.published().count()) < target:
        numbers = range(have, min(have + BATCH, target))
        _add_batch([_variant(bases, places, number) for number in numbers], numbers, places, operator, now)
        tell(f"サービス {numbers[-1] + 1:,} / {target:,}")


def _variant(bases: Sequence[DemoListing], places: Sequence[tuple[str, str]], number: int) -> DemoListing:
    is_full = number == len(demo_listings())
    chance = random.Random(number)  # noqa: S311 (a repeatable choice, not a secret)
    base, other = chance.sample(bases, 2)
    place = chance.choice(places)[1]
    word = chance.choice(_WORDS)
    price = chance.randrange(1, 200) * 5_000
    answers: dict[str, Any] = base.answers | {
        "work": _in_order({*base.answers["work"], other.answers["work"][0]}),
        "min_price": price,
        "total_60_months": price * 60 + base.answers["initial_fee"],
    }
    return DemoListing(
        key=f"generated-{number}",
        vendor=f"架空 {place}情報サービス第{number // LISTINGS_PER_VENDOR}",
        name=f"{base.name} {place}{word} {number}",
        kana=f"{base.kana} {number}",
        tagline=base.tagline,
        description=f"{place}と近隣の団体の業務に合わせた{word}です。{base.description}\n\n{other.tagline}",
        answers=answers,
        adoptions=FULL_ADOPTIONS if is_full else min(chance.randrange(0, 9), chance.randrange(0, 9)),
    )


def _in_order(codes: set[str]) -> list[str]:
    return sorted(codes, key=lambda code: work_fields_by_code()[code].position)


@transaction.atomic
def _add_batch(
    listings: Sequence[DemoListing],
    numbers: range,
    places: Sequence[tuple[str, str]],
    operator: User,
    now: dt.datetime,
) -> None:
    codes = [code for code, _ in places]
    rows = zip(_vendors(listings, numbers, now), listings, _ids(Service, len(numbers)), strict=True)
    services, versions, adoptions, reviews, summaries = [], [], [], [], []
    reviewers = Reviewers(codes)
    for (vendor, listing, pk), version_pk in zip(rows, _ids(ServiceVersion, len(numbers)), strict=True):
        service = Service(pk=pk, vendor=vendor, created_at=now)
        version = _version(service, listing, operator, now)
        version.pk = version_pk
        records = _adoptions(service, listing, codes, now)
        _project(service, version, _confirmed_bodies(records), timezone.localdate(now))
        written = generated_reviews(version, _reviewing(records, listing), reviewers, now)
        services.append(service)
        versions.append(version)
        adoptions += records
        reviews += written
        summaries.append(summary_of(service, written, now))
    reviewers.save()
    Service.objects.bulk_create(services)  # names its version before that exists: the database checks at commit
    ServiceVersion.objects.bulk_create(versions)
    Adoption.objects.bulk_create(adoptions)
    Review.objects.bulk_create(reviews)
    ReviewSummary.objects.bulk_create(summaries)
    reindex([service.pk for service in services])


def _adoptions(service: Service, listing: DemoListing, codes: Sequence[str], now: dt.datetime) -> list[Adoption]:
    """By bodies all over the country alike; those of the full listing are for everybody to see."""
    chance = random.Random(listing.key)  # noqa: S311 (a repeatable choice, not a secret)
    if listing.adoptions < FULL_ADOPTIONS:
        bodies = chance.sample(codes, min(listing.adoptions, len(codes)))
        return [demo_adoption(service, code, chance, now) for code in bodies]
    records = (demo_adoption(service, code, chance, now) for code in chance.sample(codes, len(codes)))
    return list(islice((each for each in records if each.stage != AdoptionStage.CONSIDERING), FULL_ADOPTIONS))


def _reviewing(records: Sequence[Adoption], listing: DemoListing) -> list[str]:
    """The bodies, of those that use or used it, whose staff wrote."""
    users = [each.municipality_id for each in records if each.stage != AdoptionStage.CONSIDERING]
    chance = random.Random(f"{listing.key} reviews")  # noqa: S311 (as above)
    is_full = listing.adoptions >= FULL_ADOPTIONS
    wanted = FULL_REVIEWS if is_full else chance.randrange(MOST_REVIEWS + 1)
    return users[:wanted]


def _ids(model: type[Model], count: int) -> list[int]:
    """Numbers of the table's own sequence, so that rows can name each other before they are written."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [row[0] for row in cursor.fetchall()]


def _vendors(listings: Sequence[DemoListing], numbers: range, now: dt.datetime) -> list[Vendor]:
    """A vendor for every eight listings, alike a fictional one in size and place."""
    names = {number // LISTINGS_PER_VENDOR: listing.vendor for number, listing in zip(numbers, listings, strict=True)}
    found = {vendor.name: vendor for vendor in Vendor.objects.filter(name__in=names.values())}
    models = demo_vendors()
    missing = [
        Vendor(
            name=name,
            kana=models[group % len(models)].kana,
            size=models[group % len(models)].size,
            is_startup=models[group % len(models)].is_startup,
            headquarters=f"{group % 47 + 1:02d}",
            introduction="計測のために作った架空の事業者です。",
            created_at=now,
        )
        for group, name in names.items()
        if name not in found
    ]
    found |= {vendor.name: vendor for vendor in Vendor.objects.bulk_create(missing)}
    return [found[names[number // LISTINGS_PER_VENDOR]] for number in numbers]


def _version(service: Service, listing: DemoListing, operator: User, now: dt.datetime) -> ServiceVersion:
    return ServiceVersion(
        service=service,
        number=1,
        name=listing.name,
        name_kana=listing.kana,
        tagline=listing.tagline,
        description=listing.description,
        answers=listing.answers,
        vendor_name=service.vendor.name,
        vendor_facts=facts_of(service.vendor),
        published_at=published_at(listing, now),
        published_by_key=operator.key,
    )


def _confirmed_bodies(adoptions: Sequence[Adoption]) -> int:
    return len(
        {
            adoption.municipality_id
            for adoption in adoptions
            if adoption.status == AdoptionStatus.CONFIRMED and adoption.stage != AdoptionStage.CONSIDERING
        }
    )


def _project(service: Service, version: ServiceVersion, confirmed: int, today: dt.date) -> None:
    service.status = ServiceStatus.PUBLISHED
    service.current = version
    service.name = version.name
    service.sort_key = sort_key(version.name_kana)
    service.tagline = version.tagline
    service.facets = facets(version.answers, today)
    service.confirmed_adoptions = confirmed
    service.rank = listing_rank(confirmed, version.published_at)
    service.first_published_at = service.published_at = version.published_at
    service.confirmed_on = timezone.localdate(version.published_at)
