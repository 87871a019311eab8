"""After a decision: the contract and its end, the lesson for successors, the paper that left the site."""

from __future__ import annotations

import datetime as dt
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import AuditEvent, MunicipalMembership, Notification, OutboxMail
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.actions import ContractFacts, LessonFacts, LostUpdateError
from procurement.enums import MemberRole, OutcomeKind, ProjectStepKind
from procurement.models import ContractReminder, Outcome, OutcomeContract, OutcomeLesson, ProjectMember, ProjectStep
from procurement.months import months_after, months_before
from tests.factories import MembershipFactory
from tests.procurement.outcomes.conftest import why
from tests.races import all_at_once

FACTS = ContractFacts(date(2027, 4, 1), date(2032, 3, 31), date(2031, 12, 31), "自動で更新されない。")
LESSON = LessonFacts("画面を見てから決めた。", "移行の費用を先に聞く。", "更新の前に相談する。")


def at(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(8, 25)))


def record(outcome, actor, now, facts=FACTS, revision=0):
    return actions.record_outcome_contract(outcome=outcome, facts=facts, revision=revision, actor=actor, now=now)


def learn(outcome, actor, now, facts=LESSON, revision=0):
    return actions.write_outcome_lesson(outcome=outcome, facts=facts, revision=revision, actor=actor, now=now)


@pytest.fixture
def outcome(market):
    return decided(market)


def decided(market, kind=OutcomeKind.AWARDED):
    winner = market.project.candidates.order_by("pk").first() if kind == OutcomeKind.AWARDED else None
    return actions.decide_project(
        project=market.project,
        kind=kind,
        winner=winner,
        reasons="比べた。",
        remarks=why(market.project),
        client_token=uuid4(),
        actor=market.asker,
        now=market.now,
    )


# --- The contract ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_contract_is_recorded_and_corrected(market, outcome):
    contract = record(outcome, market.asker, market.now)
    assert record(outcome, market.asker, market.now).revision == contract.revision == 1
    longer = ContractFacts(FACTS.starts_on, date(2033, 3, 31))
    assert record(outcome, market.colleague, market.now, longer, revision=1).ends_on == date(2033, 3, 31)
    with pytest.raises(LostUpdateError):
        record(outcome, market.asker, market.now, FACTS, revision=1)
    steps = ProjectStep.objects.filter(kind=ProjectStepKind.CONTRACT_RECORDED).order_by("pk")
    assert [step.subject for step in steps] == ["2027-04-01 〜 2032-03-31", "2027-04-01 〜 2033-03-31"]
    assert AuditEvent.objects.filter(verb="record_outcome_contract").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["stranger", "x", "member"])
def test_nobody_else_writes_after_the_decision(market, outcome, who):
    other = getattr(market, who)
    for write in (record, learn):
        with pytest.raises(PolicyRefused):
            write(outcome, other, market.now)
    with pytest.raises(PolicyRefused):
        actions.record_decision_paper(project=market.project, subject="案", actor=other, now=market.now)
    assert not OutcomeContract.objects.exists()
    assert not OutcomeLesson.objects.exists()


@pytest.mark.django_db
def test_without_a_winner_there_is_no_contract(market):
    with pytest.raises(DomainError, match="選定した候補がない"):
        record(decided(market, OutcomeKind.NONE_SUITABLE), market.asker, market.now)


@pytest.mark.django_db
def test_the_database_refuses_an_end_before_the_beginning(market, outcome):
    contract = record(outcome, market.asker, market.now)
    wrong = ({"ends_on": date(2027, 3, 31)}, {"notice_on": date(2032, 4, 1)}, {"note": "あ" * 1001})
    for values in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            OutcomeContract.objects.filter(pk=contract.pk).update(**values)


# --- Its end --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_end_is_called_to_mind_twice_and_once_each(market, outcome):
    record(outcome, market.colleague, market.now)
    MunicipalMembership.objects.update(expires_on=date(2027, 5, 31))
    actions.remind_of_contract_ends(now=at(date(2031, 4, 1)))
    assert not ContractReminder.objects.exists(), "nobody is on staff any more by then"
    MunicipalMembership.objects.update(expires_on=date(2099, 5, 31))
    told = []
    for day in (
        date(2031, 3, 30),
        date(2031, 3, 31),
        date(2031, 4, 1),
        date(2031, 9, 29),
        date(2031, 9, 30),
        date(2031, 10, 1),
        date(2032, 4, 1),
    ):
        before = OutboxMail.objects.filter(event="contract_ends").count()
        actions.remind_of_contract_ends(now=at(day))
        told.append(OutboxMail.objects.filter(event="contract_ends").count() - before)
    assert told == [0, 2, 0, 0, 2, 0, 0]
    assert [each.months for each in ContractReminder.objects.order_by("pk")] == [12, 6]


