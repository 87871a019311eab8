"""Factories of requests for quotes.

What vendors were asked is frozen by the database, so a request is made as a draft, filled, and then opened:
`QuoteRequestFactory(with_services=[…], opened=True)` does all three.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import factory
from django.utils import timezone

from procurement.enums import QuoteItemKind, QuoteRequestStatus, QuoteStatus
from procurement.models import (
    Quote,
    QuoteInvitation,
    QuoteLine,
    QuoteQuestion,
    QuoteRequest,
    QuoteRequestAttachment,
    QuoteRequestItem,
    QuoteVersion,
)
from tests.factories.procurement import ProjectFactory


class QuoteRequestFactory(factory.django.DjangoModelFactory):
    """A draft with a one-time and a monthly line. `with_services`: whom it asks. `opened`: it is out, for ten days."""

    class Meta:
        model = QuoteRequest

    project = factory.SubFactory(ProjectFactory)
    title = "議事録作成サービスの参考見積"
    conditions = "会議は月に20回です。"
    created_by = factory.SelfAttribute("project.created_by")
    created_at = factory.LazyFunction(timezone.now)
    updated_at = factory.SelfAttribute("created_at")
    deadline_at = factory.LazyAttribute(lambda o: o.created_at + timedelta(days=10))

    @classmethod
    def _create(cls, model_class, *args, with_services=(), opened=False, **kwargs):
        request = super()._create(model_class, *args, **kwargs)
        for position, kind in enumerate([QuoteItemKind.ONE_TIME, QuoteItemKind.MONTHLY], 1):
            QuoteRequestItemFactory(request=request, position=position, kind=kind, label=kind.label)
        for service in with_services:
            QuoteInvitationFactory(request=request, service=service)
        return open_request(request) if opened else request


def open_request(request):
    """Send a draft, without the mails."""
    request.status, request.opened_at = QuoteRequestStatus.OPEN, request.created_at
    request.opened_by = request.created_by
    request.save()
    request.invitations.update(invited_at=request.opened_at)
    return request


class QuoteRequestItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QuoteRequestItem

    request = factory.SubFactory(QuoteRequestFactory)
    position = factory.Sequence(lambda n: 3 + n % 20)
    kind = QuoteItemKind.ONE_TIME
    label = "初期費用"


class QuoteRequestAttachmentFactory(factory.django.DjangoModelFactory):
    """Only of a draft."""

    class Meta:
        model = QuoteRequestAttachment

    request = factory.SubFactory(QuoteRequestFactory)
    number = 1
    file = factory.django.FileField(data=b"%PDF-1.7\nbody\n%%EOF\n", filename="x.pdf")
    original_name = "業務の流れ.pdf"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 20
    uploaded_at = factory.LazyFunction(timezone.now)
    uploaded_by_key = factory.LazyFunction(uuid4)


class QuoteInvitationFactory(factory.django.DjangoModelFactory):
    """Only of a draft."""

    class Meta:
        model = QuoteInvitation

    request = factory.SubFactory(QuoteRequestFactory)
    service = factory.SubFactory("tests.factories.catalog.PublishedServiceFactory")
    version = factory.SelfAttribute("service.current")
    vendor = factory.SelfAttribute("service.vendor")


class QuoteQuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QuoteQuestion

    invitation = factory.SubFactory(QuoteInvitationFactory)
    body = "音声の保存期間に決まりはありますか。"
    asked_at = factory.LazyFunction(timezone.now)


class QuoteFactory(factory.django.DjangoModelFactory):
    """A submitted quote of an open request: `amount` for every item. `version` names more of its one version."""

    class Meta:
        model = Quote

    invitation = factory.SubFactory(QuoteInvitationFactory)
    created_at = factory.LazyFunction(timezone.now)
    updated_at = factory.SelfAttribute("created_at")

    @classmethod
    def _create(cls, model_class, *args, amount=100_000, version=None, **kwargs):
        quote = super()._create(model_class, *args, **kwargs)
        submit_version(quote, number=1, amount=amount, **(version or {}))
        return quote


def submit_version(quote, *, number, amount=100_000, **facts):
    """One more version of a quote, and the one that counts."""
    now = timezone.now()
    plain = {"months": 60, "valid_until": timezone.localdate() + timedelta(days=90)}
    version = QuoteVersion.objects.create(quote=quote, number=number, **(plain | facts))
    for item in quote.invitation.request.items.all():
        QuoteLine.objects.create(version=version, item=item, unit_amount=amount)
    version.client_token, version.submitted_at, version.submitted_by_key = uuid4(), now, uuid4()
    version.save()
    quote.status, quote.current, quote.submitted_at = QuoteStatus.SUBMITTED, version, now
    quote.save()
    return version
