"""The draft of a request for quotes, from its first line to the moment it goes out to the vendors."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts.audit import record
from accounts.models import User
from catalog.models import Service, ServiceVersion
from documents.enums import FileFormat
from documents.files import CheckedUpload, stored
from documents.naming import name_to_hand_out
from dss.access import DomainError
from procurement.actions.project_steps import expect_active, lock_project, log_step
from procurement.actions.quote_locks import (
    QuoteRequestChanged,
    expect_draft,
    lock_draft_request,
    lock_quote_request,
    step_request,
)
from procurement.emails import send_quote_invited
from procurement.enums import ProjectStepKind, QuoteRequestStatus
from procurement.models import (
    MOST_ATTACHMENTS,
    MOST_ITEMS,
    MOST_SERVICES,
    Candidate,
    Project,
    ProjectDocument,
    QuoteInvitation,
    QuoteRequest,
    QuoteRequestAttachment,
    QuoteRequestItem,
)
from procurement.policies import (
    can_create_quote_request,
    can_edit_quote_request,
    can_hand_document_to_vendors,
    can_invite_service,
    can_open_quote_request,
)
from procurement.quote_template import DEFAULT_ITEMS, ItemFacts


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What people write about a request; may be incomplete until it is opened."""

    title: str
    conditions: str = ""
    user_count: int | None = None
    population: int | None = None
    months: int = 60
    starts_on: date | None = None
    network: str = ""
    deadline_at: datetime | None = None


@transaction.atomic
def create_quote_request(
    *,
    project: Project,
    facts: RequestFacts,
    client_token: UUID,
    actor: User,
    now: datetime,
    items: Sequence[ItemFacts] = DEFAULT_ITEMS,
) -> QuoteRequest:
    """Begin a draft with the lines of a template. The same form sent twice makes one."""
    locked = lock_project(project.pk)
    can_create_quote_request(actor, locked).or_refuse()
    twin = QuoteRequest.objects.filter(created_by=actor, client_token=client_token).first()
    if twin is not None and twin.project_id != locked.pk:
        raise DomainError("この画面は、すでに別の案件の見積依頼に使われています。開き直してから作成してください。")
    if twin is not None:
        return twin
    expect_active(locked)
    request = QuoteRequest(project=locked, client_token=client_token, created_by=actor, created_at=now, updated_at=now)
    _write(request, facts)
    request.save()
    _replace_items(request, items)
    record(actor=actor, verb="create_quote_request", obj=request, now=now)
    log_step(locked, ProjectStepKind.REQUEST_DRAFTED, actor=actor, now=now, subject=request.title)
    return request


@transaction.atomic
def edit_quote_request(
    *, request: QuoteRequest, facts: RequestFacts, revision: int, actor: User, now: datetime
) -> QuoteRequest:
    """Save the conditions of a draft. QuoteRequestChanged: a colleague saved since `revision` was shown."""
    locked = lock_draft_request(request.pk, revision, now)
    can_edit_quote_request(actor, locked).or_refuse()
    _write(locked, facts)
    return save_next_revision(locked, "edit_quote_request", actor, now)


@transaction.atomic
def set_quote_items(
    *, request: QuoteRequest, items: Sequence[ItemFacts], revision: int, actor: User, now: datetime
) -> QuoteRequest:
    """Replace the lines of a draft, in this order."""
    locked = lock_draft_request(request.pk, revision, now)
    can_edit_quote_request(actor, locked).or_refuse()
    if not 1 <= len(items) <= MOST_ITEMS:
        raise DomainError(f"項目は1件以上{MOST_ITEMS}件までにしてください。")
    locked.items.all().delete()
    _replace_items(locked, items)
    return save_next_revision(locked, "set_quote_items", actor, now)


