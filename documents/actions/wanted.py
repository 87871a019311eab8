"""「〇〇の仕様書を探しています」: asked, answered, found, closed, aged."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.body_class import body_class
from accounts.models import User
from documents.actions.steps import own_body
from documents.emails import send_wanted_answered, send_wanted_asked_again, send_wanted_expired
from documents.enums import DocumentKind, WantedShownAs, WantedStatus
from documents.models import MOST_ANSWERS, SharedDocument, WantedAnswer, WantedDocument
from documents.policies import (
    can_answer_wanted,
    can_ask_wanted,
    can_edit_wanted,
    can_end_wanted,
    can_remove_wanted,
    can_renew_wanted,
)
from dss.access import DomainError

if TYPE_CHECKING:
    from catalog.models import Category

ASKED_A_DAY = 10
"""Of one person within twenty-four hours."""


@dataclass(frozen=True, slots=True)
class WantedFacts:
    """What is looked for."""

    title: str
    text: str
    shown_as: WantedShownAs
    kind: DocumentKind | None = None
    category: Category | None = None


class WantedChanged(DomainError):
    """Saved in another window meanwhile; `wanted` is how it reads now."""

    def __init__(self, wanted: WantedDocument) -> None:
        super().__init__("直している間に、別の画面で内容が書き換えられました。")
        self.wanted = wanted


@transaction.atomic
def ask_wanted(*, facts: WantedFacts, client_token: UUID, actor: User, now: datetime) -> WantedDocument:
    """Say what one looks for. The same form sent twice makes one."""
    can_ask_wanted(actor).or_refuse()
    municipality = own_body(actor, now)
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    sent = WantedDocument.objects.filter(asker_key=actor.key, client_token=client_token).first()
    if sent is not None:
        return sent
    if WantedDocument.objects.filter(asker=actor, created_at__gt=now - timedelta(days=1)).count() >= ASKED_A_DAY:
        raise DomainError(f"1日に掲示できるのは{ASKED_A_DAY}件までです。明日以降に掲示してください。")
    wanted = WantedDocument(
        municipality=municipality,
        asker=actor,
        asker_key=actor.key,
        body_class=body_class(municipality),
        client_token=client_token,
        created_at=now,
        renewed_at=now,
    )
    _set_facts(wanted, facts)
    wanted.save()
    record(actor=actor, verb="ask_wanted", obj=wanted, now=now)
    return wanted


@transaction.atomic
def edit_wanted(
    *, wanted: WantedDocument, facts: WantedFacts, revision: int, actor: User, now: datetime
) -> WantedDocument:
    """Change the words. `revision` is the one the person started from; else `WantedChanged`."""
    locked = _lock(wanted)
    can_edit_wanted(actor, locked).or_refuse()
    if locked.revision != revision:
        raise WantedChanged(locked)
    _expect_open(locked)
    _set_facts(locked, facts)
    locked.revision += 1
    locked.save()
    record(actor=actor, verb="edit_wanted", obj=locked, now=now, data={"revision": locked.revision})
    return locked


@transaction.atomic
def answer_wanted(
    *, wanted: WantedDocument, document: SharedDocument, note: str, actor: User, now: datetime
) -> WantedAnswer:
    """Offer a document on the shelf; the asker is told. One that was offered already stays as it is."""
    locked = _lock(wanted)
    can_answer_wanted(actor, locked).or_refuse()
    municipality = own_body(actor, now)
    twin = locked.answers.filter(document=document).first()
    if twin is not None:
        return twin
    _expect_open(locked)
    if not SharedDocument.objects.visible_to(actor).published().filter(pk=document.pk).exists():
        raise DomainError("公開中の文書だけを答えにできます。先に公開してください。")
    if locked.answers.count() >= MOST_ANSWERS:
        raise DomainError(f"1件に付けられる答えは{MOST_ANSWERS}件までです。")
    answer = WantedAnswer.objects.create(
        wanted=locked,
        document=document,
        municipality=municipality,
        answered_by_key=actor.key,
        note=note,
        answered_at=now,
    )
    record(actor=actor, verb="answer_wanted", obj=locked, now=now, data={"document": document.pk})
    send_wanted_answered(answer, now=now)
    return answer


@transaction.atomic
def end_wanted(*, wanted: WantedDocument, is_found: bool, actor: User, now: datetime) -> WantedDocument:
    """The asker has it, or needs it no longer."""
    locked = _lock(wanted)
    can_end_wanted(actor, locked).or_refuse()
    _end(locked, WantedStatus.FOUND if is_found else WantedStatus.CLOSED, now)
    record(actor=actor, verb="end_wanted", obj=locked, now=now, data={"is_found": is_found})
    return locked


@transaction.atomic
def renew_wanted(*, wanted: WantedDocument, actor: User, now: datetime) -> WantedDocument:
    """「まだ探しています」: the time runs anew; what ended is looked for again."""
    locked = _lock(wanted)
    can_renew_wanted(actor, locked).or_refuse()
    if not locked.is_open:
        _step(locked, WantedStatus.OPEN)
        locked.ended_at = None
    locked.renewed_at = now
    locked.reminded_at = None
    locked.save(update_fields=["status", "ended_at", "renewed_at", "reminded_at"])
    record(actor=actor, verb="renew_wanted", obj=locked, now=now)
    return locked


@transaction.atomic
def remove_wanted(*, wanted: WantedDocument, reason: str, actor: User, now: datetime) -> WantedDocument:
    """The operators' answer to a report."""
    locked = _lock(wanted)
    can_remove_wanted(actor, locked).or_refuse()
    _end(locked, WantedStatus.REMOVED, now)
    record(actor=actor, verb="remove_wanted", obj=locked, now=now, reason=reason)
    return locked


