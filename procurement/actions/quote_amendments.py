"""An open request asked differently: its next edition, told to every vendor.

Quotes for the former edition stop counting.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from accounts.audit import record
from accounts.models import User
from documents.files import CheckedUpload, stored
from dss.access import DomainError
from procurement.actions.project_steps import log_step
from procurement.actions.quote_locks import QuoteRequestChanged, expect_accepting, lock_quote_request
from procurement.emails import send_quote_request_amended
from procurement.enums import ProjectStepKind, QuoteStatus
from procurement.models import (
    MOST_ATTACHMENTS,
    MOST_ITEMS,
    Quote,
    QuoteAmendment,
    QuoteRequest,
    QuoteRequestAttachment,
    QuoteRequestItem,
)
from procurement.policies import can_amend_quote_request
from procurement.quote_calendar import LATEST_AMENDMENT_DAYS, can_still_amend
from procurement.quote_template import ItemFacts

MOST_AMENDMENTS = 20
TERMS = ("conditions", "user_count", "population", "months", "starts_on", "network")
"""What an amendment may change of the request itself; its title and its project stay."""


@dataclass(frozen=True, slots=True)
class AmendmentFacts:
    """What is asked from now on, and in `summary` what changed and why, for the vendors to read."""

    summary: str
    conditions: str
    items: Sequence[ItemFacts]
    months: int
    user_count: int | None = None
    population: int | None = None
    starts_on: date | None = None
    network: str = ""
    dropped_files: Collection[int] = ()
    upload: CheckedUpload | None = None


@transaction.atomic
def amend_quote_request(
    *, request: QuoteRequest, facts: AmendmentFacts, revision: int, actor: User, now: datetime
) -> QuoteAmendment:
    """Ask for something else from now on, of everybody.

    DomainError: too late, nothing changes, too much. QuoteRequestChanged: a colleague was quicker.
    """
    locked, at = lock_quote_request(request.pk, now)
    can_amend_quote_request(actor, locked).or_refuse()
    expect_accepting(locked, at)
    if locked.revision != revision:
        raise QuoteRequestChanged(locked)
    _expect_time(locked, at)
    before = _terms(locked)
    locked.edition, locked.revision, locked.updated_at = locked.edition + 1, locked.revision + 1, at
    for name in TERMS:
        setattr(locked, name, getattr(facts, name))
    locked.save()
    changes = [_terms(locked) != before, _amend_items(locked, facts.items), _amend_files(locked, facts, actor, at)]
    if not any(changes):
        raise DomainError("条件・項目・添付ファイルのどれも変わっていません。")
    outdated = _put_quotes_out_of_date(locked, at)
    amendment = QuoteAmendment.objects.create(
        request=locked,
        number=locked.edition,
        summary=facts.summary,
        before=before,
        amended_at=at,
        amended_by_key=actor.key,
    )
    data = {"edition": locked.edition, "outdated": outdated}
    record(actor=actor, verb="amend_quote_request", obj=locked, now=at, data=data)
    log_step(
        locked.project,
        ProjectStepKind.REQUEST_AMENDED,
        actor=actor,
        now=at,
        subject=locked.title,
        detail=facts.summary,
    )
    send_quote_request_amended(locked, amendment=amendment, now=at)
    return amendment


def _expect_time(request: QuoteRequest, at: datetime) -> None:
    if request.deadline_at is not None and not can_still_amend(at, request.deadline_at):
        raise DomainError(
            f"回答期限まで{LATEST_AMENDMENT_DAYS}営業日を切っているため、内容を変更できません。"
            "先に回答期限を延ばしてください。"
        )
    if request.edition > MOST_AMENDMENTS:
        raise DomainError(
            f"内容を変更できるのは{MOST_AMENDMENTS}回までです。中止して、新しい見積依頼を作ってください。"
        )


def _terms(request: QuoteRequest) -> dict[str, object]:
    """As JSON keeps them."""
    values = {name: getattr(request, name) for name in TERMS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _amend_items(request: QuoteRequest, items: Sequence[ItemFacts]) -> bool:
    """End the lines that changed or moved and begin their successors; the others stay what they are."""
    if not 1 <= len(items) <= MOST_ITEMS:
        raise DomainError(f"項目は1件以上{MOST_ITEMS}件までにしてください。")
    wanted = dict(enumerate(items, 1))
    kept = {item.position: item for item in request.items.current() if wanted.get(item.position) == ItemFacts.of(item)}
    former = request.items.current().exclude(pk__in=[item.pk for item in kept.values()])
    ended = former.update(last_edition=request.edition - 1)
    begun = QuoteRequestItem.objects.bulk_create(
        QuoteRequestItem(
            request=request,
            position=position,
            kind=item.kind,
            label=item.label,
            description=item.description,
            first_edition=request.edition,
        )
        for position, item in wanted.items()
        if position not in kept
    )
    return bool(ended or begun)


def _amend_files(request: QuoteRequest, facts: AmendmentFacts, actor: User, at: datetime) -> bool:
    current = request.attachments.current()
    ended = current.filter(pk__in=facts.dropped_files).update(last_edition=request.edition - 1)
    upload = facts.upload
    if upload is None or current.filter(sha256=upload.sha256).exists():
        return bool(ended)
    if current.count() >= MOST_ATTACHMENTS:
        raise DomainError(f"添付ファイルは{MOST_ATTACHMENTS}件までです。")
    QuoteRequestAttachment.objects.create(
        request=request,
        number=(request.attachments.aggregate(last=Max("number"))["last"] or 0) + 1,
        file=stored(upload, "quotes"),
        original_name=upload.name,
        sha256=upload.sha256,
        size=upload.size,
        uploaded_at=at,
        uploaded_by_key=actor.key,
        first_edition=request.edition,
    )
    return True


def _put_quotes_out_of_date(request: QuoteRequest, at: datetime) -> int:
    """Under the request's lock, which every change of a quote takes first."""
    submitted = Quote.objects.filter(invitation__request=request, status=QuoteStatus.SUBMITTED)
    return submitted.update(status=QuoteStatus.OUTDATED, updated_at=at)
