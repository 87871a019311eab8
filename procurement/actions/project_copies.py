"""「前年度の案件から作る」: what a body considered before, taken up for the next budget year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from catalog.enums import ServiceStatus
from catalog.models import Service
from documents.models import DocumentVersion
from procurement.actions.candidates import put_candidates
from procurement.actions.project_documents import attach_project_document
from procurement.actions.project_steps import lock_project, log_step
from procurement.actions.projects import ProjectFacts, open_project
from procurement.actions.quote_requests import RequestFacts, create_quote_request, set_quote_items
from procurement.enums import ProjectStepKind
from procurement.models import Project, QuoteRequest
from procurement.policies import can_edit_project
from procurement.quote_template import ItemFacts


@dataclass(frozen=True, slots=True)
class Carried:
    """What of a project goes into the one that continues it, besides its text."""

    services: list[Service]
    unlisted: list[str]
    documents: list[DocumentVersion]
    withdrawn: int
    request: QuoteRequest | None


def carried_of(project: Project, reader: User) -> Carried:
    """The candidates that are still listed, with the names of those that are not; the documents the reader may still
    read; the newest request, whose lines become a draft."""
    candidates = list(project.candidates.in_order())
    attached = list(project.documents.with_readability(reader).in_order())
    return Carried(
        services=[each.service for each in candidates if each.service.status == ServiceStatus.PUBLISHED],
        unlisted=[each.version.name for each in candidates if each.service.status != ServiceStatus.PUBLISHED],
        documents=[each.version for each in attached if each.is_readable],  # type: ignore[attr-defined]  # annotated
        withdrawn=sum(not each.is_readable for each in attached),  # type: ignore[attr-defined]  # annotated
        request=project.quote_requests.order_by("-created_at", "-pk").first(),
    )


@transaction.atomic
def copy_project(*, source: Project, facts: ProjectFacts, client_token: UUID, actor: User, now: datetime) -> Project:
    """Open a project that continues `source`: its candidates as they are published now, its documents, its lines of a
    request as a draft. Nothing that was judged, answered or decided goes along. The same form twice makes one project.
    """
    can_edit_project(actor, source).or_refuse()
    project, is_new = open_project(facts, client_token=client_token, actor=actor, now=now, copied_from=source)
    if not is_new:
        return project
    former = lock_project(source.pk)
    log_step(project, ProjectStepKind.COPIED, actor=actor, now=now, subject=former.title)
    log_step(former, ProjectStepKind.CONTINUED, actor=actor, now=now, subject=project.title)
    record(actor=actor, verb="copy_project", obj=project, now=now, data={"source": former.pk})
    carried = carried_of(former, actor)
    put_candidates(project, carried.services, actor=actor, now=now)
    for version in carried.documents:
        attach_project_document(project=project, version=version, actor=actor, now=now)
    if carried.request is not None:
        _draft_lines(project, carried.request, client_token=client_token, actor=actor, now=now)
    return project


def _draft_lines(project: Project, former: QuoteRequest, *, client_token: UUID, actor: User, now: datetime) -> None:
    facts = RequestFacts(
        title=former.title,
        conditions=former.conditions,
        user_count=former.user_count,
        months=former.months,
        network=former.network,
    )
    draft = create_quote_request(project=project, facts=facts, client_token=client_token, actor=actor, now=now)
    items = [ItemFacts.of(item) for item in former.items.current()]
    if items:
        set_quote_items(request=draft, items=items, revision=draft.revision, actor=actor, now=now)
