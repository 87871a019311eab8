"""「前年度の案件から作る」: what goes along, what stays, what nobody else may copy."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.enums import ServiceStatus
from dss.access import PolicyRefused
from procurement import actions
from procurement.actions import ProjectFacts
from procurement.enums import ProjectStepKind, QuoteItemKind, QuoteRequestStatus, Verdict
from procurement.models import Project, ProjectDocument, QuoteRequest
from procurement.quote_template import ItemFacts
from tests.factories import (
    CandidateFactory,
    DocumentVersionFactory,
    ProjectFactory,
    ProjectNoteFactory,
    PublishedServiceFactory,
)
from tests.races import all_at_once

NOW = timezone.now
pytestmark = pytest.mark.django_db


@pytest.fixture
def source(scene):
    return ProjectFactory(municipality=scene.body, created_by=scene.asker, title="議事録の作成支援", budget_year=2026)


def copy(source, scene, **changes):
    arguments = {
        "source": source,
        "facts": ProjectFacts(title="議事録の作成支援（次年度）", need=source.need, budget_year=2027),
        "client_token": uuid4(),
        "actor": scene.colleague,
        "now": NOW(),
    }
    return actions.copy_project(**(arguments | changes))


def test_candidates_go_along_as_they_are_published_now(scene, source):
    judged = CandidateFactory(
        project=source, service=scene.service, verdict=Verdict.REJECTED, reason="高い", judged_at=NOW()
    )
    gone = CandidateFactory(project=source)
    type(gone.service).objects.filter(pk=gone.service_id).update(status=ServiceStatus.UNPUBLISHED, unpublished_at=NOW())
    project = copy(source, scene)
    candidate = project.candidates.get()
    assert (candidate.service, candidate.version) == (scene.service, scene.service.current)
    assert (candidate.verdict, candidate.reason) == (Verdict.CONSIDERING, "")
    assert judged.reason == "高い"


def test_the_lineage_stands_on_both(client, scene, source):
    project = copy(source, scene)
    assert (project.copied_from, project.lead, project.municipality) == (source, scene.colleague, scene.body)
    kinds = [ProjectStepKind.CREATED, ProjectStepKind.COPIED]
    assert list(project.steps.order_by("pk").values_list("kind", flat=True)) == kinds
    assert source.steps.get().kind == ProjectStepKind.CONTINUED
    client.force_login(scene.asker)
    assert project.get_absolute_url() in client.get(source.get_absolute_url()).content.decode()
    assert source.get_absolute_url() in client.get(project.get_absolute_url()).content.decode()


def test_documents_go_along_while_they_may_be_read(scene, source):
    own = DocumentVersionFactory(document__municipality=scene.body)
    ProjectDocument.objects.create(project=source, version=own, attached_at=NOW())
    project = copy(source, scene)
    assert project.documents.get().version == own
    assert ProjectStepKind.DOCUMENT_ATTACHED in project.steps.values_list("kind", flat=True)


def test_the_lines_of_the_request_become_a_draft(scene, source):
    request = actions.create_quote_request(
        project=source,
        facts=actions.RequestFacts(title="見積のお願い", conditions="職員300人で使う。", months=36),
        client_token=uuid4(),
        actor=scene.asker,
        now=NOW(),
    )
    items = [ItemFacts(kind=QuoteItemKind.MONTHLY, label="月額", description="300人分")]
    actions.set_quote_items(request=request, items=items, revision=request.revision, actor=scene.asker, now=NOW())
    project = copy(source, scene)
    draft = project.quote_requests.get()
    assert (draft.status, draft.title, draft.months) == (QuoteRequestStatus.DRAFT, "見積のお願い", 36)
    assert [(each.kind, each.label, each.description) for each in draft.items.all()] == [
        (QuoteItemKind.MONTHLY, "月額", "300人分")
    ]
    assert draft.deadline_at is None
    assert not draft.invitations.exists()


def test_notes_and_inquiries_stay(scene, source):
    ProjectNoteFactory(project=source, body="去年の打合せ")
    project = copy(source, scene)
    assert not project.notes.exists()
    assert not project.inquiries.exists()


def test_strangers_copy_nothing(client, scene, source):
    for person in (scene.stranger, scene.seller, scene.member):
        with pytest.raises(PolicyRefused):
            copy(source, scene, actor=person)
        client.force_login(person)
        assert client.get(reverse("procurement:project_copy", args=[source.pk])).status_code == 404
    assert Project.objects.count() == 1


def test_the_page_proposes_the_next_year(client, scene, source):
    CandidateFactory(project=source, service=scene.service)
    client.force_login(scene.colleague)
    address = reverse("procurement:project_copy", args=[source.pk])
    assert address in client.get(source.get_absolute_url()).content.decode()
    page = client.get(address).content.decode()
    assert '<option value="2027" selected>' in page
    assert scene.service.name in page
    sent = {"title": "次の年度", "need": "続き", "budget_year": 2027, "client_token": uuid4()}
    first, second = client.post(address, sent), client.post(address, sent)
    assert (first.status_code, first.url) == (302, second.url)
    project = Project.objects.get(title="次の年度")
    assert (project.budget_year, project.candidates.count()) == (2027, 1)
    assert client.post(address, {"title": ""}).status_code == 422


def test_an_archived_project_can_be_continued(scene, source):
    actions.archive_project(project=source, actor=scene.asker, now=NOW())
    assert copy(source, scene).is_active


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twenty_times_makes_one_project(scene):
    source = ProjectFactory(municipality=scene.body, created_by=scene.asker)
    CandidateFactory(project=source, service=PublishedServiceFactory())
    actions.create_quote_request(
        project=source, facts=actions.RequestFacts(title="見積"), client_token=uuid4(), actor=scene.asker, now=NOW()
    )
    token = uuid4()
    won, refused = all_at_once([lambda: copy(source, scene, client_token=token)] * 20)
    assert (len({project.pk for project in won}), refused) == (1, [])
    assert (Project.objects.count(), QuoteRequest.objects.count()) == (2, 2)


def test_of_an_amended_request_the_lines_that_hold_go_along(scene, source):
    CandidateFactory(project=source, service=scene.service)
    now = NOW()
    request = actions.create_quote_request(
        project=source,
        facts=actions.RequestFacts(title="見積", conditions="月20回", deadline_at=now + timedelta(days=30)),
        client_token=uuid4(),
        actor=scene.asker,
        now=now,
        items=[ItemFacts(QuoteItemKind.ONE_TIME, f"項目{number}") for number in range(1, 21)],
    )
    request = actions.set_quote_services(
        request=request, services=[scene.service], revision=1, actor=scene.asker, now=now
    )
    request = actions.open_quote_request(request=request, revision=2, actor=scene.asker, now=now)
    changed = [ItemFacts(QuoteItemKind.ONE_TIME, f"新しい項目{number}") for number in range(1, 21)]
    actions.amend_quote_request(
        request=request,
        facts=actions.AmendmentFacts(summary="見直し", conditions="月30回", items=changed, months=60),
        revision=request.revision,
        actor=scene.asker,
        now=now,
    )
    draft = QuoteRequest.objects.get(project=copy(source, scene))
    assert [item.label for item in draft.items.current()] == [each.label for each in changed]
    assert draft.conditions == "月30回"
