"""Text blocks and assignments of a vendor's team."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.vendors import end_vendor_membership
from accounts.enums import VendorRole
from accounts.models import AuditEvent, Notification, OutboxMail, VendorMembership
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.models import AnswerTemplate, Assignment, AssignmentStep
from tests.factories import QuoteInvitationFactory, QuoteRequestFactory
from tests.races import all_at_once

pytestmark = pytest.mark.django_db


def add(scene, **changes):
    arguments = {
        "title": "保存場所",
        "body": "{サービス名}のデータは国内に保存します。",
        "client_token": uuid4(),
        "actor": scene.seller,
        "now": timezone.now(),
    }
    return actions.create_answer_template(**(arguments | changes))


def place(user):
    return VendorMembership.objects.get(user=user, ended_at=None)


def test_the_team_shares_its_text_blocks(scene):
    template = add(scene)
    assert list(AnswerTemplate.objects.visible_to(scene.partner)) == [template]
    for person in (scene.rival, scene.member, scene.asker):
        assert not AnswerTemplate.objects.visible_to(person).exists()
    token = uuid4()
    assert add(scene, title="二重", client_token=token) == add(scene, title="二重", client_token=token)
    with pytest.raises(DomainError, match="同じ名前"):
        add(scene)
    with pytest.raises(PolicyRefused):
        add(scene, actor=scene.asker)


def test_a_colleagues_text_is_not_overwritten(scene):
    template, now = add(scene), timezone.now()
    actions.edit_answer_template(
        template=template, title="保存場所", body="国内です。", revision=1, actor=scene.partner, now=now
    )
    with pytest.raises(actions.TemplateChanged) as refusal:
        actions.edit_answer_template(
            template=template, title="保存場所", body="海外です。", revision=1, actor=scene.seller, now=now
        )
    assert refusal.value.template.body == "国内です。"
    with pytest.raises(PolicyRefused):
        actions.edit_answer_template(
            template=template, title="保存場所", body="他社", revision=2, actor=scene.rival, now=now
        )


def test_owners_delete(scene):
    template, now = add(scene), timezone.now()
    VendorMembership.objects.filter(user=scene.seller).update(role=VendorRole.EDITOR)
    VendorMembership.objects.filter(user=scene.partner).update(role=VendorRole.OWNER)
    with pytest.raises(PolicyRefused, match="管理者"):
        actions.delete_answer_template(template=template, actor=scene.seller, now=now)
    actions.delete_answer_template(template=template, actor=scene.partner, now=now)
    with pytest.raises(DomainError, match="すでに削除"):
        actions.delete_answer_template(template=template, actor=scene.partner, now=now)


def give(scene, inquiry, to, *, revision=0, actor=None):
    return actions.assign_lead(
        inquiry=inquiry,
        assignee=None if to is None else place(to),
        revision=revision,
        actor=actor or scene.seller,
        now=timezone.now(),
    )


def test_a_lead_is_given_to_a_member_who_is_told(scene, ask):
    inquiry = ask()
    Notification.objects.all().delete()
    OutboxMail.objects.all().delete()
    assignment = give(scene, inquiry, scene.partner)
    assert (assignment.assignee.user, assignment.revision) == (scene.partner, 1)
    assert [notice.user for notice in Notification.objects.all()] == [scene.partner]
    mail = OutboxMail.objects.get()
    for secret in (scene.body.name, scene.asker.name, scene.asker.email, inquiry.subject):
        assert secret not in mail.subject + mail.body
    step = AssignmentStep.objects.visible_to(scene.seller).get()
    assert (step.assignee_key, step.actor_key) == (scene.partner.key, scene.seller.key)
    for person in (scene.asker, scene.rival, scene.member):
        assert not Assignment.objects.visible_to(person).exists()
        assert not AssignmentStep.objects.visible_to(person).exists()


def test_giving_it_to_oneself_or_to_nobody_sends_nothing(scene, ask):
    inquiry = ask()
    OutboxMail.objects.all().delete()
    give(scene, inquiry, scene.seller)
    give(scene, inquiry, None, revision=1)
    assert not OutboxMail.objects.exists()
    with pytest.raises(DomainError, match="すでに「担当者なし」"):
        give(scene, inquiry, None, revision=2)


def test_two_who_assign_at_once_do_not_overwrite_each_other(scene, ask):
    inquiry = ask()
    give(scene, inquiry, scene.partner)
    with pytest.raises(DomainError, match="ほかのメンバーがすでに"):
        give(scene, inquiry, scene.seller)


def test_strangers_neither_assign_nor_are_assigned(scene, ask):
    inquiry = ask()
    with pytest.raises(PolicyRefused):
        give(scene, inquiry, scene.partner, actor=scene.rival)
    with pytest.raises(PolicyRefused):
        give(scene, inquiry, scene.rival)
    assert not Assignment.objects.exists()


def test_who_leaves_looks_after_nothing_any_more(scene, ask):
    inquiry = ask()
    give(scene, inquiry, scene.partner)
    VendorMembership.objects.filter(user=scene.seller).update(role=VendorRole.OWNER)
    assert Assignment.objects.standing().count() == 1
    end_vendor_membership(membership=place(scene.partner), actor=scene.seller, now=timezone.now())
    assert Assignment.objects.standing().count() == 0


def test_a_request_for_a_quote_is_assigned_the_same_way(scene):
    request = QuoteRequestFactory(with_services=[scene.service], opened=True)
    invitation = request.invitations.get()
    assignment = actions.assign_quote_invitation(
        invitation=invitation, assignee=place(scene.partner), revision=0, actor=scene.seller, now=timezone.now()
    )
    assert assignment.get_absolute_url() == invitation.get_absolute_url()
    assert "見積依頼" in OutboxMail.objects.get(event="lead_assigned").subject
    assert AuditEvent.objects.filter(verb="assign_lead").count() == 1


def test_an_assignment_is_of_one_thing(scene, ask):
    invitation = QuoteInvitationFactory()
    for both in ({}, {"inquiry": ask(), "invitation": invitation}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(updated_at=timezone.now(), **both)


@pytest.mark.django_db(transaction=True)
def test_twenty_assign_at_once(scene, ask):
    inquiry = ask()
    won, refused = all_at_once([lambda: give(scene, inquiry, scene.partner)] * 20)
    assert (len(won), len(refused)) == (1, 19)
    assert AssignmentStep.objects.count() == 1
    template = add(scene)

    def edit(number):
        return lambda: actions.edit_answer_template(
            template=template, title=f"案{number}", body="本文", revision=1, actor=scene.seller, now=timezone.now()
        )

    won, refused = all_at_once([edit(number) for number in range(20)])
    assert (len(won), len(refused)) == (1, 19)
