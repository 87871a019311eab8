"""A thread that was begun for nothing in particular is put into a project later; the vendor learns nothing of it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, OutboxMail
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.enums import ProjectStepKind
from tests.factories import MembershipFactory, ProjectFactory
from tests.races import all_at_once

pytestmark = pytest.mark.django_db


def tie(inquiry, project, actor):
    return actions.tie_inquiry(inquiry=inquiry, project=project, actor=actor, now=timezone.now())


def page(client, person, inquiry, **data):
    client.force_login(person)
    address = reverse("procurement:inquiry_tie", args=[inquiry.pk])
    return client.post(address, data) if data else client.get(address)


def test_by_the_page_and_once(client, scene, ask):
    inquiry = ask()
    assert "進行中の検討案件がありません" in page(client, scene.asker, inquiry).content.decode()
    project = ProjectFactory(municipality=scene.body, created_by=scene.asker, title="議事録の案件")
    OutboxMail.objects.all().delete()
    assert "検討案件に加える" in client.get(inquiry.get_absolute_url()).content.decode()
    assert page(client, scene.asker, inquiry, project="").status_code == 422
    for _ in range(2):
        assert page(client, scene.colleague, inquiry, project=project.pk).status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.project == project
    assert [step.kind for step in project.steps.all()] == [ProjectStepKind.INQUIRY_TIED]
    assert AuditEvent.objects.filter(verb="tie_inquiry").count() == 1
    assert not OutboxMail.objects.exists(), "the vendor is told nothing"
    client.force_login(scene.seller)
    lead = client.get(reverse("procurement:lead_detail", args=[inquiry.pk])).content.decode()
    assert "議事録の案件" not in lead
    actions.close_inquiry(inquiry=inquiry, actor=scene.asker, now=timezone.now())
    assert project.steps.filter(kind=ProjectStepKind.INQUIRY_CLOSED).count() == 1, "the history goes on from there"


def test_what_is_refused(client, scene, ask):
    inquiry = ask()
    own = ProjectFactory(municipality=scene.body, created_by=scene.asker)
    other = ProjectFactory(municipality=scene.body, created_by=scene.asker)
    elsewhere = MembershipFactory()
    foreign = ProjectFactory(municipality=elsewhere.municipality, created_by=elsewhere.user)
    with pytest.raises(PolicyRefused):
        tie(inquiry, foreign, scene.asker)
    with pytest.raises(PolicyRefused):
        tie(inquiry, foreign, elsewhere.user)
    assert page(client, scene.asker, inquiry, project=foreign.pk).status_code == 422
    for person in (scene.seller, scene.stranger, scene.member):
        assert page(client, person, inquiry, project=own.pk).status_code == 404
    actions.archive_project(project=other, actor=scene.asker, now=timezone.now())
    with pytest.raises(DomainError, match="保管"):
        tie(inquiry, other, scene.asker)
    tie(inquiry, own, scene.asker)
    third = ProjectFactory(municipality=scene.body, created_by=scene.asker)
    with pytest.raises(DomainError, match="すでにほかの検討案件"):
        tie(inquiry, third, scene.asker)


@pytest.mark.django_db(transaction=True)
def test_one_project_alone_gets_it(scene, ask):
    inquiry = ask()
    projects = [ProjectFactory(municipality=scene.body, created_by=scene.asker) for _ in range(4)]
    jobs = [lambda project=project: tie(inquiry, project, scene.asker) for project in projects]
    done, refused = all_at_once(jobs)
    assert (len(done), len(refused)) == (1, 3)
