"""Read marks, which are no decision of anybody and leave no audit row; and in which way a person wants to be told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.audit import record
from accounts.digests import DIGEST
from accounts.enums import DigestChoice, Way
from accounts.models import DigestSetting, Notification, NotificationPreference, User
from accounts.notification_events import event_of
from accounts.notification_lists import settings_of
from dss.access import DomainError


class SettingsMoved(DomainError):
    """The settings were changed elsewhere since the form was made."""


def read_notification(*, notification: Notification, actor: User, now: datetime) -> None:
    """The person has opened this one; the first time counts."""
    Notification.objects.filter(pk=notification.pk, user=actor, read_at__isnull=True).update(read_at=now)


def read_all_notifications(*, actor: User, now: datetime, events: Collection[str] | None = None) -> int:
    """The person has seen them all, or all of these kinds; return how many were unread."""
    unread = Notification.objects.filter(user=actor, read_at__isnull=True)
    if events is not None:
        unread = unread.filter(event__in=events)
    return unread.update(read_at=now)


@transaction.atomic
def turn_off_mails(*, event: str, actor: User, now: datetime) -> None:
    """No more mails of this one kind, neither at once nor gathered; the site still tells. Said twice, nothing new."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    quiet = Way.SITE if Way.SITE in event_of(event).ways else Way.NONE
    own, is_new = NotificationPreference.objects.get_or_create(user=actor, event=event, defaults={"way": quiet})
    if is_new or own.way in {Way.NOW, Way.DIGEST}:
        own.way = quiet
        own.save(update_fields=["way"])
        record(actor=actor, verb="turn_off_mails", obj=actor, now=now, data={event: quiet.value})


def read_notifications_about(
    *, events: Collection[str], target_key: str, happenings: Q, actor: User, now: datetime
) -> int:
    """The person has read elsewhere what these happenings told them of; return how many were unread."""
    told = Notification.objects.filter(user=actor, read_at__isnull=True, event__in=events, target_key=target_key)
    return told.filter(happenings).update(read_at=now)


@transaction.atomic
def change_notification_preferences(
    *, actor: User, ways: Mapping[str, Way], digest: DigestChoice | None, seen: str, now: datetime
) -> None:
    """The kinds in `ways` come in these ways from now on; the whole of it, or nothing.

    `digest` says how often the まとめメール comes; None: not asked. `seen` is the mark of the settings the person had
    before them (empty: none); `SettingsMoved` when somebody, or a link in a mail, changed them since.
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    before = settings_of(actor)
    if seen and seen != before.mark:
        raise SettingsMoved("開いてから保存するまでの間に、ほかの画面や配信停止のリンクで設定が変わりました。")
    wanted = dict(ways)
    if digest is not None:
        wanted[DIGEST] = Way.NONE if digest == DigestChoice.NONE else Way.NOW
        if digest not in {DigestChoice.NONE, before.digest}:
            DigestSetting.objects.update_or_create(user=actor, defaults={"rhythm": digest})
    said = {key: way for key, way in wanted.items() if way != event_of(key).usual}
    NotificationPreference.objects.filter(user=actor, event__in=wanted.keys() - said.keys()).delete()
    NotificationPreference.objects.bulk_create(
        [NotificationPreference(user=actor, event=key, way=way) for key, way in sorted(said.items())],
        update_conflicts=True,
        unique_fields=["user", "event"],
        update_fields=["way"],
    )
    data = {key: str(way) for key, way in said.items()} | ({DIGEST: digest.value} if digest is not None else {})
    record(actor=actor, verb="change_notification_preferences", obj=actor, now=now, data=data)
