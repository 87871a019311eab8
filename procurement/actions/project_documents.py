"""Documents of a project: attached, taken off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from documents.models import DocumentVersion
from documents.policies import can_download_version
from dss.access import DomainError
from procurement.actions.project_steps import expect_at_hand, lock_project, record_step
from procurement.enums import ProjectStepKind
from procurement.models import MOST_DOCUMENTS, Project, ProjectDocument
from procurement.policies import can_edit_project


@transaction.atomic
def attach_project_document(
    *, project: Project, version: DocumentVersion, actor: User, now: datetime
) -> ProjectDocument:
    """Refer to this version of a document the person may read; one that is attached stays as it is."""
    locked = lock_project(project.pk)
    can_edit_project(actor, locked).or_refuse()
    can_download_version(actor, version).or_refuse()
    expect_at_hand(locked)
    twin = locked.documents.filter(version=version).first()
    if twin is not None:
        return twin
    if locked.documents.count() >= MOST_DOCUMENTS:
        raise DomainError(f"1つの案件に添付できる文書は{MOST_DOCUMENTS}件までです。")
    attached = ProjectDocument.objects.create(project=locked, version=version, attached_by=actor, attached_at=now)
    record_step(
        locked,
        ProjectStepKind.DOCUMENT_ATTACHED,
        verb="attach_project_document",
        actor=actor,
        now=now,
        subject=_name(version),
    )
    return attached


@transaction.atomic
def detach_project_document(*, attached: ProjectDocument, actor: User, now: datetime) -> None:
    """Refer to it no longer. DomainError: a colleague was quicker."""
    locked = lock_project(attached.project_id)
    can_edit_project(actor, locked).or_refuse()
    expect_at_hand(locked)
    mine = ProjectDocument.objects.select_related("version__document").filter(pk=attached.pk).first()
    if mine is None:
        raise DomainError("この文書は、すでに案件から外されています。")
    record_step(
        locked,
        ProjectStepKind.DOCUMENT_DETACHED,
        verb="detach_project_document",
        actor=actor,
        now=now,
        subject=_name(mine.version),
    )
    mine.delete()


@transaction.atomic
def dismiss_project_sharing(*, project: Project, actor: User, now: datetime) -> Project:
    """Suggest the project's documents for sharing no longer. Again: nothing happens twice."""
    locked = lock_project(project.pk)
    can_edit_project(actor, locked).or_refuse()
    expect_at_hand(locked)
    if locked.sharing_dismissed_at is None:
        locked.sharing_dismissed_at = now
        locked.save(update_fields=["sharing_dismissed_at"])
        record(actor=actor, verb="dismiss_project_sharing", obj=locked, now=now)
    return locked


def _name(version: DocumentVersion) -> str:
    return f"{version.document.title} 第{version.number}版"