@transaction.atomic
def ask_wanted_again(*, wanted_id: int, now: datetime) -> bool:
    """After ninety days the asker is asked once whether it is still looked for. False when it is not due."""
    due = WantedDocument.objects.due_to_be_asked_again(now).filter(pk=wanted_id)
    locked = due.select_for_update(of=("self",), no_key=True).first()
    if locked is None:
        return False
    locked.reminded_at = now
    locked.save(update_fields=["reminded_at"])
    record(actor=None, verb="ask_wanted_again", obj=locked, now=now)
    send_wanted_asked_again(locked, now=now)
    return True


@transaction.atomic
def expire_wanted(*, wanted_id: int, now: datetime) -> bool:
    """After a hundred and eighty days without a word of the asker. False when it is not due."""
    due = WantedDocument.objects.due_to_expire(now).filter(pk=wanted_id)
    locked = due.select_for_update(of=("self",), no_key=True).first()
    if locked is None:
        return False
    _end(locked, WantedStatus.EXPIRED, now)
    record(actor=None, verb="expire_wanted", obj=locked, now=now)
    send_wanted_expired(locked, now=now)
    return True


def _lock(wanted: WantedDocument) -> WantedDocument:
    """As it is now, held until the transaction ends."""
    locked = WantedDocument.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("municipality", "asker").get(pk=wanted.pk)


def _expect_open(wanted: WantedDocument) -> None:
    if not wanted.is_open:
        raise DomainError(f"この依頼はすでに「{wanted.get_status_display()}」になっています。")


def _step(wanted: WantedDocument, status: WantedStatus) -> None:
    if status not in WantedDocument.TRANSITIONS[WantedStatus(wanted.status)]:
        raise DomainError(f"この依頼はすでに「{wanted.get_status_display()}」になっています。")
    wanted.status = status


def _end(wanted: WantedDocument, status: WantedStatus, now: datetime) -> None:
    _step(wanted, status)
    wanted.ended_at = now
    wanted.save(update_fields=["status", "ended_at"])


def _set_facts(wanted: WantedDocument, facts: WantedFacts) -> None:
    for field in fields(facts):
        setattr(wanted, field.name, getattr(facts, field.name))
