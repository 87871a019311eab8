"""Columns: written, edited with their earlier texts kept, published, taken back, stopped. Lock: the column's row."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.models import Advisor, User
from dss.access import DomainError
from forums.actions.threads import lock_writer
from forums.emails.columns import send_column_suspended
from forums.enums import ColumnAudience, ColumnStatus
from forums.indexing import column_changed
from forums.models import Column, ColumnRevision
from forums.policies import can_edit_column, can_moderate_column, can_unpublish_column, can_write_column

COLUMNS_A_DAY = 10


class ColumnChanged(DomainError):
    """It was saved in another window meanwhile; `column` is how it reads now."""

    def __init__(self, column: Column) -> None:
        super().__init__("編集している間に、別の画面でこのコラムが書き換えられました。")
        self.column = column


@dataclass(frozen=True, slots=True)
class ColumnText:
    """What the author writes."""

    title: str
    summary: str
    body: str
    audience: ColumnAudience


@transaction.atomic
def write_column(*, text: ColumnText, client_token: UUID, actor: User, now: datetime) -> Column:
    """A new draft. The same form sent twice makes one. DomainError: the day's limit is reached."""
    writer = lock_writer(actor)
    can_write_column(actor).or_refuse()
    twin = Column.objects.filter(author=writer, client_token=client_token).first()
    if twin is not None:
        return twin
    written = Column.objects.filter(author=writer).order_by("-created_at").values_list("created_at", flat=True)
    if sum((now - moment).days < 1 for moment in written[:COLUMNS_A_DAY]) >= COLUMNS_A_DAY:
        raise DomainError(f"1日に書けるコラムは{COLUMNS_A_DAY}件までです。")
    column = Column.objects.create(
        author=writer, author_key=writer.key, client_token=client_token, created_at=now, **asdict(text)
    )
    record(actor=actor, verb="write_column", obj=column, now=now)
    return column


@transaction.atomic
def edit_column(*, column: Column, text: ColumnText, revision: int, actor: User, now: datetime) -> Column:
    """Replace the text and keep what it said before. ColumnChanged: `revision` is not the present one any more."""
    locked = _lock(column)
    can_edit_column(actor, locked).or_refuse()
    if revision != locked.revision:
        raise ColumnChanged(locked)
    if text == ColumnText(locked.title, locked.summary, locked.body, ColumnAudience(locked.audience)):
        return locked
    ColumnRevision.objects.create(
        column=locked,
        number=locked.revision,
        title=locked.title,
        summary=locked.summary,
        body=locked.body,
        replaced_at=now,
    )
    for name, value in asdict(text).items():
        setattr(locked, name, value)
    locked.revision += 1
    locked.edited_at = now
    locked.save(update_fields=[*asdict(text), "revision", "edited_at"])
    column_changed(locked)
    record(actor=actor, verb="edit_column", obj=locked, now=now, data={"revision": locked.revision})
    return locked


@transaction.atomic
def publish_column(*, column: Column, revision: int, actor: User, now: datetime) -> Column:
    """Let its readers see it, with the author's affiliation and statement as they are now.

    ColumnChanged: it does not read any more as the person saw it.
    """
    locked = _lock(column)
    can_edit_column(actor, locked).or_refuse()
    if revision != locked.revision:
        raise ColumnChanged(locked)
    _step(locked, ColumnStatus.PUBLISHED)
    advisor = Advisor.objects.get(user=actor)
    locked.affiliation, locked.conflicts = advisor.affiliation, advisor.conflicts
    locked.conflicts_stated_at = advisor.conflicts_stated_at
    locked.published_at = now
    locked.save(update_fields=["status", "affiliation", "conflicts", "conflicts_stated_at", "published_at"])
    column_changed(locked)
    record(actor=actor, verb="publish_column", obj=locked, now=now, data={"audience": locked.audience})
    return locked


@transaction.atomic
def unpublish_column(*, column: Column, actor: User, now: datetime) -> Column:
    """Only the author sees it from now on."""
    locked = _lock(column)
    can_unpublish_column(actor, locked).or_refuse()
    if locked.is_suspended:
        raise DomainError("このコラムは、運営が公開を止めています。")
    _step(locked, ColumnStatus.UNPUBLISHED)
    locked.save(update_fields=["status"])
    column_changed(locked)
    record(actor=actor, verb="unpublish_column", obj=locked, now=now)
    return locked


@transaction.atomic
def suspend_column(*, column: Column, reason: str, actor: User, now: datetime) -> Column:
    """The operators stop it; the author reads why."""
    locked = _lock(column)
    can_moderate_column(actor, locked).or_refuse()
    _step(locked, ColumnStatus.SUSPENDED)
    locked.suspended_at, locked.suspension_reason = now, reason
    locked.save(update_fields=["status", "suspended_at", "suspension_reason"])
    column_changed(locked)
    record(actor=actor, verb="suspend_column", obj=locked, now=now, reason=reason)
    send_column_suspended(locked, now=now)
    return locked


@transaction.atomic
def lift_column(*, column: Column, reason: str, actor: User, now: datetime) -> Column:
    """The author may publish it again."""
    locked = _lock(column)
    can_moderate_column(actor, locked).or_refuse()
    if not locked.is_suspended:
        raise DomainError("このコラムの公開は、止められていません。")
    _step(locked, ColumnStatus.UNPUBLISHED)
    locked.suspended_at, locked.suspension_reason = None, ""
    locked.save(update_fields=["status", "suspended_at", "suspension_reason"])
    record(actor=actor, verb="lift_column", obj=locked, now=now, reason=reason)
    return locked


def _lock(column: Column) -> Column:
    return Column.objects.select_for_update(of=("self",), no_key=True).select_related("author").get(pk=column.pk)


def _step(column: Column, status: ColumnStatus) -> None:
    if status not in Column.TRANSITIONS[ColumnStatus(column.status)]:
        raise DomainError(f"このコラムは、いま「{column.get_status_display()}」です。")
    column.status = status
