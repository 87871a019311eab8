"""The vendor's quote: written, submitted, replaced, withdrawn until the deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from documents.files import CheckedUpload, stored
from dss.access import DomainError
from procurement.actions.project_steps import log_step
from procurement.actions.quote_locks import expect_accepting, expect_invited, lock_quote_invitation
from procurement.emails import send_quote_submitted, send_quote_withdrawn
from procurement.enums import ProjectStepKind, QuoteItemKind, QuoteStatus, QuoteTax, QuoteTaxRate
from procurement.models import MOST_YEN, Quote, QuoteInvitation, QuoteLine, QuoteRequestItem, QuoteVersion
from procurement.policies import can_answer_quote_invitation, can_withdraw_quote

MOST_VERSIONS = 50
MOST_SAVES = 1000
"""Of one quote; far above honest use, so that nobody floods the municipality's mailboxes and the storage."""
RECURRING = (QuoteItemKind.MONTHLY, QuoteItemKind.YEARLY)


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What is said to one item; nothing yet while neither amount nor exclusion is given."""

    unit_amount: int | None = None
    quantity: Decimal = Decimal(1)
    months: int | None = None
    tax_rate: QuoteTaxRate = QuoteTaxRate.STANDARD
    is_excluded: bool = False
    note: str = ""

    @property
    def is_answered(self) -> bool:
        return self.is_excluded or self.unit_amount is not None

    @property
    def is_beyond_measure(self) -> bool:
        """Whether unit times quantity is more than any amount may be."""
        return self.unit_amount is not None and self.unit_amount * self.quantity > MOST_YEN


@dataclass(frozen=True, slots=True)
class QuoteFacts:
    """What the vendor writes; `lines` by the item's key. Without `upload` the file there is stays, unless dropped.

    `edition` is the one of the request that the vendor read.
    """

    tax: QuoteTax
    months: int
    valid_until: date | None = None
    scope_notes: str = ""
    lines: Mapping[int, LineFacts] = field(default_factory=dict)
    upload: CheckedUpload | None = None
    drops_file: bool = False
    edition: int = 1


class QuoteChanged(DomainError):
    """A colleague saved in between; `quote` is what stands there now, so that both can be shown."""

    def __init__(self, quote: Quote) -> None:
        super().__init__("社内のほかの方が先にこの見積を保存しました。いまの内容を確かめて、保存し直してください。")
        self.quote = quote


@transaction.atomic
def save_quote(*, invitation: QuoteInvitation, facts: QuoteFacts, revision: int, actor: User, now: datetime) -> Quote:
    """Keep a working copy nobody else sees; it may be incomplete. `revision` is 0 before anything was saved."""
    locked, at = lock_quote_invitation(invitation.pk, now)
    can_answer_quote_invitation(actor, locked).or_refuse()
    expect_accepting(locked.request, at)
    expect_invited(locked)
    _expect_edition(locked, facts)
    quote = _quote_at(locked, revision, at)
    _expect_amounts(facts)
    _write(_working_copy(quote, facts), locked, facts)
    quote.save()
    record(actor=actor, verb="save_quote", obj=quote, now=at, data={"revision": quote.revision})
    return quote


@transaction.atomic
def submit_quote(
    *,
    invitation: QuoteInvitation,
    facts: QuoteFacts,
    revision: int,
    client_token: UUID,
    actor: User,
    now: datetime,
) -> QuoteVersion:
    """Submit a quote, or replace the one submitted before; each version is kept and never changes.

    The same form sent twice makes one version. DomainError: too late by the clock at the moment the lock was won,
    declined, an item without an answer.
    """
    locked, at = lock_quote_invitation(invitation.pk, now)
    can_answer_quote_invitation(actor, locked).or_refuse()
    twin = QuoteVersion.objects.filter(quote__invitation=locked, client_token=client_token).first()
    if twin is not None:
        return twin
    expect_accepting(locked.request, at)
    expect_invited(locked)
    _expect_edition(locked, facts)
    _expect_amounts(facts)
    _expect_complete(locked, facts, timezone.localdate(at))
    quote = _quote_at(locked, revision, at)
    _expect_step(quote, QuoteStatus.SUBMITTED)
    if quote.versions.submitted().count() >= MOST_VERSIONS:
        raise DomainError(f"1件の見積で提出できるのは{MOST_VERSIONS}版までです。")
    version = _working_copy(quote, facts)
    _write(version, locked, facts)
    version.client_token, version.submitted_at, version.submitted_by_key = client_token, at, actor.key
    version.save()
    quote.status, quote.current, quote.submitted_at, quote.withdrawn_at = QuoteStatus.SUBMITTED, version, at, None
    quote.save()
    record(actor=actor, verb="submit_quote", obj=quote, now=at, data={"version": version.number})
    _log(ProjectStepKind.QUOTE_RECEIVED, locked, at, detail=f"第{version.number}版")
    send_quote_submitted(quote, now=at)
    return version


def submit_working_copy(
    *, invitation: QuoteInvitation, revision: int, client_token: UUID, actor: User, now: datetime
) -> QuoteVersion:
    """Submit what was saved, exactly as `revision` of it was shown."""
    working = QuoteVersion.objects.filter(quote__invitation=invitation, submitted_at__isnull=True).first()
    facts = facts_of_version(working) if working is not None else QuoteFacts(tax=QuoteTax.EXCLUDED, months=1)
    return submit_quote(
        invitation=invitation, facts=facts, revision=revision, client_token=client_token, actor=actor, now=now
    )


def facts_of_version(version: QuoteVersion) -> QuoteFacts:
    """What a stored version says."""
    return QuoteFacts(
        tax=QuoteTax(version.tax),
        months=version.months,
        valid_until=version.valid_until,
        scope_notes=version.scope_notes,
        edition=version.edition,
        lines={
            line.item_id: LineFacts(
                unit_amount=line.unit_amount,
                quantity=line.quantity,
                months=line.months,
                tax_rate=QuoteTaxRate(line.tax_rate),
                is_excluded=line.is_excluded,
                note=line.note,
            )
            for line in version.lines.all()
        },
    )


@transaction.atomic
def withdraw_quote(*, quote: Quote, actor: User, now: datetime) -> Quote:
    """Take a submitted quote back before the deadline; its versions are kept. DomainError: too late, nothing stands."""
    invitation, at = lock_quote_invitation(quote.invitation_id, now)
    locked = Quote.objects.select_for_update(of=("self",)).select_related("current").get(pk=quote.pk)
    locked.invitation = invitation
    can_withdraw_quote(actor, locked).or_refuse()
    expect_accepting(invitation.request, at)
    if locked.status == QuoteStatus.WITHDRAWN:
        raise DomainError("この見積は、すでに取り下げられています。")
    _expect_step(locked, QuoteStatus.WITHDRAWN)
    locked.status, locked.withdrawn_at, locked.updated_at = QuoteStatus.WITHDRAWN, at, at
    locked.revision += 1
    locked.save()
    record(actor=actor, verb="withdraw_quote", obj=locked, now=at)
    _log(ProjectStepKind.QUOTE_WITHDRAWN, invitation, at)
    send_quote_withdrawn(locked, now=at)
    return locked


def _quote_at(invitation: QuoteInvitation, revision: int, at: datetime) -> Quote:
    """The locked quote, begun if there is none, one revision further. QuoteChanged: not the one the person saw."""
    quote = Quote.objects.select_for_update(of=("self",)).filter(invitation=invitation).first()
    if quote is None:
        quote = Quote.objects.create(invitation=invitation, revision=0, created_at=at, updated_at=at)
    quote.invitation = invitation
    if quote.revision != revision:
        raise QuoteChanged(quote)
    if quote.revision >= MOST_SAVES:
        raise DomainError(f"1件の見積を保存できるのは{MOST_SAVES}回までです。")
    quote.revision += 1
    quote.updated_at = at
    return quote


def _working_copy(quote: Quote, facts: QuoteFacts) -> QuoteVersion:
    """The version that is not submitted yet; begun with the file of the last one."""
    working = quote.versions.filter(submitted_at__isnull=True).first()
    if working is not None:
        return working
    last = quote.versions.latest_first().first()
    number = (quote.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    working = QuoteVersion(quote=quote, number=number, tax=facts.tax, months=facts.months)
    if last is not None:
        _take_file(working, last)
    working.save()
    return working


def _write(version: QuoteVersion, invitation: QuoteInvitation, facts: QuoteFacts) -> None:
    version.tax, version.months, version.edition = facts.tax, facts.months, invitation.request.edition
    version.valid_until, version.scope_notes = facts.valid_until, facts.scope_notes
    if facts.upload is not None:
        version.file = stored(facts.upload, "quotes")
        version.file_name, version.file_sha256 = facts.upload.name, facts.upload.sha256
        version.file_size = facts.upload.size
    elif facts.drops_file:
        version.file, version.file_name, version.file_sha256, version.file_size = "", "", "", None
    version.save()
    version.lines.all().delete()
    QuoteLine.objects.bulk_create(
        _line(version, item, facts.lines.get(item.pk, LineFacts())) for item in invitation.request.items.current()
    )


def _line(version: QuoteVersion, item: QuoteRequestItem, facts: LineFacts) -> QuoteLine:
    return QuoteLine(
        version=version,
        item=item,
        unit_amount=None if facts.is_excluded else facts.unit_amount,
        quantity=facts.quantity,
        months=facts.months if item.kind in RECURRING else None,
        tax_rate=facts.tax_rate,
        is_excluded=facts.is_excluded,
        note=facts.note,
    )


def _take_file(version: QuoteVersion, source: QuoteVersion) -> None:
    version.file = source.file.name
    version.file_name, version.file_sha256, version.file_size = source.file_name, source.file_sha256, source.file_size


def _expect_edition(invitation: QuoteInvitation, facts: QuoteFacts) -> None:
    if facts.edition != invitation.request.edition:
        raise DomainError(
            "依頼の内容が変わりました。依頼のページで変更の内容を確かめてから、見積を開き直して書いてください。"
        )


def _expect_amounts(facts: QuoteFacts) -> None:
    """So that every sum of a quote, over any term, is a number that the database holds."""
    if any(line.is_beyond_measure for line in facts.lines.values()):
        raise DomainError(f"単価×数量は、{MOST_YEN:,}円までにしてください。")


def _expect_complete(invitation: QuoteInvitation, facts: QuoteFacts, today: date) -> None:
    if facts.valid_until is None:
        raise DomainError("見積の有効期限を入力してください。")
    if facts.valid_until < today:
        raise DomainError("見積の有効期限が過ぎています。今日以降の日付にしてください。")
    lines = [facts.lines.get(item.pk) for item in invitation.request.items.current()]
    if not all(line is not None and line.is_answered for line in lines):
        raise DomainError("すべての項目に金額を入力するか、「含まない」を選んでください。")
    if all(line is not None and line.is_excluded for line in lines):
        raise DomainError("すべての項目が「含まない」になっています。見積をしない場合は、辞退してください。")


def _expect_step(quote: Quote, status: QuoteStatus) -> None:
    if status not in Quote.TRANSITIONS[QuoteStatus(quote.status)]:
        raise DomainError(f"この見積は「{quote.get_status_display()}」のため、この操作はできません。")


def _log(kind: ProjectStepKind, invitation: QuoteInvitation, at: datetime, *, detail: str = "") -> None:
    subject = f"{invitation.vendor.name}（{invitation.version.name}）"
    log_step(invitation.request.project, kind, actor=None, now=at, subject=subject, detail=detail)
