"""Two people at once: one wins, the other reads why, nothing is half done."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEvent, Notification
from catalog import actions
from catalog.enums import AdoptionStage, ServiceStatus
from catalog.models import (
    Adoption,
    Brochure,
    Review,
    ReviewReply,
    ReviewSummary,
    Service,
    ServiceDraft,
    ServiceVersion,
)
from tests.catalog.conftest import NOW
from tests.catalog.test_actions_reviews import WORDS
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    OperatorFactory,
    PublishedServiceFactory,
    ReviewFactory,
    ServiceDraftFactory,
    VendorMembershipFactory,
)
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8
CROWD = 20


def test_many_operators_publish_at_once():
    team = VendorMembershipFactory()
    draft = ServiceDraftFactory(in_review=True, service__vendor=team.vendor)
    operators = OperatorFactory.create_batch(PEOPLE)

    def publishing(operator):
        mine = ServiceDraft.objects.get(pk=draft.pk)
        return lambda: actions.publish_draft(draft=mine, revision=1, actor=operator, now=NOW)

    won, refused = all_at_once([publishing(operator) for operator in operators])
    assert len(won) == 1
    assert len(refused) == PEOPLE - 1
    assert {refusal.message for refusal in refused} == {
        "この掲載内容は、すでに公開されたか取り下げられています。画面を開き直して、いまの状態を確かめてください。"
    }
    assert ServiceVersion.objects.count() == 1
    assert AuditEvent.objects.filter(verb="draft_published").count() == 1
    assert Notification.objects.filter(event="listing_published").count() == 1


def test_publishing_and_returning_at_once():
    draft = ServiceDraftFactory(in_review=True)
    first, second = OperatorFactory.create_batch(2)
    won, refused = all_at_once(
        [
            lambda: actions.publish_draft(draft=draft, revision=1, actor=first, now=NOW),
            lambda: actions.return_draft(draft=draft, reason="直してください。", actor=second, now=NOW),
        ]
    )
    assert (len(won), len(refused)) == (1, 1)
    is_published = Service.objects.get().status == ServiceStatus.PUBLISHED
    assert is_published != ServiceDraft.objects.filter(status="returned").exists()


def test_many_people_save_the_same_revision():
    team = VendorMembershipFactory()
    draft = ServiceDraftFactory(service__vendor=team.vendor)
    people = [team.user, *(VendorMembershipFactory(vendor=team.vendor).user for _ in range(PEOPLE - 1))]

    def saving(person):
        intro = actions.Intro(name=person.name, name_kana="", tagline="", description="")
        return lambda: actions.save_draft_intro(draft=draft, revision=1, intro=intro, actor=person, now=NOW)

    won, refused = all_at_once([saving(person) for person in people])
    assert len(won) == 1
    assert all(isinstance(refusal, actions.DraftChanged) for refusal in refused)
    saved = ServiceDraft.objects.get()
    assert (saved.revision, saved.name) == (2, won[0].name)


def test_beginning_a_draft_twice_makes_one():
    team = VendorMembershipFactory()
    service = PublishedServiceFactory(vendor=team.vendor)
    won, refused = all_at_once(
        [lambda: actions.start_draft(service=service, actor=team.user, now=NOW) for _ in range(4)]
    )
    assert len({draft.pk for draft in won}) == 1
    assert not refused


def test_the_same_brochure_uploaded_at_once_is_one(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    team = VendorMembershipFactory()
    service = PublishedServiceFactory(vendor=team.vendor)

    def uploading():
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.7 %%EOF")
        return actions.upload_brochure(
            service=service, title="資料", file=file, original_name="a.pdf", actor=team.user, now=NOW
        )

    won, refused = all_at_once([uploading] * 4)
    assert (len(won), len(refused)) == (1, 3)
    assert Brochure.objects.count() == 1


def test_confirmations_at_once_are_counted_right():
    service = PublishedServiceFactory()
    members = MembershipFactory.create_batch(PEOPLE)
    adoptions = [AdoptionFactory(service=service, municipality=member.municipality) for member in members]

    def confirming(adoption, member):
        return lambda: actions.confirm_adoption(adoption=adoption, revision=1, actor=member.user, now=NOW)

    won, refused = all_at_once([confirming(*pair) for pair in zip(adoptions, members, strict=True)])
    assert (len(won), len(refused)) == (PEOPLE, 0)
    assert Service.objects.get().confirmed_adoptions == PEOPLE == Adoption.objects.confirmed().count()


def _refusals(refused):
    return {refusal.message for refusal in refused}


def test_many_colleagues_confirm_one_record_at_once():
    first = MembershipFactory()
    people = [first, *MembershipFactory.create_batch(CROWD - 1, municipality=first.municipality)]
    adoption = AdoptionFactory(municipality=first.municipality)

    def confirming(member):
        return lambda: actions.confirm_adoption(adoption=adoption, revision=1, actor=member.user, now=NOW)

    won, refused = all_at_once([confirming(member) for member in people])
    assert (len(won), len(refused)) == (1, CROWD - 1)
    assert _refusals(refused) == {"この導入実績はすでに確認されています。"}
    assert AuditEvent.objects.filter(verb="adoption_confirmed").count() == 1


def test_correcting_and_confirming_at_once_never_confirms_what_was_not_read():
    first = MembershipFactory()
    second = MembershipFactory(municipality=first.municipality)
    adoption = AdoptionFactory(municipality=first.municipality)
    facts = actions.AdoptionFacts(stage=AdoptionStage.TRIAL, source_url=adoption.source_url)
    won, refused = all_at_once(
        [
            lambda: actions.correct_adoption(adoption=adoption, revision=1, facts=facts, actor=first.user, now=NOW),
            lambda: actions.confirm_adoption(adoption=adoption, revision=1, actor=second.user, now=NOW),
        ]
    )
    adoption.refresh_from_db()
    if len(won) == 2:  # confirmed first, then corrected by a colleague, who speaks for the body too
        assert (adoption.status, adoption.stage) == ("confirmed", "trial")
    else:
        assert isinstance(refused[0], actions.AdoptionChanged)
        assert (adoption.status, adoption.stage) == ("claimed", "trial")


def test_one_author_writes_at_once_in_many_windows():
    member, service = MembershipFactory(), PublishedServiceFactory()

    def writing():
        return actions.write_review(service=service, words=WORDS, client_token=uuid4(), actor=member.user, now=NOW)

    won, refused = all_at_once([writing] * CROWD)
    assert (len(won), len(refused)) == (1, CROWD - 1)
    assert Review.objects.count() == 1
    assert ReviewSummary.objects.get().reviews == 1


def test_one_form_sent_many_times_at_once_is_one_review():
    member, service, token = MembershipFactory(), PublishedServiceFactory(), uuid4()

    def writing():
        return actions.write_review(service=service, words=WORDS, client_token=token, actor=member.user, now=NOW)

    won, refused = all_at_once([writing] * CROWD)
    assert (len({review.pk for review in won}), refused) == (1, [])
    assert AuditEvent.objects.filter(verb="review_written").count() == 1


def test_a_whole_team_replies_at_once():
    owner = VendorMembershipFactory()
    team = [owner, *VendorMembershipFactory.create_batch(CROWD - 1, vendor=owner.vendor)]
    review = ReviewFactory(service__vendor=owner.vendor)

    def replying(person):
        return lambda: actions.reply_review(review=review, body=person.user.name, actor=person.user, now=NOW)

    won, refused = all_at_once([replying(person) for person in team])
    assert (len(won), len(refused)) == (1, CROWD - 1)
    assert _refusals(refused) == {"このレビューには、すでに返信しています。返信は一度だけです。"}
    assert ReviewReply.objects.get().body == won[0].body


def test_helpful_pressed_at_once_is_counted_once_a_person():
    review = ReviewFactory()
    readers = MembershipFactory.create_batch(CROWD // 2)

    def marking(reader):
        return lambda: actions.mark_review(review=review, is_helpful=True, actor=reader.user, now=NOW)

    _, refused = all_at_once([marking(reader) for reader in readers * 2])
    review.refresh_from_db()
    assert (review.helpful_count, refused) == (CROWD // 2, [])
