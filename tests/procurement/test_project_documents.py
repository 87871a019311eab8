"""Documents of a project: whose may be attached, what is left when their owner withdraws them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.models import SharedDocument
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.enums import ProjectStepKind
from procurement.models import ProjectDocument, ProjectStep
from tests.factories import DocumentVersionFactory, MembershipFactory, ProjectFactory
from tests.races import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(scene):
    return ProjectFactory(municipality=scene.body, created_by=scene.asker)


@pytest.fixture
def own_draft(scene):
    return DocumentVersionFactory(
        document__municipality=scene.body,
        document__title="自団体の下書き仕様書",
        document__status="draft",
        document__published_at=None,
    )


@pytest.fixture
def shared():
    return DocumentVersionFactory(document__title="よその公開仕様書")


def attach(project, version, actor):
    return actions.attach_project_document(project=project, version=version, actor=actor, now=timezone.now())


def address(project):
    return reverse("procurement:project_document_attach", args=[project.pk])


def test_what_the_person_may_read_is_attached_once(scene, project, own_draft, shared):
    for version in (own_draft, shared):
        assert attach(project, version, scene.asker) == attach(project, version, scene.colleague)
    assert project.documents.count() == 2
    steps = ProjectStep.objects.filter(kind=ProjectStepKind.DOCUMENT_ATTACHED)
    assert {step.subject for step in steps} == {"自団体の下書き仕様書 第1版", "よその公開仕様書 第1版"}


def test_anothers_draft_cannot_be_attached(client, scene, project):
    hidden = DocumentVersionFactory(
        document__title="よその下書き", document__status="draft", document__published_at=None
    )
    with pytest.raises(PolicyRefused):
        attach(project, hidden, scene.asker)
    client.force_login(scene.asker)
    assert "よその下書き" not in client.get(address(project)).content.decode()
    assert client.post(address(project), {"version": hidden.pk}).status_code == 422
    assert not ProjectDocument.objects.exists()


def test_the_page_finds_attaches_and_takes_off(client, scene, project, own_draft, shared):
    client.force_login(scene.asker)
    shown = client.get(address(project)).content.decode()
    assert shown.index("自団体の下書き仕様書") < shown.index("よその公開仕様書")
    assert "自団体" not in client.get(address(project), {"q": "公開"}).content.decode()
    assert client.get(address(project), {"q": "\0"}).status_code == 200
    assert client.post(address(project), {"version": shared.pk}).status_code == 302
    page = client.get(project.get_absolute_url()).content.decode()
    assert shared.get_absolute_url() in page
    attached = ProjectDocument.objects.get()
    remove = reverse("procurement:project_document_detach", args=[attached.pk])
    assert client.post(remove).status_code == 302
    assert client.post(remove).status_code == 404
    with pytest.raises(DomainError, match="すでに案件から外され"):
        actions.detach_project_document(attached=attached, actor=scene.asker, now=timezone.now())


def test_a_withdrawn_document_is_named_no_longer(client, scene, project, shared):
    attach(project, shared, scene.asker)
    SharedDocument.objects.filter(pk=shared.document_id).update(status="withdrawn", withdrawn_at=timezone.now())
    client.force_login(scene.asker)
    documents = client.get(project.get_absolute_url()).content.decode().split('id="documents"')[1].split("<form")[0]
    assert "公開が取りやめられた文書です" in documents
    assert "よその公開仕様書" not in documents


@pytest.mark.parametrize("who", ["stranger", "seller", "member"])
def test_nobody_else_attaches(client, scene, project, own_draft, who):
    with pytest.raises(PolicyRefused):
        attach(project, own_draft, getattr(scene, who))
    attached = attach(project, own_draft, scene.asker)
    client.force_login(getattr(scene, who))
    assert client.get(address(project)).status_code == 404
    assert client.post(reverse("procurement:project_document_detach", args=[attached.pk])).status_code == 404
    assert project.documents.count() == 1


def test_an_archived_project_takes_no_documents(scene, project, own_draft):
    actions.archive_project(project=project, actor=scene.asker, now=timezone.now())
    with pytest.raises(DomainError, match="保管"):
        attach(project, own_draft, scene.asker)


def test_the_limit(scene, project, own_draft, monkeypatch):
    monkeypatch.setattr("procurement.actions.project_documents.MOST_DOCUMENTS", 0)
    with pytest.raises(DomainError, match="0件まで"):
        attach(project, own_draft, scene.asker)


def test_costs_stay_the_same(client, scene, project, own_draft):
    client.force_login(scene.asker)

    def costs():
        found = []
        for page in (project.get_absolute_url(), address(project)):
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries))
        return found

    attach(project, own_draft, scene.asker)
    few = costs()
    for version in DocumentVersionFactory.create_batch(2):
        attach(project, version, scene.asker)
    assert costs() == few
    assert max(few) <= 8, few


@pytest.mark.django_db(transaction=True)
def test_many_attach_the_same_at_once(scene, project, own_draft):
    people = [each.user for each in MembershipFactory.create_batch(20, municipality=scene.body)]
    calls = [lambda person=person: attach(project, own_draft, person) for person in people]
    won, refused = all_at_once(calls)
    assert (len({each.pk for each in won}), refused) == (1, [])
