"""What is written after a decision: its paper, the contract's period and its end, the lesson for successors."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from dss.access import DomainError
from procurement.actions.project_steps import lock_project, log_step, record_step
from procurement.actions.projects import LostUpdateError
from procurement.emails import concerned_with_contract, send_contract_ends
from procurement.enums import ProjectStepKind
from procurement.models import (
    REMINDED_MONTHS,
    ContractReminder,
    Outcome,
    OutcomeContract,
    OutcomeLesson,
    OutcomeLessonText,
    Project,
)
from procurement.months import months_before
from procurement.policies import can_edit_project, can_record_outcome_contract, can_write_outcome_lesson


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """A contract's period; `notice_on` until when to say that it goes on, or ends."""

    starts_on: dt.date
    ends_on: dt.date
    notice_on: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """What was learnt; at least one of them says something."""

    went_well: str = ""
    do_otherwise: str = ""
    for_successors: str = ""


@transaction.atomic
def record_decision_paper(*, project: Project, subject: str, actor: User, now: dt.datetime) -> None:
    """Note that the decision was put on paper: what left the site, and by whom."""
    locked = lock_project(project.pk)
    can_edit_project(actor, locked).or_refuse()
    step = ProjectStepKind.PAPER_MADE
    record_step(locked, step, verb="record_decision_paper", actor=actor, now=now, subject=subject)


@transaction.atomic
def record_outcome_contract(
    *, outcome: Outcome, facts: ContractFacts, revision: int, actor: User, now: dt.datetime
) -> OutcomeContract:
    """Write down the contract's period, `revision` 0 the first time. LostUpdateError: a colleague saved meanwhile.

    DomainError: nothing was chosen, so there is no contract.
    """
    locked = _lock_outcome(outcome)
    can_record_outcome_contract(actor, locked).or_refuse()
    if not locked.is_awarded:
        raise DomainError("選定した候補がないため、契約期間は記録できません。")
    contract = OutcomeContract.objects.select_for_update().filter(outcome=locked).first()
    if contract is not None and _says(contract) == facts:
        return contract
    _expect_revision(contract, revision)
    if contract is None:
        contract = OutcomeContract(outcome=locked, recorded_at=now, revision=0)
    contract.starts_on, contract.ends_on = facts.starts_on, facts.ends_on
    contract.notice_on, contract.note = facts.notice_on, facts.note
    contract.revision += 1
    contract.updated_at, contract.updated_by = now, actor
    contract.save()
    told = f"{facts.starts_on:%Y-%m-%d} 〜 {facts.ends_on:%Y-%m-%d}"
    log_step(locked.project, ProjectStepKind.CONTRACT_RECORDED, actor=actor, now=now, subject=told)
    record(actor=actor, verb="record_outcome_contract", obj=locked, now=now)
    return contract


@transaction.atomic
def write_outcome_lesson(
    *, outcome: Outcome, facts: LessonFacts, revision: int, actor: User, now: dt.datetime
) -> OutcomeLesson:
    """Write down what was learnt, `revision` 0 the first time. LostUpdateError: a colleague saved meanwhile."""
    locked = _lock_outcome(outcome)
    can_write_outcome_lesson(actor, locked).or_refuse()
    written = OutcomeLesson.objects.select_for_update(of=("self",)).select_related("updated_by")
    lesson = written.filter(outcome=locked).first()
    if facts == LessonFacts():
        raise DomainError("振り返りを1つ以上書いてください。")
    if lesson is not None and LessonFacts(lesson.went_well, lesson.do_otherwise, lesson.for_successors) == facts:
        return lesson
    _expect_revision(lesson, revision)
    if lesson is None:
        lesson = OutcomeLesson(outcome=locked, written_at=now, revision=0)
    else:
        _keep_text(lesson)
    lesson.went_well, lesson.do_otherwise = facts.went_well, facts.do_otherwise
    lesson.for_successors = facts.for_successors
    lesson.revision += 1
    lesson.updated_at, lesson.updated_by = now, actor
    lesson.save()
    log_step(locked.project, ProjectStepKind.LESSON_WRITTEN, actor=actor, now=now)
    record(actor=actor, verb="write_outcome_lesson", obj=locked, now=now)
    return lesson


def _keep_text(lesson: OutcomeLesson) -> None:
    """What colleagues wrote is not lost by writing it anew."""
    OutcomeLessonText.objects.create(
        lesson=lesson,
        revision=lesson.revision,
        went_well=lesson.went_well,
        do_otherwise=lesson.do_otherwise,
        for_successors=lesson.for_successors,
        written_at=lesson.updated_at,
        written_by_key=lesson.updated_by.key if lesson.updated_by is not None else None,
    )


def remind_of_contract_ends(*, now: dt.datetime) -> int:
    """Tell the bodies whose contracts end in 12 or 6 months; each end once each, however often this runs.

    A contract that was written down late is told of once, not for every month that has passed; where nobody is on
    staff, it waits until somebody is.
    """
    today, told = timezone.localdate(now), 0
    for contract in OutcomeContract.objects.running_out(today).with_list_data().by_end():
        due = [each for each in REMINDED_MONTHS if today >= months_before(contract.ends_on, each)]
        told += _remind(contract, min(due), now) if due else False
    return told


@transaction.atomic
def _remind(contract: OutcomeContract, months: int, now: dt.datetime) -> bool:
    people = concerned_with_contract(contract, now)
    if not people:
        return False
    _, is_new = ContractReminder.objects.get_or_create(
        contract=contract, ends_on=contract.ends_on, months=months, defaults={"sent_at": now}
    )
    if is_new:
        send_contract_ends(contract, people=people, months=months, now=now)
    return is_new


def _lock_outcome(outcome: Outcome) -> Outcome:
    project = lock_project(outcome.project_id)
    locked = Outcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
    locked.project = project
    return locked


def _expect_revision(row: OutcomeContract | OutcomeLesson | None, revision: int) -> None:
    if (row.revision if row is not None else 0) != revision:
        raise LostUpdateError("あなたが編集している間に、同僚が内容を変更しました。両方を見比べてください。")


def _says(contract: OutcomeContract) -> ContractFacts:
    return ContractFacts(contract.starts_on, contract.ends_on, contract.notice_on, contract.note)