@transaction.atomic
def set_quote_services(
    *, request: QuoteRequest, services: Sequence[Service], revision: int, actor: User, now: datetime
) -> QuoteRequest:
    """Choose who is asked among the project's candidates. DomainError: one of them cannot answer."""
    locked = lock_draft_request(request.pk, revision, now)
    can_edit_quote_request(actor, locked).or_refuse()
    if len(services) > MOST_SERVICES:
        raise DomainError(f"見積を依頼できるサービスは{MOST_SERVICES}件までです。")
    chosen = _fresh(services)
    candidates = set(Candidate.objects.filter(project=locked.project).values_list("service_id", flat=True))
    for service in chosen:
        if service.pk not in candidates:
            raise DomainError(f"「{service.name}」は、この案件の候補にありません。")
    locked.invitations.all().delete()
    QuoteInvitation.objects.bulk_create(
        QuoteInvitation(request=locked, service=each, version=version_to_ask(actor, each), vendor=each.vendor)
        for each in chosen
    )
    return save_next_revision(locked, "set_quote_services", actor, now)


@transaction.atomic
def attach_quote_file(
    *, request: QuoteRequest, upload: CheckedUpload, actor: User, now: datetime
) -> QuoteRequestAttachment:
    """Add a file for the vendors to a draft. The same file again is the one there is."""
    locked, _ = lock_quote_request(request.pk, now)
    can_edit_quote_request(actor, locked).or_refuse()
    expect_draft(locked)
    twin = locked.attachments.filter(sha256=upload.sha256).first()
    if twin is not None:
        return twin
    if locked.attachments.count() >= MOST_ATTACHMENTS:
        raise DomainError(f"添付ファイルは{MOST_ATTACHMENTS}件までです。")
    last = locked.attachments.aggregate(last=Max("number"))["last"] or 0
    attachment = QuoteRequestAttachment.objects.create(
        request=locked,
        number=last + 1,
        file=stored(upload, "quotes"),
        original_name=upload.name,
        sha256=upload.sha256,
        size=upload.size,
        uploaded_at=now,
        uploaded_by_key=actor.key,
    )
    save_next_revision(locked, "attach_quote_file", actor, now)
    return attachment


@transaction.atomic
def attach_quote_document(
    *, request: QuoteRequest, attached: ProjectDocument, actor: User, now: datetime
) -> QuoteRequestAttachment:
    """Add a copy of a version the project refers to: what vendors got stays, whatever becomes of the document."""
    can_hand_document_to_vendors(actor, attached).or_refuse()
    if attached.project_id != request.project_id:
        raise DomainError("この文書は、この案件に添付されていません。")
    version = attached.version
    try:
        with version.open_file() as file:
            upload = CheckedUpload(
                file=file,
                name=name_to_hand_out(version),
                format=FileFormat(version.format),
                size=version.size,
                sha256=version.sha256,
            )
            attachment = attach_quote_file(request=request, upload=upload, actor=actor, now=now)
    except FileNotFoundError as error:
        raise DomainError("保存されたファイルが見つからないため、添付できません。") from error
    data = {"document": version.document_id, "version": version.number, "sha256": version.sha256}
    record(actor=actor, verb="attach_quote_document", obj=attachment, now=now, data=data)
    return attachment


@transaction.atomic
def remove_quote_file(*, attachment: QuoteRequestAttachment, actor: User, now: datetime) -> None:
    """Take a file off a draft."""
    locked, _ = lock_quote_request(attachment.request_id, now)
    can_edit_quote_request(actor, locked).or_refuse()
    expect_draft(locked)
    removed, _ = locked.attachments.filter(pk=attachment.pk).delete()
    if not removed:
        raise DomainError("この添付ファイルは、すでに外されています。")
    save_next_revision(locked, "remove_quote_file", actor, now)


@transaction.atomic
def discard_quote_request(*, request: QuoteRequest, actor: User, now: datetime) -> None:
    """Give up a draft; no vendor ever saw it."""
    locked, _ = lock_quote_request(request.pk, now)
    can_edit_quote_request(actor, locked).or_refuse()
    expect_draft(locked)
    record(actor=actor, verb="discard_quote_request", obj=locked, now=now)
    log_step(locked.project, ProjectStepKind.REQUEST_DISCARDED, actor=actor, now=now, subject=locked.title)
    locked.delete()


