"""Factories of the shared documents."""

from __future__ import annotations

from uuid import uuid4

import factory
from django.utils import timezone

from documents.enums import (
    CommentShownAs,
    DocumentKind,
    DocumentStatus,
    DraftedBy,
    FileFormat,
    ParseStatus,
    WantedShownAs,
)
from documents.models import DocumentComment, DocumentVersion, RedactionFinding, SharedDocument, WantedDocument
from documents.redaction import FindingKind
from tests.factories.accounts import MunicipalityFactory, UserFactory

TEXT = "# 仕様書\n会議の録音から議事録を作成する。\n"


class SharedDocumentFactory(factory.django.DjangoModelFactory):
    """A document on the shelf, without versions; `status` and its times for another state."""

    class Meta:
        model = SharedDocument

    municipality = factory.SubFactory(MunicipalityFactory)
    title = factory.Sequence(lambda n: f"議事録作成支援サービス仕様書{n}")
    kind = DocumentKind.SPECIFICATION
    drafted_by = DraftedBy.MUNICIPALITY
    status = DocumentStatus.PUBLISHED
    created_by = factory.SubFactory(UserFactory)
    created_by_key = factory.SelfAttribute("created_by.key")
    created_at = factory.LazyFunction(timezone.now)
    facts_completed_at = factory.SelfAttribute("created_at")
    versioned_at = factory.SelfAttribute("created_at")
    published_at = factory.SelfAttribute("created_at")


class DocumentVersionFactory(factory.django.DjangoModelFactory):
    """A Markdown file that the worker has read."""

    class Meta:
        model = DocumentVersion

    document = factory.SubFactory(SharedDocumentFactory)
    number = 1
    file = factory.django.FileField(
        data=TEXT.encode(), filename=factory.LazyFunction(lambda: f"documents/{uuid4()}.md")
    )
    original_name = "仕様書.md"
    format = FileFormat.MD
    size = len(TEXT.encode())
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_at = factory.LazyFunction(timezone.now)
    uploaded_by = factory.SelfAttribute("document.created_by")
    uploaded_by_key = factory.SelfAttribute("document.created_by_key")
    redaction_declared_at = factory.SelfAttribute("uploaded_at")
    redaction_declared_by_key = factory.SelfAttribute("uploaded_by_key")
    parse_status = ParseStatus.PARSED
    parsed_at = factory.SelfAttribute("uploaded_at")
    text = "仕様書\n会議の録音から議事録を作成する。"
    portions = factory.LazyFunction(
        lambda: [
            [
                {"kind": "heading", "text": "仕様書", "level": 1},
                {"kind": "paragraph", "text": "会議の録音から議事録を作成する。"},
            ]
        ]
    )


class RedactionFindingFactory(factory.django.DjangoModelFactory):
    """A telephone number in the first paragraph."""

    class Meta:
        model = RedactionFinding

    version = factory.SubFactory(DocumentVersionFactory)
    position = factory.Sequence(lambda n: n + 1)
    kind = FindingKind.PHONE
    fingerprint = factory.Sequence(lambda n: f"{n:064x}")
    value = "048-571-1211"
    portion = 1
    block = 1


class DocumentCommentFactory(factory.django.DjangoModelFactory):
    """A comment under the body's name alone."""

    class Meta:
        model = DocumentComment

    document = factory.SubFactory(SharedDocumentFactory)
    author = factory.SubFactory(UserFactory)
    author_key = factory.SelfAttribute("author.key")
    municipality = factory.SubFactory(MunicipalityFactory)
    shown_as = CommentShownAs.BODY
    body = "使ってみて、引継ぎの章が役に立ちました。"
    created_at = factory.LazyFunction(timezone.now)


class WantedDocumentFactory(factory.django.DjangoModelFactory):
    """Something that is still looked for, under the body's name."""

    class Meta:
        model = WantedDocument

    municipality = factory.SubFactory(MunicipalityFactory)
    asker = factory.SubFactory(UserFactory)
    asker_key = factory.SelfAttribute("asker.key")
    shown_as = WantedShownAs.BODY
    body_class = "市（人口3万人〜5万人未満）"
    title = factory.Sequence(lambda n: f"施設予約システムの仕様書{n}")
    created_at = factory.LazyFunction(timezone.now)
    renewed_at = factory.SelfAttribute("created_at")
