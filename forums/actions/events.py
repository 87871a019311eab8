"""Talk sessions as the office runs them: written, published, called off, reported. Lock: the session's row."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.audit import record
from accounts.models import User
from dss.access import DomainError
from forums.actions.event_places import fill_free_places
from forums.emails import (
    send_event_cancelled,
    send_event_changed,
    send_event_reminder,
    send_report_for_approval,
    send_report_published,
)
from forums.enums import EventStatus
from forums.indexing import event_changed
from forums.models import Event, EventSpeaker
from forums.policies import can_approve_report, can_manage_event

_WRITTEN = ["title", "theme", "agenda", "place", "starts_at", "ends_at", "capacity", "audience", "join_url", "report"]
_TOLD = ("starts_at", "ends_at", "place")


class EventChanged(DomainError):
    """Somebody else changed the session since the page was opened."""


@transaction.atomic
def save_event(*, event: Event, actor: User, now: datetime) -> Event:
    """A new session, or other words for one there is; `event.revision` is the one the operator started from.

    Another time or place is told to who registered; more seats go to who waits; another wording of the report wants
    every speaker's approval anew and is not public until then.
    """
    can_manage_event(actor, event).or_refuse()
    if event.pk is None:
        return _create(event, actor, now)
    before = lock_event(event)
    if before.revision != event.revision:
        raise EventChanged("ほかの運営の人が先に変更しました。開き直して、内容を確かめてください。")
    event.status, event.report_published_at = before.status, before.report_published_at
    event.revision += 1
    event.report_revision = before.report_revision + (event.report != before.report)
    if event.report != before.report:
        event.report_published_at = None
    event.save(update_fields=[*_WRITTEN, "revision", "report_revision", "report_published_at"])
    event_changed(event)
    record(actor=actor, verb="change_event", obj=event, now=now)
    _tell_change(before, event, now)
    return event


def _create(event: Event, actor: User, now: datetime) -> Event:
    event.created_at = now
    event.report_revision = int(event.report != "")
    event.save()
    record(actor=actor, verb="create_event", obj=event, now=now)
    return event


def _tell_change(before: Event, event: Event, now: datetime) -> None:
    if event.status == EventStatus.PUBLISHED and not event.is_over_at(now):
        if any(getattr(before, name) != getattr(event, name) for name in _TOLD):
            send_event_changed(event, now=now)
        fill_free_places(event, now)
    if event.report and event.report != before.report and event.status == EventStatus.PUBLISHED:
        send_report_for_approval(event, now=now)


@transaction.atomic
def speakers_changed(*, event: Event, actor: User, now: datetime) -> None:
    """After the speakers were written anew: they are found by their names, and new ones are asked about the report."""
    locked = lock_event(event)
    can_manage_event(actor, locked).or_refuse()
    event_changed(locked)
    record(actor=actor, verb="change_speakers", obj=locked, now=now, data={"count": locked.speakers.count()})
    if locked.report and not locked.has_report and locked.status == EventStatus.PUBLISHED:
        send_report_for_approval(locked, now=now)


@transaction.atomic
def publish_event(*, event: Event, reason: str, actor: User, now: datetime) -> Event:
    """Everybody sees it and may register. DomainError: it lies in the past, or nobody speaks."""
    locked = _stepped(event, EventStatus.PUBLISHED, actor)
    if locked.is_over_at(now):
        raise DomainError("終了日時を過ぎた座談会は公開できません。日時を確かめてください。")
    if not locked.speakers.exists():
        raise DomainError("登壇者を1人以上登録してから公開してください。")
    locked.published_at = now
    locked.save(update_fields=["status", "published_at"])
    event_changed(locked)
    record(actor=actor, verb="publish_event", obj=locked, now=now, reason=reason)
    return locked


@transaction.atomic
def cancel_event(*, event: Event, reason: str, actor: User, now: datetime) -> Event:
    """Call it off; who registered is told the reason. DomainError: it is over."""
    locked = _stepped(event, EventStatus.CANCELLED, actor)
    if locked.is_over_at(now):
        raise DomainError("終わった座談会は中止にできません。")
    locked.cancelled_at = now
    locked.cancel_reason = reason
    locked.save(update_fields=["status", "cancelled_at", "cancel_reason"])
    record(actor=actor, verb="cancel_event", obj=locked, now=now, reason=reason)
    send_event_cancelled(locked, now=now)
    return locked


@transaction.atomic
def approve_report(*, event: Event, revision: int, actor: User, now: datetime) -> None:
    """A speaker agrees with the wording they were shown. DomainError: it has changed since."""
    locked = lock_event(event)
    can_approve_report(actor, locked).or_refuse()
    if locked.report_revision != revision:
        raise DomainError("開催報告は、表示したあとに書き換えられました。新しい内容を確かめてください。")
    speaker = EventSpeaker.objects.select_for_update(no_key=True).get(event=locked, user=actor)
    _approve(speaker, locked, "本人がこのサイトで確認", now)
    record(actor=actor, verb="approve_report", obj=locked, now=now, data={"revision": revision})


@transaction.atomic
def note_approval(*, speaker: EventSpeaker, note: str, actor: User, now: datetime) -> None:
    """A speaker without an account agreed in some other way; `note` says how. DomainError: they have an account."""
    locked = lock_event(speaker.event)
    can_manage_event(actor, locked).or_refuse()
    held = EventSpeaker.objects.select_for_update(no_key=True).get(pk=speaker.pk)
    if held.user_id is not None:
        raise DomainError("この登壇者は、本人がこのサイトで確認します。")
    if not locked.report:
        raise DomainError("開催報告がまだ書かれていません。")
    _approve(held, locked, note, now)
    record(actor=actor, verb="note_approval", obj=locked, now=now, reason=note, data={"speaker": held.pk})


@transaction.atomic
def publish_report(*, event: Event, reason: str, actor: User, now: datetime) -> Event:
    """Everybody reads how it went. DomainError: not over yet, nothing written, or a speaker has not approved."""
    locked = lock_event(event)
    can_manage_event(actor, locked).or_refuse()
    if locked.status != EventStatus.PUBLISHED or not locked.is_over_at(now):
        raise DomainError("開催報告は、座談会が終わってから公開できます。")
    if not locked.report or locked.has_report:
        raise DomainError("公開していない開催報告がありません。")
    missing = locked.speakers.filter(
        Q(approved_revision__isnull=True) | ~Q(approved_revision=locked.report_revision)
    ).values_list("name", flat=True)
    if missing:
        raise DomainError(f"登壇者の確認がまだです：{'、'.join(missing)}")
    locked.report_published_at = now
    locked.save(update_fields=["report_published_at"])
    event_changed(locked)
    record(actor=actor, verb="publish_report", obj=locked, now=now, reason=reason)
    send_report_published(locked, now=now)
    return locked


@transaction.atomic
def remind_event(*, event: Event, instance: str, now: datetime) -> None:
    """Tell who has a place that the day is near; told again for the same `instance`, nothing is sent again."""
    locked = lock_event(event)
    if locked.takes_registrations_at(now):
        send_event_reminder(locked, instance, now=now)


@transaction.atomic
def fill_event(*, event: Event, now: datetime) -> None:
    """Pass on the places of people who may not come any more."""
    fill_free_places(lock_event(event), now)


def lock_event(event: Event) -> Event:
    """The session as it is now, held until the transaction ends."""
    return Event.objects.select_for_update(no_key=True).get(pk=event.pk)


def _stepped(event: Event, status: EventStatus, actor: User) -> Event:
    locked = lock_event(event)
    can_manage_event(actor, locked).or_refuse()
    if status not in Event.TRANSITIONS[EventStatus(locked.status)]:
        raise DomainError(f"この座談会は「{locked.get_status_display()}」です。")
    locked.status = status
    return locked


def _approve(speaker: EventSpeaker, event: Event, note: str, now: datetime) -> None:
    speaker.approved_revision = event.report_revision
    speaker.approved_at = now
    speaker.approval_note = note
    speaker.save(update_fields=["approved_revision", "approved_at", "approval_note"])
