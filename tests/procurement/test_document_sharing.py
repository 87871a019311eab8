"""After a decision the body's own documents are suggested for sharing; the way back from registering one; what a
request for quotes keeps of a document."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from accounts.personas import persona_of
from documents.enums import DocumentStatus, DraftedBy
from dss.access import PolicyRefused
from procurement import actions
from procurement.enums import ProjectStatus
from procurement.models import Project, ProjectDocument
from procurement.waiting import piles_of
from tests.factories import (
    DocumentVersionFactory,
    MembershipFactory,
    ProjectFactory,
    QuoteRequestFactory,
    SharedDocumentFactory,
)

pytestmark = pytest.mark.django_db
PILE = "共有できる文書が残っている、決定した案件"


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def staff():
    return MembershipFactory(municipality__name="鶴亀市").user


def attached(project, **changes):
    given = {"municipality": project.municipality, "status": DocumentStatus.DRAFT, "title": "使った仕様書"}
    document = SharedDocumentFactory(**(given | changes))
    version = DocumentVersionFactory(
        document=document, file=ContentFile("本文".encode(), name=f"documents/{document.pk}.md")
    )
    return ProjectDocument.objects.create(project=project, version=version, attached_at=timezone.now())


@pytest.fixture
def decided(staff):
    body = persona_of(staff).municipality
    return ProjectFactory(municipality=body, status=ProjectStatus.DECIDED, decided_at=timezone.now())


def pile(person):
    now = timezone.now()
    return next(pile for pile in piles_of(person, persona_of(person, now), now) if pile.label == PILE)


def test_own_drafts_of_a_decided_project_are_suggested(client, staff, decided):
    attached(decided)
    client.force_login(staff)
    assert "共有しませんか" in client.get(decided.get_absolute_url()).content.decode()
    assert list(pile(staff).rows) == [decided]
    assert decided.title in client.get(pile(staff).href).content.decode()


@pytest.mark.parametrize("case", ["published", "another body's", "not decided", "nothing attached"])
def test_nothing_else_is_suggested(client, staff, decided, case):
    if case == "published":
        attached(decided, status=DocumentStatus.PUBLISHED)
    elif case == "another body's":
        attached(decided, municipality=MembershipFactory().municipality)
    elif case == "not decided":
        attached(decided)
        Project.objects.update(status=ProjectStatus.ACTIVE, decided_at=None)
        decided.refresh_from_db()
    client.force_login(staff)
    assert "共有しませんか" not in client.get(decided.get_absolute_url()).content.decode()
    assert list(pile(staff).rows) == []


def test_it_can_be_declined_for_the_project(client, staff, decided):
    attached(decided)
    client.force_login(staff)
    for _ in range(2):
        assert client.post(reverse("procurement:project_sharing_dismiss", args=[decided.pk])).status_code == 302
    assert "共有しませんか" not in client.get(decided.get_absolute_url()).content.decode()
    assert list(pile(staff).rows) == []
    assert AuditEvent.objects.filter(verb="dismiss_project_sharing").count() == 1
    with pytest.raises(PolicyRefused):
        actions.dismiss_project_sharing(project=decided, actor=MembershipFactory().user, now=timezone.now())


def test_the_way_back_to_the_project(client, staff):
    project = ProjectFactory(municipality=persona_of(staff).municipality)
    document = SharedDocumentFactory(municipality=project.municipality, status=DocumentStatus.DRAFT)
    DocumentVersionFactory(document=document)
    back = reverse("procurement:project_document_attach", args=[project.pk])
    client.force_login(staff)
    assert f"?back=%2Fprojects%2F{project.pk}%2F" in client.get(back).content.decode()
    client.get(reverse("documents:document_create"), {"back": back})
    assert f'href="{back}"' in client.get(document.get_absolute_url()).content.decode()
    client.get(back)
    assert f'href="{back}"' not in client.get(document.get_absolute_url()).content.decode()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/projects/1/documents/new/", "/admin/", "x"])
def test_nobody_is_led_elsewhere(client, staff, back):
    document = SharedDocumentFactory(municipality=persona_of(staff).municipality, status=DocumentStatus.DRAFT)
    DocumentVersionFactory(document=document)
    client.force_login(staff)
    client.get(reverse("documents:document_create"), {"back": back})
    assert "添付に戻る" not in client.get(document.get_absolute_url()).content.decode()


def test_vendors_get_the_exact_version_with_its_mark(client, staff):
    project = ProjectFactory(municipality=persona_of(staff).municipality)
    request = QuoteRequestFactory(project=project)
    used = attached(project, drafted_by=DraftedBy.VENDOR)
    DocumentVersionFactory(document=used.version.document, number=2)
    client.force_login(staff)
    page = client.get(reverse("procurement:quote_request_attach", args=[request.pk])).content.decode()
    assert "事業者の案" in page
    address = reverse("procurement:quote_request_attach_document", args=[request.pk, used.pk])
    assert client.post(address).status_code == 302
    copy = request.attachments.get()
    assert copy.original_name.startswith("【事業者の案】")
    kept = AuditEvent.objects.get(verb="attach_quote_document").data
    assert (kept["document"], kept["version"], kept["sha256"]) == (used.version.document_id, 1, used.version.sha256)


def test_nobody_else_learns_where_a_document_is_used(client, staff, decided):
    used = attached(decided, status=DocumentStatus.PUBLISHED)
    client.force_login(MembershipFactory().user)
    page = client.get(used.version.document.get_absolute_url()).content.decode()
    assert decided.title not in page
    assert "案件" not in page.split("<main")[1].split("</main")[0]
