"""Projects: made, edited, put away, taken out again, passed from colleague to colleague."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import Municipality, MunicipalMembership, User
from accounts.personas import persona_of
from catalog.models import Category, Service
from dss.access import DomainError
from procurement.actions.candidates import put_candidates
from procurement.actions.inquiries import lock_body
from procurement.actions.outcomes import expect_no_undecided_request
from procurement.actions.project_steps import expect_at_hand, lock_project, log_step, record_step, step_project
from procurement.emails import send_project_handed_over, send_project_taken_over
from procurement.enums import ProjectStatus, ProjectStepKind
from procurement.models import Project, ProjectNote
from procurement.policies import (
    can_archive_project,
    can_create_project,
    can_edit_project,
    can_hand_over_project,
    can_reopen_project,
    can_take_over_project,
)

PERSON_A_DAY = 30
NOTES_A_DAY = 200
"""Projects and notes of one person in a day (Tokyo): far above honest use."""


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What people write about a project."""

    title: str
    need: str = ""
    category: Category | None = None
    budget_year: int | None = None


class LostUpdateError(DomainError):
    """Somebody else saved the same thing while this person was writing; nothing was changed."""


@transaction.atomic
def create_project(
    *, facts: ProjectFacts, services: Sequence[Service] = (), client_token: UUID, actor: User, now: datetime
) -> Project:
    """Open a project for one's own body, with `services` as first candidates. The same form twice makes one project."""
    project, is_new = open_project(facts, client_token=client_token, actor=actor, now=now)
    if is_new:
        put_candidates(project, services, actor=actor, now=now)
    return project


def open_project(
    facts: ProjectFacts, *, client_token: UUID, actor: User, now: datetime, copied_from: Project | None = None
) -> tuple[Project, bool]:
    """The project without candidates, and whether this call made it: the same form twice makes one."""
    can_create_project(actor).or_refuse()
    municipality = _lock_own_body(actor, now)
    twin = Project.objects.filter(created_by=actor, client_token=client_token).first()
    if twin is not None:
        return twin, False
    if Project.objects.filter(created_by=actor).created_on(timezone.localdate(now)).count() >= PERSON_A_DAY:
        raise DomainError(f"1人が1日に作れる案件は{PERSON_A_DAY}件までです。明日以降に作成してください。")
    project = Project.objects.create(
        municipality=municipality,
        title=facts.title,
        need=facts.need,
        category=facts.category,
        budget_year=facts.budget_year,
        lead=actor,
        created_by=actor,
        copied_from=copied_from,
        client_token=client_token,
        created_at=now,
        updated_at=now,
    )
    record_step(project, ProjectStepKind.CREATED, verb="create_project", actor=actor, now=now)
    return project, True


@transaction.atomic
def edit_project(*, project: Project, facts: ProjectFacts, revision: int, actor: User, now: datetime) -> Project:
    """Save the text. LostUpdateError: a colleague saved since `revision` was shown."""
    locked = lock_project(project.pk)
    can_edit_project(actor, locked).or_refuse()
    expect_at_hand(locked)
    if locked.revision != revision:
        raise LostUpdateError("あなたが編集している間に、同僚がこの案件の内容を変更しました。両方を見比べてください。")
    locked.title = facts.title
    locked.need = facts.need
    locked.category = facts.category
    locked.budget_year = facts.budget_year
    locked.revision += 1
    locked.save(update_fields=["title", "need", "category", "budget_year", "revision"])
    record_step(locked, ProjectStepKind.EDITED, verb="edit_project", actor=actor, now=now)
    return locked


@transaction.atomic
def write_project_note(*, project: Project, body: str, client_token: UUID, actor: User, now: datetime) -> ProjectNote:
    """Leave a note for colleagues. The same form sent twice makes one note."""
    locked = lock_project(project.pk)
    can_edit_project(actor, locked).or_refuse()
    twin = ProjectNote.objects.filter(project=locked, author=actor, client_token=client_token).first()
    if twin is not None:
        return twin
    expect_at_hand(locked)
    if ProjectNote.objects.filter(author=actor).written_on(timezone.localdate(now)).count() >= NOTES_A_DAY:
        raise DomainError(f"1日に書けるメモは{NOTES_A_DAY}件までです。明日以降に記入してください。")
    note = ProjectNote.objects.create(
        project=locked, author=actor, body=body, client_token=client_token, created_at=now
    )
    record_step(locked, ProjectStepKind.NOTE, verb="write_project_note", actor=actor, now=now, note=note)
    return note


