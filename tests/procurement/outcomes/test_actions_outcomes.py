"""What a project comes to: by its quotes, or without any; who learns of it; what the database refuses."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import AuditEvent, Notification, OutboxMail
from catalog.actions import AdoptionFacts
from catalog.enums import AdoptionStage
from catalog.models import Adoption
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.enums import OutcomeKind, ProjectStatus, ProjectStepKind, QuoteRequestStatus, Verdict
from procurement.models import Candidate, Outcome, OutcomeRemark, Project, ProjectStep, QuoteRequest
from procurement.outcome_notices import Telling, VendorNotice, notice_of
from tests.factories import CandidateFactory, ProjectFactory
from tests.procurement.outcomes.conftest import candidate_of, quote, why

pytestmark = pytest.mark.django_db
REASONS = "費用と操作のしやすさで選んだ。"


def award(market, ended, winner=None, **changes):
    arguments = {
        "request": ended.request,
        "winner": winner,
        "reasons": REASONS,
        "remarks": why(market.project),
        "client_token": uuid4(),
        "actor": market.asker,
        "now": market.now,
    }
    return actions.award_quote_request(**(arguments | changes))


def decide(market, kind=OutcomeKind.CANCELLED, winner=None, **changes):
    arguments = {
        "project": market.project,
        "kind": kind,
        "winner": winner,
        "reasons": REASONS,
        "remarks": why(market.project),
        "client_token": uuid4(),
        "actor": market.asker,
        "now": market.now,
    }
    return actions.decide_project(**(arguments | changes))


# --- By quotes ------------------------------------------------------------------------------------------------------


def test_a_quote_wins(market, ended):
    rejected = candidate_of(ended.y)
    outcome = award(market, ended, ended.x, remarks=why(market.project, 乙="年額の費用が含まれない。"))
    assert (outcome.kind, outcome.winner, outcome.winning_quote) == (
        OutcomeKind.AWARDED,
        candidate_of(ended.x),
        ended.x.quote.current,
    )
    request = QuoteRequest.objects.select_related("project").get()
    assert (request.status, request.project.status) == (QuoteRequestStatus.DECIDED, ProjectStatus.DECIDED)
    assert {each.service.name[0]: each.verdict for each in Candidate.objects.select_related("service")} == {
        "甲": Verdict.SELECTED,
        "乙": Verdict.REJECTED,
        "丙": Verdict.REJECTED,
        "丁": Verdict.REJECTED,
    }
    assert OutcomeRemark.objects.get(candidate=rejected).reason == "年額の費用が含まれない。"
    assert OutcomeRemark.objects.count() == 4
    step = ProjectStep.objects.get(kind=ProjectStepKind.DECIDED)
    assert (step.subject, step.detail) == ("甲の議事録（架空）", REASONS)
    assert AuditEvent.objects.get(verb="award_quote_request").reason == ""


def test_each_vendor_learns_its_own_result_and_nothing_else(market, ended):
    award(market, ended, ended.x)
    mails = {mail.to: mail for mail in OutboxMail.objects.filter(event="quote_decided")}
    assert set(mails) == {market.x.email, market.y.email, market.z.email}
    assert "選定されました" in mails[market.x.email].body
    for loser in (market.y, market.z):
        assert "選定されませんでした" in mails[loser.email].body
    for person, mail in mails.items():
        text = mail.subject + mail.body
        own = next(user for user in (market.x, market.y, market.z) if user.email == person)
        others = [name for name in ("甲", "乙", "丙", "丁") if not own.name.startswith(name)]
        assert not [name for name in others if name in text]
        assert REASONS not in text
        assert "円" not in text
    notices = Notification.objects.filter(event="quote_decided")
    assert {notice.user for notice in notices} == {market.x, market.y, market.z}


def test_none_suitable_leaves_the_project_going(market, ended):
    outcome = award(market, ended)
    assert (outcome.kind, outcome.winner) == (OutcomeKind.NONE_SUITABLE, None)
    assert Project.objects.get().status == ProjectStatus.ACTIVE
    assert QuoteRequest.objects.get().status == QuoteRequestStatus.DECIDED
    bodies = set(OutboxMail.objects.filter(event="quote_decided").values_list("body", flat=True))
    assert all("選定されませんでした" in body for body in bodies)


@pytest.mark.parametrize("letter", ["z", "w"])
def test_who_did_not_quote_cannot_win(market, ended, letter):
    with pytest.raises(DomainError, match="見積を提出した事業者だけ"):
        award(market, ended, getattr(ended, letter))
    assert not Outcome.objects.exists()
    assert QuoteRequest.objects.get().status == QuoteRequestStatus.OPEN


def test_anothers_invitation_cannot_win(market, ended, ask_for_quotes):
    other = ask_for_quotes(market.project, market.services[:1], now=market.now)
    invitation = other.invitations.get()
    invitation.request = other
    quote(invitation, market.x, market.now - timedelta(days=5), 1, 1, 1)
    with pytest.raises(DomainError, match="見積を提出した事業者だけ"):
        award(market, ended, invitation)


def test_not_before_the_deadline(market, ask_for_quotes):
    request = ask_for_quotes(market.project, market.services, now=market.now, deadline_in=timedelta(days=1))
    with pytest.raises(DomainError, match="まだ見積を受け付けています"):
        actions.award_quote_request(
            request=request,
            winner=None,
            reasons=REASONS,
            remarks=why(market.project),
            client_token=uuid4(),
            actor=market.asker,
            now=market.now,
        )


def test_the_second_colleague_reads_who_was_first(market, ended):
    award(market, ended, ended.x)
    with pytest.raises(DomainError, match=f"すでに{market.asker.name}さん"):
        award(market, ended, ended.y, actor=market.colleague)


def test_the_same_form_twice_makes_one_outcome(market, ended):
    token = uuid4()
    assert award(market, ended, ended.x, client_token=token) == award(market, ended, ended.x, client_token=token)
    assert OutboxMail.objects.filter(event="quote_decided").count() == 3


@pytest.mark.parametrize("who", ["stranger", "x", "member"])
def test_nobody_else_decides(market, ended, who):
    with pytest.raises(PolicyRefused):
        award(market, ended, ended.x, actor=getattr(market, who))
    with pytest.raises(PolicyRefused):
        decide(market, actor=getattr(market, who))
    assert not Outcome.objects.exists()


def test_every_candidate_has_a_reason(market, ended):
    remarks = why(market.project)
    del remarks[candidate_of(ended.w).pk]
    with pytest.raises(DomainError, match="丁の議事録（架空）」についての理由がありません"):
        award(market, ended, ended.x, remarks=remarks)
    assert not Outcome.objects.exists()
    assert QuoteRequest.objects.get().status == QuoteRequestStatus.OPEN


def test_what_vendors_are_told_is_chosen(market, ended):
    told = {candidate_of(ended.y).pk: "年額の費用が含まれていませんでした。"}
    telling = Telling(winner=True, amount=True, reasons=told)
    outcome = award(market, ended, ended.x, telling=telling)
    assert (outcome.tell_winner, outcome.tell_amount, outcome.told_amount) == (True, True, 1_430_000)
    x, y, z = (
        OutboxMail.objects.get(event="quote_decided", to=person.email).body for person in (market.x, market.y, market.z)
    )
    for loser in (y, z):
        assert "選定されたサービス：甲の議事録（架空）（甲システム株式会社）" in loser
        assert "60か月の総額：1,430,000円（税込）" in loser
    assert "年額の費用が含まれていませんでした。" in y
    assert "年額の費用が含まれていませんでした。" not in x + z
    assert "比べた結果による" not in x + y + z
    assert [notice_of(each).reason for each in (ended.y, ended.z)] == ["年額の費用が含まれていませんでした。", ""]
    assert notice_of(ended.x) == VendorNotice(is_chosen=True, amount=1_430_000, months=60)
    ended.w.refresh_from_db()
    assert notice_of(ended.w) == VendorNotice(is_chosen=False), "who declined is told nothing more"


def test_a_vendor_reads_nothing_more_unless_chosen(market, ended):
    assert notice_of(ended.y) is None
    award(market, ended, ended.x)
    assert notice_of(ended.y) == VendorNotice(is_chosen=False, months=60)
    assert notice_of(ended.x) == VendorNotice(is_chosen=True, months=60)


def test_without_a_winner_there_is_nothing_to_tell_of_it(market, ended):
    told = {candidate_of(ended.y).pk: "予算を超えました。"}
    outcome = award(market, ended, telling=Telling(winner=True, amount=True, reasons=told))
    assert (outcome.tell_winner, outcome.told_amount) == (False, None)
    assert notice_of(ended.y).reason == "予算を超えました。"


# --- Without quotes -------------------------------------------------------------------------------------------------


def test_a_candidate_is_chosen_without_quotes(market):
    winner = market.project.candidates.order_by("pk").first()
    outcome = decide(market, OutcomeKind.AWARDED, winner, remarks=why(market.project, 甲="無償で使えるため。"))
    assert (outcome.winner, outcome.winning_quote, outcome.quote_request) == (winner, None, None)
    winner.refresh_from_db()
    assert (winner.verdict, winner.reason) == (Verdict.SELECTED, "無償で使えるため。")
    assert Project.objects.get(pk=market.project.pk).decided_at == market.now
    assert not OutboxMail.objects.filter(event="quote_decided").exists()


@pytest.mark.parametrize("kind", [OutcomeKind.NONE_SUITABLE, OutcomeKind.CANCELLED])
def test_a_project_ends_without_a_winner(market, kind):
    assert decide(market, kind).winner is None
    assert Project.objects.get(pk=market.project.pk).status == ProjectStatus.DECIDED
    with pytest.raises(DomainError, match="決定済み"):
        decide(market, kind)


def test_a_winner_goes_with_an_award_alone(market):
    winner = market.project.candidates.first()
    for kind, chosen in ((OutcomeKind.AWARDED, None), (OutcomeKind.CANCELLED, winner)):
        with pytest.raises(DomainError, match="1つ選んで"):
            decide(market, kind, chosen)


def test_vendors_that_were_asked_are_answered_first(market, ended):
    with pytest.raises(DomainError, match="結果を記録していない見積依頼"):
        decide(market)
    with pytest.raises(DomainError, match="結果を記録していない見積依頼"):
        actions.archive_project(project=market.project, actor=market.asker, now=market.now)
    award(market, ended)
    decide(market)


def test_after_reopening_there_is_another_decision(market):
    decide(market)
    actions.reopen_project(project=market.project, actor=market.asker, now=market.now)
    decide(market, OutcomeKind.NONE_SUITABLE)
    assert list(Outcome.objects.order_by("pk").values_list("round", flat=True)) == [1, 2]


def test_a_candidate_that_was_asked_stays(market, ended):
    with pytest.raises(DomainError, match="見積依頼の宛先"):
        actions.remove_candidate(candidate=candidate_of(ended.z), actor=market.asker, now=market.now)


# --- The adoption ---------------------------------------------------------------------------------------------------

FACTS = AdoptionFacts(stage=AdoptionStage.IN_USE, department="総務課", started_on=date(2027, 4, 1))


def test_the_adoption_appears_after_confirmation(market, ended):
    outcome = award(market, ended, ended.x)
    assert not Adoption.objects.exists()
    adoption = actions.record_outcome_adoption(outcome=outcome, facts=FACTS, actor=market.colleague, now=market.now)
    assert (adoption.service, adoption.municipality) == (market.services[0], market.body)
    shown = Adoption.objects.visible_to(market.member).get()
    assert (shown.status, shown.origin, shown.stage) == ("confirmed", "staff", "in_use")
    assert Outcome.objects.get().adoption == shown
    with pytest.raises(DomainError, match="すでに登録"):
        actions.record_outcome_adoption(outcome=outcome, facts=FACTS, actor=market.asker, now=market.now)
    with pytest.raises(PolicyRefused):
        actions.record_outcome_adoption(outcome=outcome, facts=FACTS, actor=market.stranger, now=market.now)


def test_without_a_winner_there_is_no_adoption(market, ended):
    outcome = award(market, ended)
    with pytest.raises(DomainError, match="選定した候補がない"):
        actions.record_outcome_adoption(outcome=outcome, facts=FACTS, actor=market.asker, now=market.now)


# --- The database by itself -----------------------------------------------------------------------------------------


def insert(**values):
    row = {
        "round": 1,
        "kind": "awarded",
        "reasons": REASONS,
        "client_token": uuid4(),
        "decided_at": timezone.now(),
        "quote_request_id": None,
        "winner_id": None,
        "winning_quote_id": None,
        "tell_winner": False,
        "tell_amount": False,
        "told_amount": None,
    } | values
    columns = ", ".join(row)
    marks = ", ".join(["%s"] * len(row))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO procurement_outcome ({columns}) VALUES ({marks})", list(row.values()))  # noqa: S608


def test_raw_sql_cannot_let_somebody_win_who_did_not_quote(market, ended):
    project, request = market.project.pk, ended.request.pk
    x, z = candidate_of(ended.x), candidate_of(ended.z)
    standing = ended.x.quote.current_id
    foreign = CandidateFactory(project=ProjectFactory())
    wrong = [
        {"quote_request_id": request, "winner_id": z.pk},
        {"quote_request_id": request, "winner_id": z.pk, "winning_quote_id": standing},
        {"quote_request_id": request, "winner_id": foreign.pk, "winning_quote_id": standing},
        {"quote_request_id": request},
        {"winner_id": x.pk, "winning_quote_id": standing},
        {"winner_id": foreign.pk},
        {"kind": "none_suitable", "winner_id": x.pk},
        {"kind": "cancelled", "quote_request_id": request},
        {"kind": "unknown", "quote_request_id": request},
        {"winner_id": x.pk, "reasons": ""},
        {"winner_id": x.pk, "tell_winner": True},
        {"quote_request_id": request, "kind": "none_suitable", "tell_amount": True, "told_amount": 1},
        {"quote_request_id": request, "winner_id": x.pk, "winning_quote_id": standing, "tell_amount": True},
    ]
    for values in wrong:
        with pytest.raises(DatabaseError):
            insert(project_id=project, **values)
    with pytest.raises(DatabaseError):
        insert(project_id=foreign.project_id, kind="none_suitable", quote_request_id=request)
    assert not Outcome.objects.exists()
    insert(project_id=project, quote_request_id=request, winner_id=x.pk, winning_quote_id=standing)
    with pytest.raises(DatabaseError):
        insert(project_id=project, kind="none_suitable", quote_request_id=request)


def test_a_withdrawn_quote_cannot_win(market, ask_for_quotes):
    later = timedelta(days=1)
    request = ask_for_quotes(market.project, market.services[:1], now=market.now, deadline_in=later)
    invitation = request.invitations.get()
    version = quote(invitation, market.x, market.now, 1, 1, 1)
    actions.withdraw_quote(quote=version.quote, actor=market.x, now=market.now)
    with pytest.raises(DatabaseError, match="whose quote stands"):
        insert(
            project_id=market.project.pk,
            quote_request_id=request.pk,
            winner_id=candidate_of(invitation).pk,
            winning_quote_id=version.pk,
        )


def test_a_request_that_was_called_off_has_no_winner(market, ended):
    actions.cancel_quote_request(request=ended.request, reason="予算の都合", actor=market.asker, now=market.now)
    with pytest.raises(DomainError):
        award(market, ended, ended.x)
    with pytest.raises(DatabaseError, match="not called off"):
        insert(
            project_id=market.project.pk,
            quote_request_id=ended.request.pk,
            winner_id=candidate_of(ended.x).pk,
            winning_quote_id=ended.x.quote.current_id,
        )


def test_one_decision_a_round_without_quotes(market):
    decide(market)
    with pytest.raises(DatabaseError, match="outcome_once_a_round"):
        insert(project_id=market.project.pk, kind="cancelled")


def test_an_outcome_stays_as_decided(market, ended):
    outcome = award(market, ended, ended.x, remarks=why(market.project))
    for write in (
        lambda: Outcome.objects.update(reasons="別の理由"),
        lambda: Outcome.objects.update(tell_winner=True),
        lambda: Outcome.objects.update(decided_at=timezone.now()),
        lambda: Outcome.objects.all().delete(),
        lambda: OutcomeRemark.objects.update(reason="別"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    Outcome.objects.update(decided_by=None)
    outcome.refresh_from_db()
    assert (outcome.reasons, outcome.decided_by) == (REASONS, None)


def test_a_winner_that_a_colleague_took_out_meanwhile_is_a_domain_error(market):
    winner = Candidate.objects.select_related("project").order_by("pk")[0]
    actions.remove_candidate(candidate=winner, actor=market.colleague, now=market.now)
    with pytest.raises(DomainError, match="外されて"):
        decide(market, OutcomeKind.AWARDED, winner)
    assert not Outcome.objects.exists()
    assert Project.objects.get(pk=market.project.pk).is_active


def test_a_form_of_another_project_records_nothing(market, ended):
    token = uuid4()
    decide(market, project=ProjectFactory(municipality=market.body), client_token=token)
    with pytest.raises(DomainError, match="開き直して"):
        award(market, ended, ended.x, client_token=token)
    with pytest.raises(DomainError, match="開き直して"):
        decide(market, project=ProjectFactory(municipality=market.body), client_token=token)
    assert Outcome.objects.count() == 1