@pytest.mark.django_db
def test_who_leads_and_who_recorded_are_told(market, outcome):
    today = timezone.localdate(market.now)
    end = months_after(today, 6)
    record(outcome, market.colleague, market.now, ContractFacts(today, end, today))
    member = MembershipFactory(municipality=market.body).user
    for person in (member, market.asker, market.stranger):
        ProjectMember.objects.create(
            project=market.project, user=person, role=MemberRole.FOLLOWER, added_by=market.asker, added_at=market.now
        )
    for _ in range(3):
        actions.remind_of_contract_ends(now=market.now)
    mails = OutboxMail.objects.filter(event="contract_ends")
    assert {mail.to for mail in mails} == {market.asker.email, market.colleague.email, member.email}
    assert mails.count() == Notification.objects.filter(event="contract_ends").count() == 3
    assert "議事録の作成支援" in mails[0].subject
    for words in ("甲の議事録（架空）", "6か月以内", "更新・解約の申出の期限"):
        assert words in mails[0].body
    later = ContractFacts(today, months_after(today, 7))
    record(outcome, market.colleague, market.now, later, revision=1)
    actions.remind_of_contract_ends(now=market.now)
    assert [each.months for each in ContractReminder.objects.order_by("pk")] == [6, 12]


@pytest.mark.django_db
def test_where_nobody_concerned_is_left_colleagues_are_told(market, outcome):
    today = timezone.localdate(market.now)
    record(outcome, market.asker, market.now, ContractFacts(today, months_after(today, 3)))
    MunicipalMembership.objects.filter(user=market.asker).update(expires_on=date(2020, 5, 31))
    actions.remind_of_contract_ends(now=market.now)
    assert [mail.to for mail in OutboxMail.objects.filter(event="contract_ends")] == [market.colleague.email]
    assert [each.months for each in ContractReminder.objects.all()] == [6]


def test_months_are_counted_as_contracts_do():
    assert months_before(date(2032, 3, 31), 6) == date(2031, 9, 30)
    assert months_before(date(2032, 2, 29), 12) == date(2031, 2, 28)
    assert months_after(date(2026, 11, 25), 2) == date(2027, 1, 25)


# --- The lesson -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_lesson_is_written_and_revised(market, outcome):
    assert learn(outcome, market.asker, market.now).revision == 1
    assert learn(outcome, market.asker, market.now).revision == 1
    revised = learn(outcome, market.colleague, market.now, LessonFacts("画面を見た。"), revision=1)
    assert (revised.revision, revised.do_otherwise, revised.updated_by) == (2, "", market.colleague)
    with pytest.raises(LostUpdateError):
        learn(outcome, market.asker, market.now, LessonFacts("別の話"), revision=1)
    with pytest.raises(DomainError, match="1つ以上"):
        learn(outcome, market.asker, market.now, LessonFacts(), revision=2)
    (former,) = revised.former_texts.all()
    assert (former.revision, former.do_otherwise, former.written_by_key) == (
        1,
        LESSON.do_otherwise,
        market.asker.key,
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        former.delete()
    steps = ProjectStep.objects.filter(kind=ProjectStepKind.LESSON_WRITTEN)
    assert [step.detail for step in steps] == ["", ""]


@pytest.mark.django_db
def test_the_lesson_is_asked_for_some_weeks_later_and_not_for_ever(market, outcome):
    def waits(days, who=market.asker):
        now = market.now + timedelta(days=days)
        return Outcome.objects.awaiting_lesson(now).concerning(who, market.now).exists()

    assert [waits(days) for days in (0, 20, 21, 179, 180)] == [False, False, True, True, False]
    assert not waits(30, market.colleague)
    MunicipalMembership.objects.filter(user=market.asker).update(expires_on=date(2020, 5, 31))
    assert waits(30, market.colleague), "nobody on staff leads the project any more"
    learn(outcome, market.colleague, market.now)
    assert not waits(30)


# --- Races ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_twenty_first_texts_one_stays(market, outcome):
    people = [each.user for each in MembershipFactory.create_batch(20, municipality=market.body)]

    def call(place, person):
        mine = Outcome.objects.get(pk=outcome.pk)
        return lambda: learn(mine, person, timezone.now(), LessonFacts(went_well=f"{place}"))

    won, refused = all_at_once([call(place, person) for place, person in enumerate(people)])
    assert (len(won), len(refused)) == (1, 19)
    assert OutcomeLesson.objects.get().revision == 1


@pytest.mark.django_db(transaction=True)
def test_of_twenty_rounds_one_tells(market, outcome):
    today = timezone.localdate(market.now)
    record(outcome, market.asker, market.now, ContractFacts(today, months_after(today, 6)))
    all_at_once([lambda: actions.remind_of_contract_ends(now=market.now) for _ in range(20)])
    assert ContractReminder.objects.count() == 1
    assert OutboxMail.objects.filter(event="contract_ends").count() == 1
