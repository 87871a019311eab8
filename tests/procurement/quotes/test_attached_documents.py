"""A document of the project goes to the vendors as a copy: only the body's own, only in the draft."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.models import ProjectDocument
from procurement.policies import can_hand_document_to_vendors
from tests.factories import DocumentVersionFactory, ProjectFactory
from tests.factories.documents import TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def attached(market):
    """A version of a document among the project's; arguments describe the document."""

    def make(*, project=None, **facts):
        document = {f"document__{name}": value for name, value in ({"municipality": market.body} | facts).items()}
        version = DocumentVersionFactory(original_name="議事録の仕様書.md", **document)
        project = project or market.project
        return ProjectDocument.objects.create(project=project, version=version, attached_at=market.now)

    return make


def send(client, user, draft, attached):
    client.force_login(user)
    return client.post(reverse("procurement:quote_request_attach_document", args=[draft.pk, attached.pk]))


def test_the_vendor_gets_a_copy_of_the_chosen_version(client, market, draft, attached):
    request, own = draft(), attached(title="議事録の仕様書")
    client.force_login(market.asker)
    page = client.get(reverse("procurement:quote_request_attach", args=[request.pk])).content.decode()
    assert "議事録の仕様書 第1版" in page
    for _ in range(2):
        response = send(client, market.asker, request, own)
        assert response.url == reverse("procurement:quote_request_attach", args=[request.pk])
    attachment = request.attachments.get()
    assert attachment.original_name == "議事録の仕様書.md"
    assert attachment.file.name != own.version.file.name
    assert AuditEvent.objects.filter(verb="attach_quote_file").count() == 1

    request.refresh_from_db()
    actions.open_quote_request(request=request, revision=request.revision, actor=market.asker, now=market.now)
    own.version.file.storage.delete(own.version.file.name)
    client.force_login(market.x)
    assert b"".join(client.get(attachment.get_absolute_url()).streaming_content) == TEXT.encode()
    assert send(client, market.asker, request, own).status_code == 409


@pytest.mark.parametrize(
    ("facts", "is_allowed"),
    [
        ({}, True),
        ({"status": "draft", "published_at": None}, True),
        ({"status": "withdrawn", "withdrawn_at": "now"}, True),
        ({"status": "suspended", "suspended_at": "now", "suspension_reason": "個人情報"}, False),
        ({"municipality": None}, False),
    ],
    ids=["published", "draft", "withdrawn", "suspended", "of another body"],
)
def test_the_list_and_the_rule_agree(client, market, draft, attached, facts, is_allowed):
    facts = {name: market.now if value == "now" else value for name, value in facts.items()}
    if "municipality" in facts:
        facts["municipality"] = market.stranger.memberships.get().municipality
    request, one = draft(), attached(**facts)
    assert bool(can_hand_document_to_vendors(market.asker, one)) == is_allowed
    assert ProjectDocument.objects.for_vendors().filter(pk=one.pk).exists() == is_allowed
    assert send(client, market.asker, request, one).status_code == (302 if is_allowed else 404)
    assert request.attachments.count() == is_allowed


def test_strangers_and_other_projects(client, market, draft, attached):
    request, own = draft(), attached()
    elsewhere = attached(project=ProjectFactory(municipality=market.body, created_by=market.asker))
    for user, one in ((market.stranger, own), (market.x, own), (market.member, own), (market.asker, elsewhere)):
        assert send(client, user, request, one).status_code == 404
    with pytest.raises(DomainError, match="添付されていません"):
        actions.attach_quote_document(request=request, attached=elsewhere, actor=market.asker, now=market.now)
    with pytest.raises(PolicyRefused):
        actions.attach_quote_document(request=request, attached=own, actor=market.stranger, now=market.now)
    assert not request.attachments.exists()


def test_a_lost_file_is_said_plainly(market, draft, attached):
    request, own = draft(), attached()
    own.version.file.storage.delete(own.version.file.name)
    with pytest.raises(DomainError, match="見つからない"):
        actions.attach_quote_document(request=request, attached=own, actor=market.asker, now=market.now)


def test_the_same_queries_with_one_document_and_with_three(client, market, draft, attached):
    request = draft()
    address = reverse("procurement:quote_request_attach", args=[request.pk])
    client.force_login(market.asker)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            attached()
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
