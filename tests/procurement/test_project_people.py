"""Colleagues beside the lead: who may be taken in, who is told of what, what happens when a membership lapses."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, MunicipalMembership, Notification, OutboxMail
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.enums import MemberRole, ProjectStepKind
from procurement.models import Project, ProjectMember
from tests.factories import MembershipFactory, ProjectFactory, UserFactory
from tests.races import all_at_once

NOW = timezone.now
pytestmark = pytest.mark.django_db


@pytest.fixture
def project(scene):
    return ProjectFactory(municipality=scene.body, created_by=scene.asker, title="議事録の作成支援")


def add(project, person, scene, role=MemberRole.MEMBER, **changes):
    arguments = {"project": project, "person": person, "role": role, "actor": scene.asker, "now": NOW()}
    return actions.add_project_member(**(arguments | changes))


def note(project, actor, body="打合せをした。"):
    return actions.write_project_note(project=project, body=body, client_token=uuid4(), actor=actor, now=NOW())


def moved():
    return set(Notification.objects.filter(event="project_moved").values_list("user", flat=True))


def lapse(user):
    MunicipalMembership.objects.filter(user=user).update(expires_on="2020-05-31")


def test_a_colleague_is_taken_in_and_told(scene, project):
    member = add(project, scene.colleague, scene)
    assert (member.role, member.added_by) == (MemberRole.MEMBER, scene.asker)
    assert project.steps.get().kind == ProjectStepKind.MEMBER_ADDED
    assert project.steps.get().subject.endswith("（担当）")
    assert OutboxMail.objects.get(event="project_joined").to == scene.colleague.email
    audit = AuditEvent.objects.get(verb="add_project_member")
    assert scene.colleague.name not in str(audit.data)


def test_the_same_again_changes_nothing_and_another_role_changes_the_row(scene, project):
    assert add(project, scene.colleague, scene) == add(project, scene.colleague, scene)
    assert project.steps.count() == 1
    add(project, scene.colleague, scene, role=MemberRole.FOLLOWER)
    assert ProjectMember.objects.get().role == MemberRole.FOLLOWER


def test_only_live_colleagues_are_taken_in(scene, project):
    lapsed = MembershipFactory(municipality=scene.body, expires_on="2020-05-31").user
    for person in (scene.stranger, scene.member, scene.seller, lapsed):
        with pytest.raises(DomainError, match="同じ自治体の職員だけ"):
            add(project, person, scene)
    for actor in (scene.stranger, scene.seller, scene.member):
        with pytest.raises(PolicyRefused):
            add(project, scene.colleague, scene, actor=actor)


def test_members_and_followers_are_told_of_what_happens(scene, project):
    follower = MembershipFactory(municipality=scene.body).user
    add(project, scene.colleague, scene)
    add(project, follower, scene, role=MemberRole.FOLLOWER)
    assert moved() == set()
    note(project, scene.asker, body="極秘の打合せ")
    assert moved() == {scene.colleague.pk, follower.pk}
    assert "極秘" not in "".join(mail.body + mail.subject for mail in OutboxMail.objects.all())


def test_nobody_is_told_of_their_own_step(scene, project):
    add(project, scene.colleague, scene)
    note(project, scene.colleague)
    assert moved() == set()


def test_who_lapsed_or_left_is_told_nothing(client, scene, project):
    add(project, scene.colleague, scene)
    lapse(scene.colleague)
    note(project, scene.asker)
    assert moved() == set()
    client.force_login(scene.asker)
    page = client.get(reverse("procurement:project_members", args=[project.pk])).content.decode()
    assert "所属の確認が切れています" in page
    client.force_login(scene.colleague)
    assert client.get(project.get_absolute_url()).status_code == 404


def test_a_lapsed_lead_is_pointed_out_and_followed_by_a_colleague(client, scene, project):
    client.force_login(scene.colleague)
    assert "担当者の所属の確認が切れています" not in client.get(project.get_absolute_url()).content.decode()
    lapse(scene.asker)
    assert "担当者の所属の確認が切れています" in client.get(project.get_absolute_url()).content.decode()
    taken = client.post(reverse("procurement:project_take_over", args=[project.pk]), {"lead": scene.asker.pk})
    assert taken.status_code == 302
    project.refresh_from_db()
    assert project.lead == scene.colleague
    assert project.steps.get().kind == ProjectStepKind.TAKEN_OVER


def test_removing(scene, project):
    member = add(project, scene.colleague, scene)
    with pytest.raises(PolicyRefused):
        actions.remove_project_member(member=member, actor=scene.stranger, now=NOW())
    actions.remove_project_member(member=member, actor=scene.colleague, now=NOW())
    assert not ProjectMember.objects.exists()
    assert project.steps.latest_first()[0].kind == ProjectStepKind.MEMBER_REMOVED
    with pytest.raises(DomainError, match="すでに"):
        actions.remove_project_member(member=member, actor=scene.asker, now=NOW())


def test_an_archived_project_keeps_its_people(scene, project):
    member = add(project, scene.colleague, scene)
    actions.archive_project(project=project, actor=scene.asker, now=NOW())
    with pytest.raises(DomainError, match="保管"):
        add(project, scene.colleague, scene, role=MemberRole.FOLLOWER)
    with pytest.raises(DomainError, match="保管"):
        actions.remove_project_member(member=member, actor=scene.asker, now=NOW())


def test_there_is_a_limit(scene, project, monkeypatch):
    monkeypatch.setattr("procurement.actions.project_members.MOST_MEMBERS", 1)
    add(project, scene.colleague, scene)
    with pytest.raises(DomainError, match="1人まで"):
        add(project, scene.asker, scene)


def test_the_pages(client, scene, project):
    client.force_login(scene.colleague)
    assert client.post(reverse("procurement:project_join", args=[project.pk])).status_code == 302
    page = client.get(project.get_absolute_url()).content.decode()
    assert "見守るのをやめる" in page
    assert project.title in client.get(reverse("procurement:project_list") + "?scope=watched").content.decode()
    assert project.title not in client.get(reverse("procurement:project_list") + "?scope=mine").content.decode()
    address = reverse("procurement:project_members", args=[project.pk])
    sent = {"person": scene.colleague.pk, "role": MemberRole.MEMBER}
    assert client.post(address, sent).status_code == 302
    assert project.title in client.get(reverse("procurement:project_list") + "?scope=mine").content.decode()
    assert client.post(address, {"person": scene.stranger.pk, "role": "member"}).status_code == 422
    assert client.post(address, {"person": scene.colleague.pk, "role": "owner"}).status_code == 422
    shown = client.get(address, {"q": scene.asker.name}).content.decode()
    assert scene.asker.name in shown
    member = ProjectMember.objects.get()
    client.force_login(scene.stranger)
    assert client.post(reverse("procurement:project_member_remove", args=[member.pk])).status_code == 404
    client.force_login(scene.colleague)
    assert client.post(reverse("procurement:project_member_remove", args=[member.pk])).status_code == 302
    assert not ProjectMember.objects.exists()


def test_deleting_an_account_takes_its_part_away(scene, project):
    add(project, scene.colleague, scene)
    MunicipalMembership.objects.filter(user=scene.colleague).delete()
    scene.colleague.delete()
    assert not ProjectMember.objects.exists()
    assert Project.objects.filter(pk=project.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_take_one_colleague_in_once(scene, project):
    person = MembershipFactory(municipality=scene.body, user=UserFactory()).user
    won, refused = all_at_once([lambda: add(project, person, scene)] * 20)
    assert (len({member.pk for member in won}), refused) == (1, [])
    assert ProjectMember.objects.count() == project.steps.count() == 1
    assert OutboxMail.objects.filter(event="project_joined").count() == 1
