"""A body with a project, two vendors with a listing each, and a request at every step."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from documents.enums import FileFormat
from documents.files import CheckedUpload
from procurement import actions
from procurement.actions import LineFacts, QuoteFacts, RequestFacts
from procurement.enums import QuoteTax
from procurement.models import Candidate, Project
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    PublishedServiceFactory,
    UserFactory,
    VendorFactory,
    VendorMembershipFactory,
)


@pytest.fixture
def market(db):
    """Staff of one body and of another, vendors X (team of two) and Y, X's and Y's listings as candidates."""
    body = MunicipalityFactory(name="見積野市")
    asker = MembershipFactory(municipality=body, user=UserFactory(name="見積 係長")).user
    vendor_x, vendor_y = VendorFactory(name="甲システム株式会社"), VendorFactory(name="乙ソフト株式会社")
    now = timezone.now()
    project = Project.objects.create(
        municipality=body, title="窓口の案件", lead=asker, created_by=asker, created_at=now, updated_at=now
    )
    services = [
        PublishedServiceFactory(vendor=vendor_x, name="甲の議事録（架空）"),
        PublishedServiceFactory(vendor=vendor_y, name="乙の議事録（架空）"),
    ]
    for service in services:
        Candidate.objects.create(project=project, service=service, version=service.current, added_at=now)
    return SimpleNamespace(
        now=now,
        body=body,
        asker=asker,
        colleague=MembershipFactory(municipality=body).user,
        stranger=MembershipFactory().user,
        member=UserFactory(),
        vendor_x=vendor_x,
        vendor_y=vendor_y,
        x=VendorMembershipFactory(vendor=vendor_x, user=UserFactory(name="甲の 営業")).user,
        x2=VendorMembershipFactory(vendor=vendor_x).user,
        y=VendorMembershipFactory(vendor=vendor_y, user=UserFactory(name="乙の 営業")).user,
        outsider=VendorMembershipFactory().user,
        project=project,
        services=services,
    )


@pytest.fixture
def draft(market):
    """A complete draft with both services chosen; arguments change its facts."""

    def make(**changes):
        facts = {"title": "議事録作成の見積", "conditions": "会議は月20回です。", "deadline_at": days(market, 10)}
        request = actions.create_quote_request(
            project=market.project,
            facts=RequestFacts(**(facts | changes)),
            client_token=uuid4(),
            actor=market.asker,
            now=market.now,
        )
        return actions.set_quote_services(
            request=request, services=market.services, revision=1, actor=market.asker, now=market.now
        )

    return make


@pytest.fixture
def opened(market, draft):
    """A request that is out with both vendors. `.invitations` in the order X, Y."""

    def make(**changes):
        request = draft(**changes)
        return actions.open_quote_request(
            request=request, revision=request.revision, actor=market.asker, now=market.now
        )

    return make


@pytest.fixture
def quoted(market, opened):
    """X's submitted quote of an open request."""

    def make(**changes):
        invitation = opened(**changes).invitations.get(vendor=market.vendor_x)
        return submit(market, invitation).quote

    return make


@pytest.fixture
def checked_upload():
    """A small PDF of this name; another name is another content."""

    def make(name):
        content = f"%PDF-1.7\n{name}\n%%EOF\n".encode()
        return CheckedUpload(
            file=ContentFile(content, name=name),
            name=name,
            format=FileFormat.PDF,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )

    return make


def days(market, number):
    return market.now + timedelta(days=number)


def facts_for(invitation, amount=100_000, **changes):
    """An answer to every item."""
    lines = {item.pk: LineFacts(unit_amount=amount) for item in invitation.request.items.current()}
    plain = {"tax": QuoteTax.EXCLUDED, "months": 60, "valid_until": timezone.localdate() + timedelta(days=90)}
    return QuoteFacts(**(plain | {"lines": lines} | changes))


def submit(market, invitation, *, actor=None, now=None, revision=0, token=None, **changes):
    return actions.submit_quote(
        invitation=invitation,
        facts=facts_for(invitation, **changes),
        revision=revision,
        client_token=token or uuid4(),
        actor=actor or market.x,
        now=now or market.now,
    )