@transaction.atomic
def open_quote_request(*, request: QuoteRequest, revision: int, actor: User, now: datetime) -> QuoteRequest:
    """Send it: exactly what `revision` showed in the preview, to every chosen vendor, once.

    DomainError: not complete, a listing left the shelf, or a colleague was quicker.
    """
    locked, at = lock_quote_request(request.pk, now)
    can_open_quote_request(actor, locked).or_refuse()
    step_request(locked, QuoteRequestStatus.OPEN)
    if locked.revision != revision:
        raise QuoteRequestChanged(locked)
    expect_active(locked.project)
    invitations = list(locked.invitations.select_related("service__current", "service__vendor").order_by("pk"))
    missing = missing_of_request(locked, items=locked.items.current(), services=invitations, now=at)
    if missing:
        raise DomainError("".join(missing))
    for invitation in invitations:
        invitation.version = version_to_ask(actor, invitation.service)
        invitation.vendor = invitation.service.vendor
        invitation.invited_at = at
    locked.opened_at, locked.opened_by, locked.updated_at = at, actor, at
    locked.save()
    QuoteInvitation.objects.bulk_update(invitations, ["version", "vendor", "invited_at"])
    record(actor=actor, verb="open_quote_request", obj=locked, now=at, data={"revision": revision})
    log_step(locked.project, ProjectStepKind.REQUEST_OPENED, actor=actor, now=at, subject=locked.title)
    for invitation in invitations:
        invitation.request = locked
        send_quote_invited(invitation, now=at)
    return locked


def missing_of_request(request: QuoteRequest, *, items: Sized, services: Sized, now: datetime) -> list[str]:
    """What still has to be done before the draft can go out, in words."""
    missing = []
    if not request.conditions:
        missing.append("依頼の内容と条件を書いてください。")
    if request.deadline_at is None:
        missing.append("回答期限を決めてください。")
    elif request.deadline_at <= now:
        missing.append("回答期限が過ぎています。これからの日時にしてください。")
    if not items:
        missing.append("見積の項目を1件以上にしてください。")
    if not services:
        missing.append("見積を依頼するサービスを選んでください。")
    return missing


def version_to_ask(actor: User, service: Service) -> ServiceVersion:
    """The listing as it is now. DomainError: it cannot be asked about."""
    decision = can_invite_service(actor, service)
    if not decision or service.current is None:
        raise DomainError(f"「{service.name}」には依頼できません。{decision.reason}")
    return service.current


def _fresh(services: Sequence[Service]) -> list[Service]:
    """Those of one vendor beside each other: the numbers of its invitations do not tell how many stand between."""
    keys = [service.pk for service in services]
    return list(Service.objects.filter(pk__in=keys).select_related("vendor", "current").order_by("vendor", "pk"))


def _write(request: QuoteRequest, facts: RequestFacts) -> None:
    request.title = facts.title
    request.conditions = facts.conditions
    request.user_count = facts.user_count
    request.population = facts.population
    request.months = facts.months
    request.starts_on = facts.starts_on
    request.network = facts.network
    request.deadline_at = facts.deadline_at


def _replace_items(request: QuoteRequest, items: Sequence[ItemFacts]) -> None:
    QuoteRequestItem.objects.bulk_create(
        QuoteRequestItem(
            request=request, position=position, kind=item.kind, label=item.label, description=item.description
        )
        for position, item in enumerate(items, 1)
    )


def save_next_revision(request: QuoteRequest, verb: str, actor: User, now: datetime) -> QuoteRequest:
    """The locked draft was changed: whoever still looks at the old one is refused."""
    request.revision += 1
    request.updated_at = now
    request.save()
    record(actor=actor, verb=verb, obj=request, now=now, data={"revision": request.revision})
    return request
