"""導入実績."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent, MunicipalMembership, Notification, OutboxMail
from accounts.notification_events import may_still_know
from catalog import actions
from catalog.enums import AdoptionOrigin, AdoptionStage, AdoptionStatus
from catalog.models import Adoption
from dss.access import DomainError, PolicyRefused
from tests.factories import AdoptionFactory, MembershipFactory, PublishedServiceFactory, UserFactory

FACTS = actions.AdoptionFacts(stage=AdoptionStage.IN_USE, department="総務課", source_url="https://results.example/")


def test_a_claim_counts_only_when_the_municipality_confirms_it(vendor, vendor_user, now):
    service = PublishedServiceFactory(vendor=vendor)
    member = MembershipFactory()
    adoption = actions.claim_adoption(
        service=service, municipality=member.municipality, facts=FACTS, actor=vendor_user, now=now
    )
    service.refresh_from_db()
    assert (adoption.origin, service.confirmed_adoptions) == (AdoptionOrigin.VENDOR, 0)
    rank = service.rank
    actions.confirm_adoption(adoption=adoption, revision=1, actor=member.user, now=now)
    service.refresh_from_db()
    assert service.confirmed_adoptions == 1
    assert service.rank > rank
    with pytest.raises(DomainError, match="すでに確認"):
        actions.confirm_adoption(adoption=adoption, revision=1, actor=member.user, now=now)
    actions.dispute_adoption(adoption=adoption, reason="導入していません。", actor=member.user, now=now)
    service.refresh_from_db()
    assert (service.confirmed_adoptions, service.rank) == (0, rank)


def test_three_departments_of_one_city_count_once(db, now):
    service = PublishedServiceFactory()
    member = MembershipFactory()
    for department in ("総務課", "税務課", "市民課"):
        adoption = AdoptionFactory(service=service, municipality=member.municipality, department=department)
        actions.confirm_adoption(adoption=adoption, revision=1, actor=member.user, now=now)
    service.refresh_from_db()
    assert service.confirmed_adoptions == 1


def test_the_same_adoption_is_not_recorded_twice(db, now):
    service = PublishedServiceFactory()
    member = MembershipFactory()
    ask = {"service": service, "municipality": member.municipality, "facts": FACTS, "actor": member.user, "now": now}
    assert actions.claim_adoption(**ask).origin == AdoptionOrigin.STAFF
    with pytest.raises(DomainError, match="すでに登録"):
        actions.claim_adoption(**ask)


@pytest.mark.parametrize("stage", [AdoptionStage.CONSIDERING, None])
def test_a_refused_claim_does_not_tell_the_vendor_what_is_hidden(vendor, vendor_user, now, stage):
    """The vendor may claim whether or not the body is considering; its own second claim is refused either way."""
    service = PublishedServiceFactory(vendor=vendor)
    body = MembershipFactory().municipality
    if stage:
        AdoptionFactory(service=service, municipality=body, department=FACTS.department, stage=stage, origin="staff")
    ask = {"service": service, "municipality": body, "facts": FACTS, "actor": vendor_user, "now": now}
    assert actions.claim_adoption(**ask).origin == AdoptionOrigin.VENDOR
    with pytest.raises(DomainError, match="すでに登録"):
        actions.claim_adoption(**ask)


def test_a_vendor_does_not_repeat_what_the_municipality_shows(vendor, vendor_user, now):
    service = PublishedServiceFactory(vendor=vendor)
    shown = AdoptionFactory(service=service, department=FACTS.department, stage=AdoptionStage.IN_USE, origin="staff")
    with pytest.raises(DomainError, match="すでに登録"):
        actions.claim_adoption(
            service=service, municipality=shown.municipality, facts=FACTS, actor=vendor_user, now=now
        )


def test_strangers_neither_claim_nor_confirm(vendor, vendor_user, rival, now):
    service = PublishedServiceFactory(vendor=vendor)
    other_town = MembershipFactory()
    adoption = AdoptionFactory(service=service)
    for person in (rival, other_town.user, UserFactory()):
        with pytest.raises(PolicyRefused):
            actions.claim_adoption(
                service=service, municipality=adoption.municipality, facts=FACTS, actor=person, now=now
            )
    for person in (vendor_user, other_town.user):
        with pytest.raises(PolicyRefused):
            actions.confirm_adoption(adoption=adoption, revision=1, actor=person, now=now)
    assert Adoption.objects.get().status == AdoptionStatus.CLAIMED


CONSIDERED = replace(FACTS, stage=AdoptionStage.CONSIDERING)


def claim(service, member, now, facts=FACTS, actor=None):
    return actions.claim_adoption(
        service=service, municipality=member.municipality, facts=facts, actor=actor or member.user, now=now
    )


def mails(event):
    return {mail.to for mail in OutboxMail.objects.filter(event=event)}


def test_a_vendor_never_says_that_a_body_considers(vendor, vendor_user, now):
    service, member = PublishedServiceFactory(vendor=vendor), MembershipFactory()
    with pytest.raises(PolicyRefused, match="「検討」"):
        claim(service, member, now, CONSIDERED, vendor_user)
    adoption = claim(service, member, now, actor=vendor_user)
    for person in (vendor_user, member.user):
        with pytest.raises((PolicyRefused, DomainError), match="「検討」"):
            actions.correct_adoption(adoption=adoption, revision=1, facts=CONSIDERED, actor=person, now=now)
    with pytest.raises(IntegrityError, match="no_intent"), transaction.atomic():
        AdoptionFactory(origin="vendor", stage=AdoptionStage.CONSIDERING)


def test_a_claim_asks_the_live_staff_once_a_day(vendor, vendor_user, now):
    service, member = PublishedServiceFactory(vendor=vendor), MembershipFactory()
    colleague = MembershipFactory(municipality=member.municipality)
    MembershipFactory(municipality=member.municipality, expires_on=dt.date(2020, 5, 31))
    MembershipFactory()
    claim(service, member, now, actor=vendor_user)
    assert mails("adoptions_claimed") == {member.user.email, colleague.user.email}
    claim(service, member, now, replace(FACTS, department="税務課"), vendor_user)
    assert OutboxMail.objects.count() == Notification.objects.count() == 2
    claim(service, member, now + dt.timedelta(days=1), replace(FACTS, department="市民課"), vendor_user)
    assert OutboxMail.objects.count() == 4


def test_a_colleague_is_asked_but_not_who_recorded_it_and_not_about_an_intention(db, now):
    service, member = PublishedServiceFactory(), MembershipFactory()
    colleague = MembershipFactory(municipality=member.municipality)
    claim(service, member, now, CONSIDERED)
    assert not OutboxMail.objects.exists()
    claim(service, member, now, replace(FACTS, department="税務課"))
    assert mails("adoptions_claimed") == {colleague.user.email}


def test_nobody_is_asked_any_more_who_left_or_when_it_is_settled(vendor, vendor_user, now):
    service, member = PublishedServiceFactory(vendor=vendor), MembershipFactory()
    colleague = MembershipFactory(municipality=member.municipality)
    adoption = claim(service, member, now, actor=vendor_user)
    code = member.municipality.code
    assert may_still_know("adoptions_claimed", colleague.user, code)
    MunicipalMembership.objects.filter(pk=colleague.pk).update(expires_on=dt.date(2020, 5, 31))
    assert not may_still_know("adoptions_claimed", colleague.user, code)
    actions.confirm_adoption(adoption=adoption, revision=1, actor=member.user, now=now)
    assert not may_still_know("adoptions_claimed", member.user, code)


def test_no_more_than_a_number_of_colleagues_is_written_to(db, now, monkeypatch):
    monkeypatch.setattr("catalog.emails.adoptions.TOLD_AT_MOST", 2)
    service, member = PublishedServiceFactory(), MembershipFactory()
    MembershipFactory.create_batch(3, municipality=member.municipality)
    claim(service, member, now)
    assert OutboxMail.objects.count() == 2


def test_a_vendor_claims_so_many_a_day(vendor, vendor_user, now, monkeypatch):
    monkeypatch.setattr("catalog.actions.adoptions.CLAIMS_A_DAY", 1)
    service, member = PublishedServiceFactory(vendor=vendor), MembershipFactory()
    claim(service, member, now, actor=vendor_user)
    other = replace(FACTS, department="税務課")
    with pytest.raises(DomainError, match="1日に申告できる"):
        claim(service, member, now, other, vendor_user)
    claim(service, member, now + dt.timedelta(days=1), other, vendor_user)


def test_the_vendor_is_told_of_its_claim_and_of_nothing_else(vendor, vendor_user, now):
    service, member = PublishedServiceFactory(vendor=vendor), MembershipFactory()
    adoption = claim(service, member, now, actor=vendor_user)
    own = claim(service, member, now, replace(FACTS, department="税務課"))
    for record in (adoption, own):
        actions.confirm_adoption(adoption=record, revision=1, actor=member.user, now=now)
        actions.dispute_adoption(adoption=record, reason="もう契約していません。", actor=member.user, now=now)
    told = OutboxMail.objects.filter(to=vendor_user.email).order_by("pk")
    assert [mail.event for mail in told] == ["adoption_confirmed", "adoption_disputed"]
    assert "もう契約していません。" in told[1].body


def test_the_person_who_recorded_it_may_confirm_it(db, now):
    service, member = PublishedServiceFactory(), MembershipFactory()
    adoption = claim(service, member, now)
    actions.confirm_adoption(adoption=adoption, revision=1, actor=member.user, now=now)
    service.refresh_from_db()
    assert service.confirmed_adoptions == 1


def test_nobody_confirms_what_they_have_not_read(vendor, vendor_user, now):
    service, member = PublishedServiceFactory(vendor=vendor), MembershipFactory()
    adoption = claim(service, member, now, actor=vendor_user)
    facts = replace(FACTS, amount=100, amount_tax="included")
    actions.correct_adoption(adoption=adoption, revision=1, facts=facts, actor=vendor_user, now=now)
    with pytest.raises(actions.AdoptionChanged):
        actions.confirm_adoption(adoption=adoption, revision=1, actor=member.user, now=now)
    actions.confirm_adoption(adoption=adoption, revision=2, actor=member.user, now=now)
    with pytest.raises(PolicyRefused, match="確認した導入実績"):
        actions.correct_adoption(adoption=adoption, revision=2, facts=FACTS, actor=vendor_user, now=now)


def test_a_correction_by_staff_counts_anew_and_refuses_a_lost_update(db, now):
    service, member = PublishedServiceFactory(), MembershipFactory()
    adoption = claim(service, member, now)
    actions.confirm_adoption(adoption=adoption, revision=1, actor=member.user, now=now)
    actions.correct_adoption(adoption=adoption, revision=1, facts=CONSIDERED, actor=member.user, now=now)
    service.refresh_from_db()
    assert service.confirmed_adoptions == 0
    with pytest.raises(actions.AdoptionChanged, match="先にこの導入実績を変更"):
        actions.correct_adoption(adoption=adoption, revision=1, facts=FACTS, actor=member.user, now=now)
    assert AuditEvent.objects.get(verb="adoption_corrected").data == {"fields": ["stage"]}


def test_a_correction_does_not_make_a_second_record_of_one_department(db, now):
    service, member = PublishedServiceFactory(), MembershipFactory()
    claim(service, member, now)
    other = claim(service, member, now, replace(FACTS, department="税務課"))
    with pytest.raises(DomainError, match="すでに登録"):
        actions.correct_adoption(adoption=other, revision=1, facts=FACTS, actor=member.user, now=now)


def test_the_end_of_use_with_month_and_reason(db, now):
    service, member = PublishedServiceFactory(), MembershipFactory()
    adoption = claim(service, member, now, replace(FACTS, started_on=dt.date(2024, 4, 1)))
    actions.confirm_adoption(adoption=adoption, revision=1, actor=member.user, now=now)
    ask = {"adoption": adoption, "revision": 1, "reason": "再調達のため", "now": now}
    with pytest.raises(DomainError, match="開始月より後"):
        actions.end_adoption(**ask, ended_on=dt.date(2024, 3, 1), actor=member.user)
    with pytest.raises(PolicyRefused):
        actions.end_adoption(**ask, ended_on=dt.date(2026, 3, 1), actor=MembershipFactory().user)
    actions.end_adoption(**ask, ended_on=dt.date(2026, 3, 1), actor=member.user)
    adoption.refresh_from_db()
    assert (adoption.stage, adoption.end_reason, adoption.revision) == (AdoptionStage.ENDED, "再調達のため", 2)
    service.refresh_from_db()
    assert service.confirmed_adoptions == 1  # it has been used; the stage says that this is over
    with pytest.raises(DomainError, match="試行中か本番"):
        actions.end_adoption(**{**ask, "revision": 2}, ended_on=dt.date(2026, 3, 1), actor=member.user)


def test_withdrawing_is_for_whoever_recorded_it(vendor, vendor_user, rival, now):
    service, member = PublishedServiceFactory(vendor=vendor), MembershipFactory()
    claimed = claim(service, member, now, actor=vendor_user)
    own = claim(service, member, now, replace(FACTS, department="税務課"))
    for adoption, person in ((claimed, member.user), (claimed, rival), (own, vendor_user), (own, rival)):
        with pytest.raises(PolicyRefused):
            actions.withdraw_adoption(adoption=adoption, actor=person, now=now)
    actions.confirm_adoption(adoption=own, revision=1, actor=member.user, now=now)
    actions.withdraw_adoption(adoption=own, actor=member.user, now=now)
    service.refresh_from_db()
    assert service.confirmed_adoptions == 0
    actions.withdraw_adoption(adoption=claimed, actor=vendor_user, now=now)
    for person in (member.user, vendor_user):
        assert not Adoption.objects.visible_to(person).exists()
    assert claim(service, member, now, actor=vendor_user).pk != claimed.pk


def test_a_dispute_is_found_and_taken_back_by_the_body_alone(vendor, vendor_user, now):
    service, member = PublishedServiceFactory(vendor=vendor), MembershipFactory()
    adoption = claim(service, member, now, actor=vendor_user)
    actions.dispute_adoption(adoption=adoption, reason="違います。", actor=member.user, now=now)
    for person in (vendor_user, MembershipFactory().user, UserFactory()):
        assert not Adoption.objects.visible_to(person).exists()
    assert Adoption.objects.visible_to(member.user).get() == adoption
    actions.confirm_adoption(adoption=adoption, revision=1, actor=member.user, now=now)
    assert Adoption.objects.visible_to(vendor_user).get().status == AdoptionStatus.CONFIRMED
