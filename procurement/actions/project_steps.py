"""What every action on a project shares: the lock, the refusals of a state, the line in its history."""

from __future__ import annotations

from datetime import datetime

from accounts.audit import record
from accounts.models import User
from dss.access import DomainError
from procurement.emails import send_project_moved
from procurement.enums import ProjectStatus, ProjectStepKind
from procurement.indexing import project_changed
from procurement.models import REASON_LENGTH, Project, ProjectNote, ProjectStep

SUBJECT_LENGTH = 200

SEARCHED_STEPS = frozenset(
    {
        ProjectStepKind.CREATED,
        ProjectStepKind.EDITED,
        ProjectStepKind.NOTE,
        ProjectStepKind.CANDIDATE_ADDED,
        ProjectStepKind.CANDIDATE_REFRESHED,
        ProjectStepKind.CANDIDATE_REMOVED,
    }
)
"""What changes the words by which colleagues find a project."""

TOLD_STEPS = frozenset(
    {
        ProjectStepKind.NOTE,
        ProjectStepKind.CANDIDATE_ADDED,
        ProjectStepKind.DECIDED,
        ProjectStepKind.ARCHIVED,
        ProjectStepKind.REOPENED,
        ProjectStepKind.TAKEN_OVER,
        ProjectStepKind.HANDED_OVER,
        ProjectStepKind.REQUEST_OPENED,
        ProjectStepKind.REQUEST_CLOSED,
        ProjectStepKind.REQUEST_CANCELLED,
        ProjectStepKind.QUOTE_RECEIVED,
        ProjectStepKind.QUOTE_DECLINED,
        ProjectStepKind.INQUIRY_SENT,
        ProjectStepKind.INQUIRY_ANSWERED,
        ProjectStepKind.INQUIRY_DECLINED,
    }
)
"""What members and followers are told of; the rest they find in the history."""


def lock_project(project_id: int) -> Project:
    """The project as it is now, held until the transaction ends. Locked before anything that hangs on it.

    Nothing that can change is joined: after waiting for the lock, PostgreSQL would pair the new row with the old lead.
    """
    return (
        Project.objects.select_for_update(of=("self",), no_key=True).select_related("municipality").get(pk=project_id)
    )


def expect_active(project: Project) -> None:
    """Candidates, verdicts, documents and requests change only while the project is being worked on."""
    if not project.is_active:
        raise DomainError(f"この案件は「{project.get_status_display()}」になっているため、変更できません。")


def expect_at_hand(project: Project) -> None:
    """An archived project is only read."""
    if project.is_archived:
        raise DomainError("この案件は保管されています。続けるには、保管から戻してください。")


def step_project(project: Project, status: ProjectStatus) -> None:
    """Move the locked project to `status`; times are the caller's matter."""
    if status not in Project.TRANSITIONS[ProjectStatus(project.status)]:
        raise DomainError(f"この案件はすでに「{project.get_status_display()}」になっています。")
    project.status = status


def log_step(
    project: Project,
    kind: ProjectStepKind,
    *,
    actor: User | None,
    now: datetime,
    subject: str = "",
    detail: str = "",
    note: ProjectNote | None = None,
) -> None:
    """Add a line to the locked project's history and move the project up in the list.

    Only the owning body reads it: `subject` may name a listing, a vendor, a colleague. `actor` is None for what a
    vendor or the clock did.
    """
    step = ProjectStep.objects.create(
        project=project,
        kind=kind,
        actor=actor,
        subject=subject[:SUBJECT_LENGTH],
        detail=detail[:REASON_LENGTH],
        note=note,
        at=now,
    )
    Project.objects.filter(pk=project.pk).update(updated_at=now)
    project.updated_at = now
    if kind in SEARCHED_STEPS:
        project_changed(project)
    if kind in TOLD_STEPS:
        send_project_moved(project, step, now=now)


def record_step(
    project: Project,
    kind: ProjectStepKind,
    *,
    verb: str,
    actor: User,
    now: datetime,
    subject: str = "",
    detail: str = "",
    note: ProjectNote | None = None,
) -> None:
    """The same step for both readers: with its content for the body, without any for the audit trail."""
    log_step(project, kind, actor=actor, now=now, subject=subject, detail=detail, note=note)
    record(actor=actor, verb=verb, obj=project, now=now)
