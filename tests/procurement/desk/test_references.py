"""導入団体に聞く: who may be asked, who reads it, and who learns nothing."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEvent, MunicipalMembership, Notification, OutboxMail
from catalog.enums import AdoptionStage, AdoptionStatus
from dss.access import DomainError, PolicyRefused
from forums import actions as forums
from forums.activity import activity_of_boards
from forums.enums import ShownAs
from forums.models import Board, Post, Topic
from forums.policies import can_invite_experts, can_reply_topic
from procurement import actions
from procurement.actions import references
from procurement.enums import ReferenceAudience
from procurement.models import ReferenceAsked, ReferenceChoice, ReferenceRequest
from procurement.querysets import adopters_of
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    MunicipalityFactory,
    ProjectFactory,
    PublishedServiceFactory,
)
from tests.races import all_at_once
from tests.telling import tell_waiting

pytestmark = pytest.mark.django_db


def names(adopters):
    return {body.name for body in adopters_of(adopters.service.pk, apart_from=adopters.bodies["own"])}


def test_only_confirmed_adopters_that_take_questions_can_be_asked(adopters):
    assert names(adopters) == {"先行市", "二番町"}
    third = adopters.bodies["third"]
    ReferenceChoice.objects.create(municipality=third, accepts=True, updated_at=timezone.now(), updated_by_key=uuid4())
    AdoptionFactory(service=adopters.service, municipality=third)  # only declared
    AdoptionFactory(
        service=adopters.service, municipality=third, confirmed=True, stage=AdoptionStage.CONSIDERING, department="係"
    )
    AdoptionFactory(service=PublishedServiceFactory(), municipality=third, confirmed=True)
    assert names(adopters) == {"先行市", "二番町"}


def test_the_choice_of_an_adoption_goes_before_the_default(adopters):
    first, silent = adopters.adoptions["first"], adopters.adoptions["silent"]
    now = timezone.now()
    actions.choose_reference(adoption=first, accepts=False, actor=adopters.staff["first"], now=now)
    actions.choose_reference(adoption=silent, accepts=True, actor=adopters.staff["silent"], now=now)
    assert names(adopters) == {"二番町", "無言村"}
    actions.choose_reference(adoption=first, accepts=None, actor=adopters.staff["first"], now=now)
    assert names(adopters) == {"先行市", "二番町", "無言村"}
    actions.set_reference_default(accepts=False, actor=adopters.staff["first"], now=now)
    assert names(adopters) == {"二番町", "無言村"}
    with pytest.raises(DomainError, match="すでに"):
        actions.set_reference_default(accepts=False, actor=adopters.staff["first"], now=now)
    assert AuditEvent.objects.filter(verb="choose_reference").count() == 3


def test_only_live_staff_of_the_body_decide(adopters):
    now, adoption = timezone.now(), adopters.adoptions["first"]
    for person in (adopters.staff["own"], adopters.seller, adopters.advisor, adopters.member, adopters.operator):
        with pytest.raises(PolicyRefused):
            actions.choose_reference(adoption=adoption, accepts=False, actor=person, now=now)
    for person in (adopters.seller, adopters.advisor, adopters.member):
        with pytest.raises(PolicyRefused):
            actions.set_reference_default(accepts=True, actor=person, now=now)
    adoption.status = AdoptionStatus.CLAIMED
    adoption.save()
    with pytest.raises(PolicyRefused, match="確認した導入実績"):
        actions.choose_reference(adoption=adoption, accepts=False, actor=adopters.staff["first"], now=now)


@pytest.mark.parametrize("shown_as", ShownAs.values)
def test_only_the_bodies_concerned_read_it(adopters, ask_adopters, shown_as):
    request = ask_adopters(to=["first"], shown_as=ShownAs(shown_as))
    readers = {
        "own": adopters.staff["own"],
        "colleague": adopters.colleague,
        "first": adopters.staff["first"],
        **{key: adopters.staff[key] for key in ("second", "silent", "third")},
        "seller": adopters.seller,
        "advisor": adopters.advisor,
        "member": adopters.member,
        "operator": adopters.operator,
        "anonymous": AnonymousUser(),
    }
    wanted = {"own", "colleague", "first"}
    assert {key for key, user in readers.items() if Topic.objects.visible_to(user).exists()} == wanted
    assert {key for key, user in readers.items() if Topic.objects.searchable_by(user).exists()} == wanted
    assert {key for key, user in readers.items() if Post.objects.visible_to(user).exists()} == wanted
    assert {key for key, user in readers.items() if ReferenceRequest.objects.visible_to(user).exists()} == wanted
    assert {key for key, user in readers.items() if ReferenceAsked.objects.visible_to(user).exists()} == {"first"}
    assert {key for key, user in readers.items() if ReferenceRequest.objects.sent_by_body_of(user).exists()} == {
        "own",
        "colleague",
    }
    replies = {key for key, user in readers.items() if user.is_authenticated and can_reply_topic(user, request.topic)}
    assert replies == wanted


def test_all_staff_read_it_when_the_asker_chooses_so(adopters, ask_adopters):
    ask_adopters(to=["first"], audience=ReferenceAudience.STAFF)
    assert Topic.objects.visible_to(adopters.staff["third"]).count() == 1
    assert ReferenceRequest.objects.visible_to(adopters.staff["third"]).count() == 0
    for person in (adopters.seller, adopters.advisor, adopters.member, AnonymousUser()):
        assert not Topic.objects.visible_to(person).exists()


def test_who_leaves_the_body_reads_it_no_more(adopters, ask_adopters):
    request = ask_adopters()
    MunicipalMembership.objects.filter(user=adopters.staff["first"]).update(expires_on="2020-05-31")
    MunicipalMembership.objects.filter(user=adopters.staff["own"]).update(municipality=adopters.bodies["third"])
    for key in ("first", "own"):
        assert not Topic.objects.visible_to(adopters.staff[key]).exists()
        assert not ReferenceRequest.objects.visible_to(adopters.staff[key]).exists()
    with pytest.raises(PolicyRefused):  # not even its author, who serves another body by now
        forums.delete_post(post=request.topic.posts.get(), actor=adopters.staff["own"], now=timezone.now())


def test_it_is_never_opened_to_experts(adopters, ask_adopters):
    topic = ask_adopters().topic
    assert "専門家" in can_invite_experts(adopters.staff["own"], topic).reason
    with pytest.raises(PolicyRefused):
        forums.invite_experts(topic=topic, actor=adopters.staff["own"], now=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(experts_invited=True)


def test_boards_count_it_for_nobody(adopters, ask_adopters):
    ask_adopters()
    board = Board.objects.with_last_activity().get(slug="ask-adopters")
    assert board.last_activity_at is None
    assert board.pk not in activity_of_boards(timezone.now())
    ask_adopters(audience=ReferenceAudience.STAFF)
    assert activity_of_boards(timezone.now())[board.pk].topics == 1


def test_the_asked_are_told_and_nobody_else(adopters, ask_adopters):
    request = ask_adopters(to=["first"], title="カナリア題名", body="カナリア本文")
    told = Notification.objects.filter(event="reference_asked")
    assert [notice.user for notice in told] == [adopters.staff["first"]]
    mails = OutboxMail.objects.all()
    assert [mail.to for mail in mails] == [adopters.staff["first"].email]
    text = f"{mails[0].subject}{mails[0].body}{told[0].title}"
    for secret in ("カナリア", adopters.bodies["own"].name, adopters.staff["own"].name, adopters.staff["own"].email):
        assert secret not in text
    forums.reply_topic(
        topic=request.topic,
        body="半年でした。",
        shown_as=ShownAs.BODY,
        client_token=uuid4(),
        actor=adopters.staff["first"],
        now=timezone.now(),
    )
    tell_waiting()
    assert set(OutboxMail.objects.exclude(event="reference_asked").values_list("to", flat=True)) == {
        adopters.staff["own"].email
    }


def test_the_same_form_twice_makes_one(adopters, ask_adopters):
    token = uuid4()
    assert ask_adopters(client_token=token) == ask_adopters(client_token=token)
    assert Topic.objects.count() == ReferenceRequest.objects.count() == 1
    assert OutboxMail.objects.count() == 2


def test_who_takes_no_questions_cannot_be_asked(adopters, ask_adopters):
    for to in (["silent"], ["first", "silent"], ["own"], []):
        with pytest.raises(DomainError):
            ask_adopters(to=to)
    assert not Topic.objects.exists()
    assert not Notification.objects.exists()


def test_a_days_limits(adopters, ask_adopters, monkeypatch):
    for _ in range(references.PERSON_A_DAY):
        ask_adopters()
    with pytest.raises(DomainError, match="1人が1日"):
        ask_adopters()
    monkeypatch.setattr(references, "BODY_A_DAY", references.PERSON_A_DAY)
    with pytest.raises(DomainError, match="1団体が1日"):
        ask_adopters(actor=adopters.colleague)


def test_only_the_own_project_is_kept_and_others_never_see_it(adopters, ask_adopters):
    own = ProjectFactory(municipality=adopters.bodies["own"])
    assert ask_adopters(project=own).project == own
    assert ask_adopters(project=ProjectFactory()).project is None


def test_declining_is_silent(adopters, ask_adopters):
    request = ask_adopters()
    before = (Notification.objects.count(), OutboxMail.objects.count())
    asked = request.asked.get(municipality=adopters.bodies["first"])
    assert ReferenceAsked.objects.visible_to(adopters.staff["first"]).waiting().count() == 1
    actions.decline_reference(asked=asked, actor=adopters.staff["first"], now=timezone.now())
    assert (Notification.objects.count(), OutboxMail.objects.count()) == before
    assert ReferenceAsked.objects.visible_to(adopters.staff["first"]).waiting().count() == 0
    assert ReferenceAsked.objects.visible_to(adopters.staff["second"]).waiting().count() == 1
    with pytest.raises(DomainError, match="すでに"):
        actions.decline_reference(asked=asked, actor=adopters.staff["first"], now=timezone.now())
    with pytest.raises(PolicyRefused):
        actions.decline_reference(asked=asked, actor=adopters.staff["own"], now=timezone.now())


def test_an_answer_of_the_body_ends_the_waiting(adopters, ask_adopters):
    request = ask_adopters()
    forums.reply_topic(
        topic=request.topic,
        body="半年でした。",
        shown_as=ShownAs.ANONYMOUS,
        client_token=uuid4(),
        actor=adopters.staff["first"],
        now=timezone.now(),
    )
    states = {each.municipality_id: each.state for each in ReferenceAsked.objects.with_state()}
    assert states == {adopters.bodies["first"].pk: "answered", adopters.bodies["second"].pk: "waiting"}


@pytest.mark.django_db(transaction=True)
def test_twenty_forms_and_twenty_declines(adopters, ask_adopters):
    token = uuid4()
    won, refused = all_at_once([lambda: ask_adopters(client_token=token)] * 20)
    assert (len(won), refused, ReferenceRequest.objects.count()) == (20, [], 1)
    asked = won[0].asked.get(municipality=adopters.bodies["first"])

    def decline():
        return actions.decline_reference(asked=asked, actor=adopters.staff["first"], now=timezone.now())

    won, refused = all_at_once([decline] * 20)
    assert (len(won), len(refused)) == (1, 19)

    def stop():
        return actions.set_reference_default(accepts=False, actor=adopters.staff["second"], now=timezone.now())

    won, refused = all_at_once([stop] * 20)
    assert (len(won), len(refused)) == (1, 19)


def test_the_database_keeps_one_default(adopters):
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        ReferenceChoice.objects.create(
            municipality=adopters.bodies["first"], accepts=False, updated_at=timezone.now(), updated_by_key=uuid4()
        )


def test_a_body_that_was_merged_goes_on_reading_in_its_successor(adopters, ask_adopters):
    request = ask_adopters(to=["first"])
    heir = MunicipalityFactory(name="新市")
    person = MembershipFactory(municipality=heir).user
    assert not Topic.objects.visible_to(person).exists()
    assert not can_reply_topic(person, request.topic)
    first = adopters.bodies["first"]
    first.successor, first.ended_on = heir, timezone.localdate()
    first.save()
    assert Topic.objects.visible_to(person).get() == request.topic
    assert Post.objects.visible_to(person).exists()
    assert can_reply_topic(person, request.topic)
