"""Factories of procurement."""

from __future__ import annotations

import hashlib

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from documents.enums import FileFormat
from procurement.enums import Disclosure, InquiryKind, MessageSide
from procurement.models import (
    BrochureHandover,
    Candidate,
    Inquiry,
    InquiryAttachment,
    InquiryMessage,
    Project,
    ProjectNote,
)
from tests.factories.accounts import MunicipalityFactory, UserFactory
from tests.factories.catalog import BrochureFactory, PublishedServiceFactory


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
    awaited_since = factory.SelfAttribute("created_at")


class InquiryMessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = InquiryMessage

    inquiry = factory.SubFactory(InquiryFactory)
    side = MessageSide.STAFF
    author = factory.SelfAttribute("inquiry.created_by")
    names_author = False
    body = "データはどこに保存されますか。"
    created_at = factory.LazyFunction(timezone.now)


class InquiryAttachmentFactory(factory.django.DjangoModelFactory):
    """A text file beside a message."""

    class Meta:
        model = InquiryAttachment

    message = factory.SubFactory(InquiryMessageFactory)
    inquiry = factory.SelfAttribute("message.inquiry")
    number = 1
    file = factory.LazyFunction(lambda: SimpleUploadedFile("回答.txt", b"answer"))
    original_name = "回答.txt"
    format = FileFormat.TXT
    size = 6
    sha256 = hashlib.sha256(b"answer").hexdigest()
    uploaded_at = factory.LazyFunction(timezone.now)


class BrochureHandoverFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BrochureHandover

    inquiry = factory.SubFactory(InquiryFactory, kind=InquiryKind.BROCHURE)
    number = 1
    brochure = factory.SubFactory(BrochureFactory, service=factory.SelfAttribute("..inquiry.service"))
    handed_at = factory.LazyFunction(timezone.now)


class ProjectFactory(factory.django.DjangoModelFactory):
    """An active project of some body, led by the person who made it."""

    class Meta:
        model = Project

    municipality = factory.SubFactory(MunicipalityFactory)
    title = "窓口のチャットボット導入"
    need = "休日や夜間の問い合わせに答えたい。"
    created_by = factory.SubFactory(UserFactory)
    lead = factory.SelfAttribute("created_by")
    created_at = factory.LazyFunction(timezone.now)
    updated_at = factory.SelfAttribute("created_at")


class CandidateFactory(factory.django.DjangoModelFactory):
    """A listing under consideration, as it is published now."""

    class Meta:
        model = Candidate

    project = factory.SubFactory(ProjectFactory)
    service = factory.SubFactory(PublishedServiceFactory)
    version = factory.SelfAttribute("service.current")
    added_by = factory.SelfAttribute("project.created_by")
    added_at = factory.LazyFunction(timezone.now)


class ProjectNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProjectNote

    project = factory.SubFactory(ProjectFactory)
    author = factory.SelfAttribute("project.created_by")
    body = "課内で使い勝手を確かめた。"
    created_at = factory.LazyFunction(timezone.now)