@transaction.atomic
def take_over_project(*, project: Project, seen_lead_id: int | None, actor: User, now: datetime) -> Project:
    """Become the lead in place of the one shown. DomainError: a colleague was quicker, or one leads already."""
    locked = lock_project(project.pk)
    can_take_over_project(actor, locked).or_refuse()
    expect_at_hand(locked)
    if locked.lead_id == actor.pk:
        raise DomainError("すでにあなたがこの案件の担当者です。")
    _expect_lead(locked, seen_lead_id)
    former = locked.lead
    locked.lead = actor
    locked.save(update_fields=["lead"])
    subject = f"{_name(former)} → {_name(actor)}"
    log_step(locked, ProjectStepKind.TAKEN_OVER, actor=actor, now=now, subject=subject)
    event = record(actor=actor, verb="take_over_project", obj=locked, now=now)
    if former is not None:
        send_project_taken_over(locked, former=former, successor=actor, instance=event.pk, now=now)
    return locked


@transaction.atomic
def hand_over_project(
    *, project: Project, successor: User, seen_lead_id: int | None, actor: User, now: datetime
) -> Project:
    """Make a colleague the lead. DomainError: not (or no longer) a colleague, leads already, somebody was quicker."""
    locked = lock_project(project.pk)
    can_hand_over_project(actor, locked).or_refuse()
    expect_at_hand(locked)
    _expect_lead(locked, seen_lead_id)
    if locked.lead_id == successor.pk:
        raise DomainError(f"すでに{_name(successor)}さんがこの案件の担当者です。")
    colleagues = MunicipalMembership.objects.live(now).filter(municipality=locked.municipality_id)
    if not colleagues.filter(user=successor).exists():
        raise DomainError("引き渡せるのは、いま所属の確認が有効な同じ自治体の職員だけです。")
    former = locked.lead
    locked.lead = successor
    locked.save(update_fields=["lead"])
    subject = f"{_name(former)} → {_name(successor)}"
    log_step(locked, ProjectStepKind.HANDED_OVER, actor=actor, now=now, subject=subject)
    event = record(
        actor=actor, verb="hand_over_project", obj=locked, now=now, data={"successor_key": str(successor.key)}
    )
    told = [person for person in (former, successor) if person is not None and person != actor]
    send_project_handed_over(locked, told=told, actor=actor, successor=successor, instance=event.pk, now=now)
    return locked


@transaction.atomic
def archive_project(*, project: Project, actor: User, now: datetime) -> Project:
    """Put it away: read by every colleague, changed by nobody."""
    locked = lock_project(project.pk)
    can_archive_project(actor, locked).or_refuse()
    expect_no_undecided_request(locked)
    step_project(locked, ProjectStatus.ARCHIVED)
    locked.archived_at = now
    locked.save(update_fields=["status", "archived_at"])
    record_step(locked, ProjectStepKind.ARCHIVED, verb="archive_project", actor=actor, now=now)
    return locked


@transaction.atomic
def restore_project(*, project: Project, actor: User, now: datetime) -> Project:
    """Take it out again, to the state it was in."""
    locked = lock_project(project.pk)
    can_archive_project(actor, locked).or_refuse()
    if not locked.is_archived:
        raise DomainError("この案件は、すでに保管から戻されています。")
    step_project(locked, ProjectStatus.ACTIVE if locked.decided_at is None else ProjectStatus.DECIDED)
    locked.archived_at = None
    locked.save(update_fields=["status", "archived_at"])
    record_step(locked, ProjectStepKind.RESTORED, verb="restore_project", actor=actor, now=now)
    return locked


@transaction.atomic
def reopen_project(*, project: Project, actor: User, now: datetime) -> Project:
    """Go on after a decision (the contract fell through, a second lot follows). What was decided stays on record."""
    locked = lock_project(project.pk)
    can_reopen_project(actor, locked).or_refuse()
    if locked.status != ProjectStatus.DECIDED:
        raise DomainError(f"この案件は、すでに「{locked.get_status_display()}」になっています。")
    step_project(locked, ProjectStatus.ACTIVE)
    locked.decided_at = None
    locked.decision_round += 1
    locked.save(update_fields=["status", "decided_at", "decision_round"])
    record_step(locked, ProjectStepKind.REOPENED, verb="reopen_project", actor=actor, now=now)
    return locked


def _lock_own_body(actor: User, now: datetime) -> Municipality:
    municipality = persona_of(actor, now).municipality
    if municipality is None:
        raise DomainError("所属の確認が切れています。マイページで登録の状況をご確認ください。")
    return lock_body(municipality.pk)


def _expect_lead(project: Project, seen_lead_id: int | None) -> None:
    if project.lead_id != seen_lead_id:
        raise DomainError(f"担当者は、すでに{_name(project.lead)}さんに替わっています。画面を開き直してください。")


def _name(person: User | None) -> str:
    return (person.name or "氏名未登録の職員") if person is not None else "担当者なし"
