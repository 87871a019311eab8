"""Candidates: listings put into a project, judged, refreshed, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from catalog.models import Service
from dss.access import DomainError
from procurement.actions.project_steps import expect_active, lock_project, record_step
from procurement.enums import ProjectStepKind, Verdict
from procurement.models import MOST_CANDIDATES, Candidate, Project, QuoteInvitation
from procurement.policies import can_consider_service, can_edit_project, can_judge_candidate


@transaction.atomic
def add_candidates(*, project: Project, services: Sequence[Service], actor: User, now: datetime) -> list[Candidate]:
    """Put listings into the project, each with the version published now; those already there are left as they are.

    DomainError: the project is not worked on any more, or would hold more than `MOST_CANDIDATES`.
    """
    locked = lock_project(project.pk)
    can_edit_project(actor, locked).or_refuse()
    expect_active(locked)
    return put_candidates(locked, services, actor=actor, now=now)


def put_candidates(project: Project, services: Sequence[Service], *, actor: User, now: datetime) -> list[Candidate]:
    """The same for a project that is locked already."""
    known = set(project.candidates.values_list("service_id", flat=True))
    wanted = {service.pk for service in services} - known
    if len(known) + len(wanted) > MOST_CANDIDATES:
        raise DomainError(f"1つの案件に加えられる候補は{MOST_CANDIDATES}件までです。")
    fresh = Service.objects.filter(pk__in=wanted).select_related("current").order_by("pk")
    return [_put(project, service, actor, now) for service in fresh]


def _put(project: Project, service: Service, actor: User, now: datetime) -> Candidate:
    can_consider_service(actor, service).or_refuse()
    if service.current is None:
        raise DomainError("このサービスはいま掲載されていないため、案件に加えられません。")
    candidate = Candidate.objects.create(
        project=project, service=service, version=service.current, added_by=actor, added_at=now
    )
    _note(candidate, ProjectStepKind.CANDIDATE_ADDED, "add_candidate", actor, now)
    return candidate


@transaction.atomic
def judge_candidate(
    *, candidate: Candidate, verdict: Verdict, reason: str, revision: int, actor: User, now: datetime
) -> Candidate:
    """Say what the body thinks of it. DomainError: a colleague judged since `revision` was shown, or it is gone."""
    locked = _lock(candidate)
    can_judge_candidate(actor, locked).or_refuse()
    expect_active(locked.project)
    if locked.revision != revision:
        raise DomainError("あなたが入力している間に、同僚がこの候補の評価を変更しました。両方を見比べてください。")
    if verdict == Verdict.REJECTED and not reason:
        raise DomainError("見送りにするときは、理由を入力してください。")
    locked.verdict = verdict
    locked.reason = reason
    locked.judged_at = now
    locked.revision += 1
    locked.save(update_fields=["verdict", "reason", "judged_at", "revision"])
    _note(locked, ProjectStepKind.VERDICT, "judge_candidate", actor, now, detail=_told(locked))
    return locked


@transaction.atomic
def refresh_candidate(*, candidate: Candidate, actor: User, now: datetime) -> Candidate:
    """Take the listing as it is published now in place of the frozen one."""
    locked = _lock(candidate)
    can_judge_candidate(actor, locked).or_refuse()
    expect_active(locked.project)
    if not locked.is_outdated or locked.service.current is None:
        raise DomainError("この候補は、すでに最新の掲載内容になっています。")
    before = locked.version.number
    locked.version = locked.service.current
    locked.save(update_fields=["version"])
    detail = f"第{before}版 → 第{locked.version.number}版"
    _note(locked, ProjectStepKind.CANDIDATE_REFRESHED, "refresh_candidate", actor, now, detail=detail)
    return locked


@transaction.atomic
def remove_candidate(*, candidate: Candidate, actor: User, now: datetime) -> None:
    """Take it out (added by mistake). One that was judged stays, with its verdict."""
    locked = _lock(candidate)
    can_judge_candidate(actor, locked).or_refuse()
    expect_active(locked.project)
    if locked.judged_at is not None:
        raise DomainError("評価を付けた候補は外せません。記録を残すため、「見送り」にしてください。")
    if QuoteInvitation.objects.filter(request__project=locked.project, service=locked.service_id).exists():
        raise DomainError("見積依頼の宛先になっている候補は外せません。")
    locked.delete()
    _note(locked, ProjectStepKind.CANDIDATE_REMOVED, "remove_candidate", actor, now)


def _lock(candidate: Candidate) -> Candidate:
    project = lock_project(candidate.project_id)
    locked = (
        Candidate.objects.select_for_update(of=("self",))
        .select_related("service__current", "version")
        .filter(pk=candidate.pk)
        .first()
    )
    if locked is None:
        raise DomainError("この候補は、すでに案件から外されています。")
    locked.project = project
    return locked


def _told(candidate: Candidate) -> str:
    return (
        f"{candidate.get_verdict_display()}：{candidate.reason}"
        if candidate.reason
        else candidate.get_verdict_display()
    )


def _note(
    candidate: Candidate, kind: ProjectStepKind, verb: str, actor: User, now: datetime, *, detail: str = ""
) -> None:
    name = candidate.version.name
    record_step(candidate.project, kind, verb=verb, actor=actor, now=now, subject=name, detail=detail)
