"""The pages after a decision: the contract's period, the lesson, and the body's lists of both."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.personas import persona_of
from procurement import actions
from procurement.actions import ContractFacts, LessonFacts
from procurement.enums import OutcomeKind
from procurement.models import Outcome, OutcomeContract, OutcomeLesson
from procurement.waiting import piles_of
from tests.bad_values import ZERO_WIDTH
from tests.factories import CandidateFactory, ProjectFactory
from tests.procurement.outcomes.conftest import why

pytestmark = pytest.mark.django_db
PERIOD = {"starts_on": "2027-04-01", "ends_on": "2032-03-31", "notice_on": "2031-12-31", "note": "自動更新なし"}


def decided(market, *, days_ago=0, title="契約の案件", kind=OutcomeKind.AWARDED):
    project = ProjectFactory(municipality=market.body, created_by=market.asker, title=title)
    candidate = CandidateFactory(project=project, service=market.services[0])
    return actions.decide_project(
        project=project,
        kind=kind,
        winner=candidate if kind == OutcomeKind.AWARDED else None,
        reasons="比べた。",
        remarks=why(project),
        client_token=uuid4(),
        actor=market.asker,
        now=market.now - timedelta(days=days_ago),
    )


def address(name, *args):
    return reverse(f"procurement:{name}", args=args)


def text(response):
    return response.content.decode()


@pytest.fixture
def staff(client, market):
    client.force_login(market.asker)
    return client


# --- The contract ---------------------------------------------------------------------------------------------------


def test_the_period_is_recorded_and_shown(staff, market):
    outcome = decided(market)
    assert "契約期間を記録する" in text(staff.get(outcome.get_absolute_url()))
    response = staff.post(address("outcome_contract", outcome.pk), PERIOD | {"revision": 0})
    assert (response.status_code, response.url) == (302, f"{outcome.get_absolute_url()}#contract")
    shown = text(staff.get(response.url))
    for words in ("2027年4月1日", "2032年3月31日", "2031年12月31日", "自動更新なし", "契約期間を直す"):
        assert words in shown
    listed = text(staff.get(address("contract_list")))
    for words in ("甲の議事録（架空）", "契約の案件", "2032年3月31日", "次回の案件を作る"):
        assert words in listed
    assert address("project_copy", outcome.project_id) in listed
    assert staff.get(address("project_copy", outcome.project_id)).status_code == 200
    assert address("contract_list") in text(staff.get(address("project_list")))


def test_a_colleagues_change_is_shown_beside_ones_own(staff, market):
    outcome = decided(market)
    facts = ContractFacts(date(2027, 4, 1), date(2030, 3, 31), note="同僚のメモ")
    actions.record_outcome_contract(outcome=outcome, facts=facts, revision=0, actor=market.colleague, now=market.now)
    response = staff.post(address("outcome_contract", outcome.pk), PERIOD | {"revision": 0})
    assert response.status_code == 409
    for words in ("同僚のメモ", "自動更新なし", "先に保存された内容", 'name="revision" value="1"'):
        assert words in text(response)
    again = staff.post(address("outcome_contract", outcome.pk), PERIOD | {"revision": 1})
    assert again.status_code == 302
    assert OutcomeContract.objects.get().note == "自動更新なし"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_on": ""}, "starts_on"),
        ({"ends_on": "2027-03-31"}, "ends_on"),
        ({"ends_on": "0001-01-01"}, "ends_on"),
        ({"ends_on": "9999-12-31"}, "ends_on"),
        ({"starts_on": "いつか"}, "starts_on"),
        ({"notice_on": "2032-04-01"}, "notice_on"),
        ({"note": "あ" * 1001}, "note"),
        ({"note": "\x00"}, "note"),
    ],
)
def test_bad_periods_are_told_beside_the_field(staff, market, change, field):
    response = staff.post(address("outcome_contract", decided(market).pk), PERIOD | {"revision": 0} | change)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not OutcomeContract.objects.exists()


@pytest.mark.parametrize("revision", ["", "-1", "x", "9" * 5000])
def test_a_form_without_its_state_saves_nothing(staff, market, revision):
    outcome = decided(market)
    for name, data in (("outcome_contract", PERIOD), ("outcome_lesson", {"went_well": "良かった"})):
        assert staff.post(address(name, outcome.pk), data | {"revision": revision}).status_code == 422
    assert not OutcomeContract.objects.exists()
    assert not OutcomeLesson.objects.exists()


def test_without_a_winner_there_is_no_contract(staff, market):
    outcome = decided(market, kind=OutcomeKind.CANCELLED)
    assert "契約期間" not in text(staff.get(outcome.get_absolute_url()))
    response = staff.post(address("outcome_contract", outcome.pk), PERIOD | {"revision": 0})
    assert response.status_code == 422
    assert "選定した候補がない" in text(response)


def test_what_ends_first_comes_first_and_the_past_has_its_tab(staff, market):
    today = timezone.localdate(market.now)
    for title, days in (("遅い件", 400), ("早い件", 40), ("済んだ件", -1), ("今日の件", 0)):
        facts = ContractFacts(today - timedelta(days=500), today + timedelta(days=days))
        actions.record_outcome_contract(
            outcome=decided(market, title=title), facts=facts, revision=0, actor=market.asker, now=market.now
        )
    shown = text(staff.get(address("contract_list")))
    assert "済んだ件" not in shown
    assert shown.index("今日の件") < shown.index("早い件") < shown.index("遅い件")
    ended = text(staff.get(address("contract_list"), {"scope": "ended", "page": "9" * 50}))
    assert "済んだ件" in ended
    assert "早い件" not in ended


# --- The lesson -----------------------------------------------------------------------------------------------------


def test_the_lesson_is_written_and_found_by_successors(staff, client, market):
    outcome = decided(market, days_ago=30)
    awaiting = text(staff.get(address("lesson_list")))
    assert address("outcome_lesson", outcome.pk) in awaiting
    waits = {pile.label: pile.rows.count() for pile in _piles(market.asker, market.now)}
    assert waits["振り返りを書いていない決定"] == 1
    data = {"went_well": "画面を見た。", "do_otherwise": "", "for_successors": "半年前に相談する。", "revision": 0}
    response = staff.post(address("outcome_lesson", outcome.pk), data)
    assert response.url == f"{outcome.get_absolute_url()}#lesson"
    client.force_login(market.colleague)
    for page in (outcome.get_absolute_url(), address("lesson_list")):
        shown = text(client.get(page))
        assert "画面を見た。" in shown
        assert "半年前に相談する。" in shown
    assert "まだ書かれていない決定" not in text(client.get(address("lesson_list")))
    client.force_login(market.stranger)
    assert "画面を見た。" not in text(client.get(address("lesson_list")))


def _piles(user, now):
    return piles_of(user, persona_of(user), now)


@pytest.mark.parametrize(
    "data", [{}, {"went_well": ZERO_WIDTH}, {"do_otherwise": "あ" * 2001}, {"for_successors": "\x00"}]
)
def test_a_lesson_says_something(staff, market, data):
    response = staff.post(address("outcome_lesson", decided(market).pk), data | {"revision": 0})
    assert response.status_code == 422
    assert response.context["form"].errors
    assert not OutcomeLesson.objects.exists()


def test_a_lost_update_of_the_lesson_shows_both(staff, market):
    outcome = decided(market)
    actions.write_outcome_lesson(
        outcome=outcome, facts=LessonFacts("同僚の話"), revision=0, actor=market.colleague, now=market.now
    )
    response = staff.post(address("outcome_lesson", outcome.pk), {"went_well": "私の話", "revision": 0})
    assert response.status_code == 409
    assert "同僚の話" in text(response)
    assert "私の話" in text(response)
    assert OutcomeLesson.objects.get().went_well == "同僚の話"


def test_what_a_lesson_said_before_stays_readable(staff, client, market):
    outcome = decided(market)
    staff.post(address("outcome_lesson", outcome.pk), {"went_well": "最初に書いた話", "revision": 0})
    staff.post(address("outcome_lesson", outcome.pk), {"went_well": "書き直した話", "revision": 1})
    shown = text(staff.get(outcome.get_absolute_url()))
    assert "以前の振り返り" in shown
    assert "最初に書いた話" in shown
    with CaptureQueriesContext(connection) as queries:
        staff.get(outcome.get_absolute_url())
    assert len(queries) <= 8


# --- Who, and how many queries --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["stranger", "x", "member"])
def test_strangers_find_nothing(client, market, who):
    outcome = decided(market)
    client.force_login(getattr(market, who))
    for name in ("outcome_contract", "outcome_lesson"):
        assert client.get(address(name, outcome.pk)).status_code == 404
        assert client.post(address(name, outcome.pk), PERIOD | {"revision": 0, "went_well": "x"}).status_code == 404
    assert not OutcomeContract.objects.exists()
    assert not OutcomeLesson.objects.exists()


def test_lists_take_the_same_number_of_queries(staff, market):
    costs = {"contract_list": [], "lesson_list": []}
    for _ in (1, 2, 3):
        outcome = decided(market, days_ago=30)
        decided(market, days_ago=30)
        facts = ContractFacts(date(2027, 4, 1), date(2032, 3, 31))
        actions.record_outcome_contract(outcome=outcome, facts=facts, revision=0, actor=market.asker, now=market.now)
        actions.write_outcome_lesson(
            outcome=outcome, facts=LessonFacts("話"), revision=0, actor=market.asker, now=market.now
        )
        for name, taken in costs.items():
            staff.get(address(name))
            with CaptureQueriesContext(connection) as queries:
                assert staff.get(address(name)).status_code == 200
            taken.append(len(queries))
    for taken in costs.values():
        assert taken[0] == taken[2] <= 8
    with CaptureQueriesContext(connection) as queries:
        staff.get(Outcome.objects.first().get_absolute_url())
    assert len(queries) <= 8
