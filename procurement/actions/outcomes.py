"""What a project comes to: a quote wins, none fits, the purchase is called off; and the adoption that follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from catalog.actions import AdoptionFacts, record_own_adoption
from catalog.models import Adoption
from dss.access import DomainError
from procurement.actions.project_steps import expect_active, expect_at_hand, lock_project, log_step, step_project
from procurement.actions.quote_locks import lock_quote_request
from procurement.actions.quote_running import decide_quote_request
from procurement.emails import send_quote_decided
from procurement.enums import OutcomeKind, ProjectStatus, ProjectStepKind, QuoteInvitationStatus, QuoteStatus, Verdict
from procurement.models import (
    Candidate,
    Outcome,
    OutcomeRemark,
    Project,
    Quote,
    QuoteInvitation,
    QuoteRequest,
    QuoteVersion,
)
from procurement.outcome_notices import NOTHING_MORE, Telling, amount_to_tell
from procurement.policies import can_decide_project, can_decide_quote_request, can_record_outcome_adoption

Remarks = Mapping[int, str]
"""Why a candidate was chosen or not, by its key: every candidate of the project, unless all was called off."""


@transaction.atomic
def award_quote_request(
    *,
    request: QuoteRequest,
    winner: QuoteInvitation | None,
    reasons: str,
    remarks: Remarks,
    client_token: UUID,
    actor: User,
    now: datetime,
    telling: Telling = NOTHING_MORE,
) -> Outcome:
    """Record what a request for quotes came to, and tell the vendors; without `winner` none was suitable.

    Only a service whose quote stands can win. The same form sent twice makes one outcome. DomainError: a colleague
    was quicker, quotes may still come in, the winner has no quote, a candidate has no reason.
    """
    locked, at = lock_quote_request(request.pk, now)
    can_decide_quote_request(actor, locked).or_refuse()
    project = locked.project
    earlier = Outcome.objects.filter(quote_request=locked).select_related("decided_by").first()
    if earlier is not None:
        if earlier.decided_by_id == actor.pk and earlier.client_token == client_token:
            return earlier
        raise DomainError(f"この見積依頼の結果は、すでに{_name(earlier.decided_by)}さんが記録しています。")
    expect_at_hand(project)
    quote = _standing_quote(locked, winner) if winner is not None else None
    decide_quote_request(request=locked, actor=actor, now=at)
    outcome = _write(
        project,
        kind=OutcomeKind.AWARDED if winner is not None else OutcomeKind.NONE_SUITABLE,
        request=locked,
        winner=Candidate.objects.get(project=project, service=winner.service_id) if winner is not None else None,
        quote=quote,
        reasons=reasons,
        remarks=remarks,
        telling=telling if winner is not None else Telling(reasons=telling.reasons),
        client_token=client_token,
        actor=actor,
        now=at,
    )
    if outcome.is_awarded and project.is_active:
        _decide(project, at)
    record(actor=actor, verb="award_quote_request", obj=outcome, now=at)
    told = outcome.remarks.exclude(told_reason="").values_list("candidate__service", "told_reason")
    send_quote_decided(locked, outcome=outcome, chosen=winner, reasons=dict(told), now=at)
    return outcome


@transaction.atomic
def decide_project(
    *,
    project: Project,
    kind: OutcomeKind,
    winner: Candidate | None,
    reasons: str,
    remarks: Remarks,
    client_token: UUID,
    actor: User,
    now: datetime,
) -> Outcome:
    """Decide without a request for quotes. DomainError: a colleague was quicker, a request waits for its result."""
    locked = lock_project(project.pk)
    can_decide_project(actor, locked).or_refuse()
    twin = Outcome.objects.filter(project=locked, decided_by=actor, client_token=client_token).first()
    if twin is not None:
        return twin
    expect_active(locked)
    expect_no_undecided_request(locked)
    if (winner is not None) != (kind == OutcomeKind.AWARDED):
        raise DomainError("選定した候補を1つ選んでください。")
    outcome = _write(
        locked,
        kind=kind,
        request=None,
        winner=_present_candidate(locked, winner) if winner is not None else None,
        quote=None,
        reasons=reasons,
        remarks=remarks,
        telling=NOTHING_MORE,
        client_token=client_token,
        actor=actor,
        now=now,
    )
    _decide(locked, now)
    record(actor=actor, verb="decide_project", obj=outcome, now=now)
    return outcome


@transaction.atomic
def record_outcome_adoption(*, outcome: Outcome, facts: AdoptionFacts, actor: User, now: datetime) -> Adoption:
    """Record that the body uses what it chose: claimed and, as its own staff says so, confirmed. Once."""
    project = lock_project(outcome.project_id)
    locked = Outcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
    locked.project = project
    can_record_outcome_adoption(actor, locked).or_refuse()
    if locked.winner is None:
        raise DomainError("選定した候補がないため、導入実績は登録できません。")
    if locked.adoption_id is not None:
        raise DomainError("この結果の導入実績は、すでに登録されています。")
    service = locked.winner.service
    body = project.municipality
    adoption = record_own_adoption(service=service, municipality=body, facts=facts, actor=actor, now=now)
    locked.adoption = adoption
    locked.save(update_fields=["adoption"])
    name = locked.winner.version.name
    detail = adoption.get_stage_display()
    log_step(project, ProjectStepKind.ADOPTION_RECORDED, actor=actor, now=now, subject=name, detail=detail)
    record(actor=actor, verb="record_outcome_adoption", obj=locked, now=now)
    return adoption


def expect_no_undecided_request(project: Project) -> None:
    """What vendors were asked is answered by a result, or called off, before the project ends."""
    if project.quote_requests.undecided().exists():
        raise DomainError("結果を記録していない見積依頼があります。先に結果を記録するか、依頼を中止してください。")


def _present_candidate(project: Project, winner: Candidate) -> Candidate:
    candidate = project.candidates.filter(pk=winner.pk).first()
    if candidate is None:
        raise DomainError("選定した候補は、すでに案件から外されています。")
    return candidate


def _standing_quote(request: QuoteRequest, winner: QuoteInvitation) -> QuoteVersion:
    quote = (
        Quote.objects.select_for_update(of=("self",))
        .select_related("invitation", "current")
        .filter(invitation=winner, invitation__request=request, status=QuoteStatus.SUBMITTED)
        .first()
    )
    if quote is None or quote.current is None or quote.invitation.status != QuoteInvitationStatus.INVITED:
        raise DomainError("見積を提出した事業者だけを選定できます。")
    return quote.current


def _write(
    project: Project,
    *,
    kind: OutcomeKind,
    request: QuoteRequest | None,
    winner: Candidate | None,
    quote: QuoteVersion | None,
    reasons: str,
    remarks: Remarks,
    telling: Telling,
    client_token: UUID,
    actor: User,
    now: datetime,
) -> Outcome:
    if Outcome.objects.filter(decided_by=actor, client_token=client_token).exists():
        raise DomainError("この画面は、すでに別の案件の記録に使われています。開き直してから記録してください。")
    outcome = Outcome.objects.create(
        project=project,
        quote_request=request,
        round=project.decision_round,
        kind=kind,
        winner=winner,
        winning_quote=quote,
        reasons=reasons,
        tell_winner=telling.winner,
        tell_amount=telling.amount,
        told_amount=amount_to_tell(quote, request.months) if telling.amount and quote and request else None,
        client_token=client_token,
        decided_at=now,
        decided_by=actor,
    )
    _judge(outcome, remarks, telling.reasons, now)
    told = winner.version.name if winner is not None else outcome.get_kind_display()
    log_step(project, ProjectStepKind.DECIDED, actor=actor, now=now, subject=told, detail=reasons)
    return outcome


def _judge(outcome: Outcome, remarks: Remarks, told: Remarks, now: datetime) -> None:
    """Write what was said of each candidate, and let the verdicts say the same."""
    candidates = outcome.project.candidates.select_for_update(of=("self",)).select_related("version").order_by("pk")
    for candidate in candidates:
        reason = remarks.get(candidate.pk, "")
        if not reason and outcome.kind != OutcomeKind.CANCELLED:
            raise DomainError(f"「{candidate.version.name}」についての理由がありません。すべての候補に書いてください。")
        if reason:
            OutcomeRemark.objects.create(
                outcome=outcome, candidate=candidate, reason=reason, told_reason=told.get(candidate.pk, "")
            )
        if candidate.pk == outcome.winner_id:
            candidate.verdict = Verdict.SELECTED
        elif reason:
            candidate.verdict = Verdict.REJECTED
        else:
            continue
        candidate.reason = reason or candidate.reason
        candidate.judged_at = now
        candidate.revision += 1
        candidate.save(update_fields=["verdict", "reason", "judged_at", "revision"])


def _decide(project: Project, now: datetime) -> None:
    step_project(project, ProjectStatus.DECIDED)
    project.decided_at = now
    project.save(update_fields=["status", "decided_at"])


def _name(person: User | None) -> str:
    return (person.name or "同僚") if person is not None else "同僚"
