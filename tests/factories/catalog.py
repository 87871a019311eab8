"""Factories of catalog."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import factory
from django.utils import timezone

from catalog.enums import (
    AdoptionOrigin,
    AdoptionStage,
    AdoptionStatus,
    CategoryAxis,
    DraftStatus,
    ReviewDisclosure,
    ReviewerRole,
    ScreenshotStatus,
    ServiceStatus,
    UsagePeriod,
)
from catalog.importing.content import ImportRow
from catalog.models import (
    Adoption,
    Brochure,
    Category,
    Collection,
    ListingUpload,
    Review,
    ReviewReply,
    SavedSearch,
    Screenshot,
    Service,
    ServiceDraft,
    ServiceVersion,
)
from catalog.ordering import listing_rank, sort_key
from catalog.specsheet import facets
from tests.factories.accounts import MembershipFactory, MunicipalityFactory, UserFactory, VendorFactory


def complete_answers() -> dict[str, object]:
    """Every required question answered. X08 is one of the cross-cutting fields of work."""
    return {
        "work": ["X08"],
        "audience": ["staff"],
        "delivery": ["saas"],
        "network": ["lgwan"],
        "data_location": "japan",
        "secondary_use": "none",
        "pricing_model": ["flat"],
        "export_formats": ["csv"],
    }


class AdoptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Adoption

    class Params:
        confirmed = factory.Trait(
            status=AdoptionStatus.CONFIRMED,
            confirmed_at=factory.LazyFunction(timezone.now),
            confirmed_by_key=factory.LazyFunction(uuid4),
        )

    service = factory.SubFactory("tests.factories.catalog.PublishedServiceFactory")
    municipality = factory.SubFactory(MunicipalityFactory)
    stage = AdoptionStage.IN_USE
    origin = factory.LazyAttribute(
        lambda o: AdoptionOrigin.STAFF if o.stage == AdoptionStage.CONSIDERING else AdoptionOrigin.VENDOR
    )
    source_url = factory.LazyAttribute(
        lambda o: "https://results.example/" if o.origin == AdoptionOrigin.VENDOR else ""
    )
    claimed_at = factory.LazyFunction(timezone.now)
    claimed_by_key = factory.LazyFunction(uuid4)


class BrochureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Brochure

    service = factory.SubFactory("tests.factories.catalog.PublishedServiceFactory")
    title = "サービス紹介資料"
    original_name = "紹介資料.pdf"
    file = factory.django.FileField(data=b"%PDF-1.7\nbody\n%%EOF\n", filename="x.pdf")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 20
    uploaded_at = factory.LazyFunction(timezone.now)
    uploaded_by_key = factory.LazyFunction(uuid4)


class ListingUploadFactory(factory.django.DjangoModelFactory):
    """A table with one new listing, waiting for its confirmation."""

    class Meta:
        model = ListingUpload

    vendor = factory.SubFactory(VendorFactory)
    file_name = "掲載.csv"
    rows = factory.LazyFunction(lambda: [ImportRow("2行目", None, None, {"name": "新規"}, {}, None).as_json()])
    created_at = factory.LazyFunction(timezone.now)
    created_by_key = factory.LazyFunction(uuid4)


class ScreenshotFactory(factory.django.DjangoModelFactory):
    """One that waits for the worker; `made=True`: one that can be shown."""

    class Meta:
        model = Screenshot

    class Params:
        made = factory.Trait(
            status=ScreenshotStatus.READY,
            upload="",
            picture=factory.django.FileField(data=b"RIFFpicture", filename="x.webp"),
            picture_sha256="a" * 64,
            preview=factory.django.FileField(data=b"RIFFpreview", filename="y.webp"),
            preview_sha256="b" * 64,
            width=240,
            height=150,
        )

    service = factory.SubFactory("tests.factories.catalog.PublishedServiceFactory")
    upload = factory.django.FileField(data=b"as it came", filename="z.png")
    upload_sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_at = factory.LazyFunction(timezone.now)
    uploaded_by_key = factory.LazyFunction(uuid4)


class ReviewFactory(factory.django.DjangoModelFactory):
    """A published review that keeps body and person back. The averages are not counted: see `recount_reviews`."""

    class Meta:
        model = Review

    class Params:
        membership = factory.SubFactory(MembershipFactory)

    service = factory.SubFactory("tests.factories.catalog.PublishedServiceFactory")
    version = factory.SelfAttribute("service.current")
    municipality = factory.LazyAttribute(lambda o: o.membership.municipality)
    author = factory.LazyAttribute(lambda o: o.membership.user)
    author_key = factory.LazyAttribute(lambda o: o.author.key)
    disclosure = ReviewDisclosure.BAND
    body_class = "市（人口規模は不明）"
    overall = 4
    usability = 5
    administration = 4
    fit = 3
    support = 4
    value = None
    usage = UsagePeriod.FROM_1
    role = ReviewerRole.USER
    good_points = "画面が分かりやすく、研修がいりませんでした。"
    wishes = "帳票の種類を増やしてほしいです。"
    created_at = factory.LazyFunction(timezone.now)
    revised_at = factory.SelfAttribute("created_at")


class ReviewReplyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReviewReply

    review = factory.SubFactory(ReviewFactory)
    vendor = factory.SelfAttribute("review.service.vendor")
    body = "次の版で帳票を増やします。"
    created_at = factory.LazyFunction(timezone.now)
    created_by_key = factory.LazyFunction(uuid4)


class SavedSearchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SavedSearch

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"検索{n}")
    query = factory.Sequence(lambda n: f"q=会議録{n}")
    created_at = factory.LazyFunction(timezone.now)
    told_until = factory.LazyFunction(timezone.now)


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category

    axis = CategoryAxis.WORK
    code = factory.Sequence(lambda n: f"code{n}")
    slug = factory.Sequence(lambda n: f"slug-{n}")
    name = factory.Sequence(lambda n: f"分類{n}")


class CollectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Collection

    slug = factory.Sequence(lambda n: f"collection-{n}")
    title = factory.Sequence(lambda n: f"特集{n}")
    introduction = "選んだ理由の説明です。"
    starts_on = date(2020, 1, 1)


class ServiceFactory(factory.django.DjangoModelFactory):
    """A listing nobody has published yet."""

    class Meta:
        model = Service

    vendor = factory.SubFactory(VendorFactory)
    name = factory.Sequence(lambda n: f"架空サービス{n}")
    created_at = factory.LazyFunction(timezone.now)


class ServiceDraftFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceDraft

    class Params:
        in_review = factory.Trait(status=DraftStatus.IN_REVIEW, submitted_at=factory.LazyFunction(timezone.now))

    service = factory.SubFactory(ServiceFactory)
    name = factory.SelfAttribute("service.name")
    name_kana = "かくうさーびす"
    tagline = "会議の録音から議事録の下書きを作ります。"
    description = "職員が会議のあとに行う作業を減らします。"
    answers = factory.LazyFunction(complete_answers)
    updated_at = factory.LazyFunction(timezone.now)


class ServiceVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceVersion

    service = factory.SubFactory(ServiceFactory)
    number = 1
    name = factory.SelfAttribute("service.name")
    name_kana = "かくうさーびす"
    tagline = "会議の録音から議事録の下書きを作ります。"
    description = "職員が会議のあとに行う作業を減らします。"
    answers = factory.LazyFunction(complete_answers)
    vendor_name = factory.SelfAttribute("service.vendor.name")
    published_at = factory.LazyFunction(timezone.now)
    published_by_key = factory.LazyFunction(uuid4)


class PublishedServiceFactory(ServiceFactory):
    """A listing on the shelf with its version 1. `answers`, `tagline` and `published_at` go to both."""

    answers = factory.LazyFunction(complete_answers)
    tagline = "会議の録音から議事録の下書きを作ります。"
    published_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, answers, tagline, published_at, **kwargs):
        service = super()._create(model_class, *args, **kwargs)
        service.current = ServiceVersionFactory(
            service=service, answers=answers, tagline=tagline, published_at=published_at
        )
        service.status = ServiceStatus.PUBLISHED
        service.tagline = tagline
        service.sort_key = sort_key(service.name)
        service.facets = facets(answers, timezone.localdate(published_at))
        service.first_published_at = service.published_at = published_at
        service.confirmed_on = timezone.localdate(published_at)
        service.rank = listing_rank(service.confirmed_adoptions, published_at)
        service.save()
        return service
