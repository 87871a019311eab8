"""A form's token that was used for one thing does not pretend to have sent another."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from dss.access import DomainError
from procurement import actions
from procurement.models import Inquiry, QuoteRequest
from tests.factories import ProjectFactory, PublishedServiceFactory, VendorMembershipFactory

pytestmark = pytest.mark.django_db


def test_an_inquiry_about_another_listing(scene, ask):
    token, other = uuid4(), PublishedServiceFactory(vendor=VendorMembershipFactory().vendor)
    assert ask(client_token=token) == ask(client_token=token)
    with pytest.raises(DomainError, match="別の宛先"):
        ask(client_token=token, service=other)
    assert Inquiry.objects.count() == 1


def test_a_request_in_another_project(scene):
    token = uuid4()

    def draft(project):
        facts = actions.RequestFacts(title="見積")
        return actions.create_quote_request(
            project=project, facts=facts, client_token=token, actor=scene.asker, now=timezone.now()
        )

    one, two = (ProjectFactory(municipality=scene.body, created_by=scene.asker) for _ in range(2))
    assert draft(one) == draft(one)
    with pytest.raises(DomainError, match="別の案件"):
        draft(two)
    assert QuoteRequest.objects.count() == 1
