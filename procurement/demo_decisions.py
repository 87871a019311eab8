"""Decisions of the demonstration: a contract that ends soon, a lesson for successors, one that is still to be written.

Made by the actions that real people use, on the days on which it would have happened.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from catalog.models import Service
from procurement import actions
from procurement.actions import ContractFacts, LessonFacts, ProjectFacts
from procurement.demo import SHIOJIRI
from procurement.enums import OutcomeKind
from procurement.fiscal_years import fiscal_year
from procurement.models import Outcome, OutcomeContract, Project
from procurement.months import months_after

_TOKENS = uuid.UUID("0d9d3c0a-6f5e-4d0b-9c53-6d1f2b7a8e44")


@dataclass(frozen=True, slots=True)
class _Past:
    """A project that was decided without quotes: its first listing was chosen."""

    title: str
    need: str
    services: tuple[str, ...]
    reasons: str
    days_ago: int


_BEFORE = _Past(
    "オンライン申請の初回の調達（デモデータ）",
    "（デモデータ）申請の受付を紙からオンラインに移すため、最初のサービスを選びました。",
    ("瀬戸内 共同電子申請", "みなと書かない窓口"),
    "近隣の自治体と共同で使え、住民の操作が分かりやすかったため。",
    1490,
)
_LATELY = _Past(
    "議会の会議録の検索（デモデータ）",
    "（デモデータ）過去の会議録を、職員が言葉で探せるようにします。",
    ("たまゆら議事録",),
    "無償の試用で、検索の速さと正しさを確かめられたため。",
    40,
)


def load_demo_decisions(*, now: dt.datetime) -> None:
    """Again: nothing happens twice. Listings, people and the projects must exist."""
    lead = User.objects.get(email=SHIOJIRI)
    _before(lead, now)
    _decide(_LATELY, lead, now)
    _trial(lead, now)


@transaction.atomic
def _before(lead: User, now: dt.datetime) -> None:
    """Years ago: its contract ends within half a year, and what was learnt is written down."""
    outcome = _decide(_BEFORE, lead, now)
    if outcome is None or OutcomeContract.objects.filter(outcome=outcome).exists():
        return
    ends_on = months_after(timezone.localdate(now).replace(day=1), 5) - dt.timedelta(days=1)
    _contract(
        outcome,
        ContractFacts(
            starts_on=months_after(ends_on + dt.timedelta(days=1), -48),
            ends_on=ends_on,
            notice_on=months_after(ends_on, -3),
            note="（デモデータ）自動では更新されない。データの返却の期間は満了から30日。",
        ),
        lead,
        now,
    )
    lesson = LessonFacts(
        went_well="近隣の2市と画面を見てから決めたので、窓口の職員の反対がなかった。",
        do_otherwise="データ移行の費用を、見積の項目に初めから入れる。後から追加で請求された。",
        for_successors="更新の1年前に、様式の数と移行の量を数え直すこと。（デモデータ）",
    )
    actions.write_outcome_lesson(
        outcome=outcome, facts=lesson, revision=0, actor=lead, now=now - dt.timedelta(days=1300)
    )


@transaction.atomic
def _trial(lead: User, now: dt.datetime) -> None:
    """The trial of the counter without forms has a period, too."""
    outcome = Outcome.objects.filter(project__title="書かない窓口の試行導入（デモデータ）").first()
    if outcome is None or OutcomeContract.objects.filter(outcome=outcome).exists():
        return
    begins_on = timezone.localdate(now).replace(day=1)
    ends_on = months_after(begins_on, 12) - dt.timedelta(days=1)
    _contract(outcome, ContractFacts(begins_on, ends_on, note="（デモデータ）試行の契約。"), lead, now)


def _contract(outcome: Outcome, facts: ContractFacts, lead: User, now: dt.datetime) -> None:
    actions.record_outcome_contract(outcome=outcome, facts=facts, revision=0, actor=lead, now=now)


@transaction.atomic
def _decide(past: _Past, lead: User, now: dt.datetime) -> Outcome | None:
    """The outcome, made before or now; None where a listing is missing."""
    token = uuid.uuid5(_TOKENS, past.title)
    earlier = Outcome.objects.filter(decided_by=lead, client_token=token).first()
    found = {service.name: service for service in Service.objects.published().filter(name__in=past.services)}
    if earlier is not None or set(found) != set(past.services):
        return earlier
    then = now - dt.timedelta(days=past.days_ago)
    facts = ProjectFacts(past.title, past.need, None, fiscal_year(then.date()))
    project: Project = actions.create_project(
        facts=facts,
        services=[found[name] for name in past.services],
        client_token=token,
        actor=lead,
        now=then - dt.timedelta(days=30),
    )
    candidates = {each.service.name: each for each in project.candidates.select_related("service")}
    winner = candidates[past.services[0]]
    others = {each.pk: "窓口での利用が主で、今回の目的と合わない。" for each in candidates.values()}
    return actions.decide_project(
        project=project,
        kind=OutcomeKind.AWARDED,
        winner=winner,
        reasons=past.reasons,
        remarks={**others, winner.pk: past.reasons},
        client_token=token,
        actor=lead,
        now=then,
    )
