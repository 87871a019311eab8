"""Read marks, which are no decision of anybody and leave no audit row; and which mails a person wants."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.audit import record
from accounts.digests import DIGEST
from accounts.enums import DigestChoice
from accounts.models import DigestSetting, Notification, NotificationPreference, User
from accounts.policies import can_get_digest


def read_notification(*, notification: Notification, actor: User, now: datetime) -> None:
    """The person has opened this one; the first time counts."""
    Notification.objects.filter(pk=notification.pk, user=actor, read_at__isnull=True).update(read_at=now)


def read_all_notifications(*, actor: User, now: datetime) -> int:
    """The person has seen them all; return how many were unread."""
    return Notification.objects.filter(user=actor, read_at__isnull=True).update(read_at=now)


@transaction.atomic
def turn_off_mails(*, event: str, actor: User, now: datetime) -> None:
    """No more mails of this one kind; said again, nothing happens."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    off, is_new = NotificationPreference.objects.get_or_create(user=actor, event=event, defaults={"by_mail": False})
    if is_new or off.by_mail:
        off.by_mail = False
        off.save(update_fields=["by_mail"])
        record(actor=actor, verb="turn_off_mails", obj=actor, now=now, data={event: False})


def read_notifications_about(
    *, events: Collection[str], target_key: str, happenings: Q, actor: User, now: datetime
) -> int:
    """The person has read elsewhere what these happenings told them of; return how many were unread."""
    told = Notification.objects.filter(user=actor, read_at__isnull=True, event__in=events, target_key=target_key)
    return told.filter(happenings).update(read_at=now)


@transaction.atomic
def change_notification_preferences(
    *, actor: User, asked: Collection[str], wanted: Collection[str], digest: DigestChoice | None, now: datetime
) -> None:
    """Of the kinds of events `asked` about, mails of the `wanted` ones go out and those of the others do not.

    `digest` says how often the まとめメール comes; None: the person was not asked.
    """
    by_mail = {key: key in wanted for key in asked}
    if digest is not None:
        can_get_digest(actor).or_refuse()
        by_mail[DIGEST] = digest != DigestChoice.NONE
    if by_mail.get(DIGEST):
        DigestSetting.objects.update_or_create(user=actor, defaults={"rhythm": digest})
    NotificationPreference.objects.bulk_create(
        [NotificationPreference(user=actor, event=key, by_mail=is_on) for key, is_on in sorted(by_mail.items())],
        update_conflicts=True,
        unique_fields=["user", "event"],
        update_fields=["by_mail"],
    )
    data = by_mail | ({DIGEST: digest.value} if digest is not None else {})
    record(actor=actor, verb="change_notification_preferences", obj=actor, now=now, data=data)
