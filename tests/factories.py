"""Plain factories, sorted by app."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.enums import MunicipalityKind, VendorRole, VendorSize
from accounts.models import (
    Advisor,
    MunicipalDomain,
    Municipality,
    MunicipalMembership,
    Notification,
    OutboxMail,
    User,
    Vendor,
    VendorMembership,
)
from catalog.enums import AdoptionOrigin, AdoptionStage, AdoptionStatus, CategoryAxis, DraftStatus, ServiceStatus
from catalog.models import Adoption, Brochure, Category, Collection, Service, ServiceDraft, ServiceVersion
from catalog.ordering import listing_rank, sort_key
from catalog.specsheet import facets
from procurement.enums import Disclosure, InquiryKind, MessageSide
from procurement.models import BrochureHandover, Inquiry, InquiryMessage

PASSWORD = "correct-horse-7-battery"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@mail.example")
    name = factory.Sequence(lambda n: f"利用者{n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(*args, password=kwargs.pop("password", PASSWORD), **kwargs)


class OperatorFactory(UserFactory):
    email = factory.Sequence(lambda n: f"operator{n}@dss.example")
    is_staff = True
    is_superuser = True


class EmailAddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmailAddress

    user = factory.SubFactory(UserFactory)
    email = factory.SelfAttribute("user.email")
    verified = True
    primary = True


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    code = factory.Sequence(lambda n: f"{900000 + n}")
    name = factory.Sequence(lambda n: f"架空{n}市")
    kana = factory.Sequence(lambda n: f"かくう{n}し")
    prefecture_code = "11"
    prefecture = "埼玉県"
    kind = MunicipalityKind.CITY


class MunicipalDomainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MunicipalDomain

    domain = factory.Sequence(lambda n: f"town{n}.example")
    municipality = factory.SubFactory(MunicipalityFactory)
    evidence = "代表電話で確認"
    proposed_by = factory.SubFactory(OperatorFactory)
    proposed_at = factory.LazyFunction(timezone.now)


class MembershipFactory(factory.django.DjangoModelFactory):
    """A live membership with its confirmed address."""

    class Meta:
        model = MunicipalMembership

    class Params:
        address = factory.SubFactory(EmailAddressFactory, user=factory.SelfAttribute("..user"))

    user = factory.SubFactory(UserFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    email_address_pk = factory.LazyAttribute(lambda o: o.address.pk)
    email = factory.LazyAttribute(lambda o: o.address.email)
    rule = "test"
    granted_at = factory.LazyFunction(timezone.now)
    confirmed_at = factory.LazyFunction(timezone.now)
    expires_on = date(2099, 5, 31)


class NotificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notification

    user = factory.SubFactory(UserFactory)
    event = "report_resolved"
    instance_key = factory.Sequence(str)
    target_key = "1"
    title = "通報への対応が終わりました"
    path = "/me/notifications/"
    created_at = factory.LazyFunction(timezone.now)


class OutboxMailFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutboxMail

    event = "test_event"
    instance_key = factory.Sequence(str)
    to = factory.Sequence(lambda n: f"reader{n}@mail.example")
    subject = "件名"
    body = "本文\n"
    created_at = factory.LazyFunction(timezone.now)


class VendorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Vendor

    name = factory.Sequence(lambda n: f"架空システム{n}株式会社")
    kana = factory.Sequence(lambda n: f"かくうしすてむ{n}")
    size = VendorSize.SMALL
    headquarters = "13"
    created_at = factory.LazyFunction(timezone.now)


class VendorMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VendorMembership

    vendor = factory.SubFactory(VendorFactory)
    user = factory.SubFactory(UserFactory)
    role = VendorRole.OWNER
    created_at = factory.LazyFunction(timezone.now)


class AdvisorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Advisor

    user = factory.SubFactory(UserFactory)
    affiliation = "架空大学"
    fields = "情報政策"


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

    service = factory.SubFactory("tests.factories.PublishedServiceFactory")
    municipality = factory.SubFactory(MunicipalityFactory)
    stage = AdoptionStage.IN_USE
    origin = AdoptionOrigin.VENDOR
    claimed_at = factory.LazyFunction(timezone.now)
    claimed_by_key = factory.LazyFunction(uuid4)


class BrochureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Brochure

    service = factory.SubFactory("tests.factories.PublishedServiceFactory")
    title = "サービス紹介資料"
    original_name = "紹介資料.pdf"
    file = factory.django.FileField(data=b"%PDF-1.7\nbody\n%%EOF\n", filename="x.pdf")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 20
    uploaded_at = factory.LazyFunction(timezone.now)
    uploaded_by_key = factory.LazyFunction(uuid4)


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


class InquiryFactory(factory.django.DjangoModelFactory):
    """A question that keeps body and person back. The vendor is that of the listing."""

    class Meta:
        model = Inquiry

    kind = InquiryKind.QUESTION
    subject = "データの保存場所について"
    service = factory.SubFactory(PublishedServiceFactory)
    version = factory.SelfAttribute("service.current")
    vendor = factory.SelfAttribute("service.vendor")
    municipality = factory.SubFactory(MunicipalityFactory)
    created_by = factory.SubFactory(UserFactory)
    disclosure = Disclosure.BAND
    body_class = "市（人口規模は不明）"
    created_at = factory.LazyFunction(timezone.now)
    last_activity_at = factory.SelfAttribute("created_at")


class InquiryMessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = InquiryMessage

    inquiry = factory.SubFactory(InquiryFactory)
    side = MessageSide.STAFF
    author = factory.SelfAttribute("inquiry.created_by")
    names_author = False
    body = "データはどこに保存されますか。"
    created_at = factory.LazyFunction(timezone.now)


class BrochureHandoverFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BrochureHandover

    inquiry = factory.SubFactory(InquiryFactory, kind=InquiryKind.BROCHURE)
    number = 1
    brochure = factory.SubFactory(BrochureFactory, service=factory.SelfAttribute("..inquiry.service"))
    handed_at = factory.LazyFunction(timezone.now)
