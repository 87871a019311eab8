"""Announcements: written, published, withdrawn."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.enums import AnnouncementStatus
from accounts.models import Announcement, User
from accounts.policies.announcements import can_announce
from dss.access import DomainError

CHANGED = "ほかの運営が先に変更しました。開き直して、もう一度変更してください。"


@dataclass(frozen=True, slots=True)
class AnnouncementFacts:
    """What an announcement says, to whom, and when it stands in the prominent places."""

    title: str
    body: str
    audience: str
    importance: str
    starts_at: datetime
    ends_at: datetime | None


@transaction.atomic
def write_announcement(*, facts: AnnouncementFacts, actor: User, now: datetime) -> Announcement:
    """A draft that only operators see."""
    can_announce(actor).or_refuse()
    announcement = Announcement.objects.create(created_at=now, updated_at=now, **asdict(facts))
    record(actor=actor, verb="write_announcement", obj=announcement, now=now)
    return announcement


@transaction.atomic
def change_announcement(
    *, announcement: Announcement, revision: int, facts: AnnouncementFacts, actor: User, now: datetime
) -> Announcement:
    """Other words or times, at once where it is published. DomainError: somebody changed it since `revision`."""
    locked = Announcement.objects.select_for_update().get(pk=announcement.pk)
    can_announce(actor, locked).or_refuse()
    if locked.revision != revision:
        raise DomainError(CHANGED)
    before = {"title": locked.title, "body": locked.body, "status": locked.status}
    for field, value in asdict(facts).items():
        setattr(locked, field, value)
    locked.revision += 1
    locked.updated_at = now
    locked.save()
    record(actor=actor, verb="change_announcement", obj=locked, now=now, data=before)
    return locked


@transaction.atomic
def publish_announcement(*, announcement: Announcement, actor: User, now: datetime) -> Announcement:
    """Readable from its beginning on."""
    locked = _step(announcement, AnnouncementStatus.PUBLISHED, actor)
    locked.published_at = now
    locked.save()
    record(actor=actor, verb="publish_announcement", obj=locked, now=now)
    return locked


@transaction.atomic
def withdraw_announcement(*, announcement: Announcement, actor: User, reason: str, now: datetime) -> Announcement:
    """Gone from every page."""
    locked = _step(announcement, AnnouncementStatus.WITHDRAWN, actor)
    locked.withdrawn_at = now
    locked.save()
    record(actor=actor, verb="withdraw_announcement", obj=locked, now=now, reason=reason)
    return locked


def _step(announcement: Announcement, to: AnnouncementStatus, actor: User) -> Announcement:
    locked = Announcement.objects.select_for_update().get(pk=announcement.pk)
    can_announce(actor, locked).or_refuse()
    if to not in Announcement.TRANSITIONS[AnnouncementStatus(locked.status)]:
        raise DomainError(f"「{locked.get_status_display()}」のお知らせには、この操作はできません。")
    locked.status = to
    locked.revision += 1
    return locked
