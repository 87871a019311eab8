"""How many mails go out in what time: to one person, of one kind to one person, and from the whole site.

Asked inside the transaction that claims a mail, under the person's row, so that two workers do not count past each
other. What a person waits for, what always comes, and the mails that gather others are not held back from them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.db import connection

from accounts.digests import DIGEST, SUMMARY
from accounts.models import OutboxMail, User
from accounts.notification_events import find_event

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
_SITE_LOCK = 0x6D61696C


class Verdict(Enum):
    """SEND it now; HOLD it for the mail that gathers a person's; WAIT until the site may send again."""

    SEND = "send"
    HOLD = "hold"
    WAIT = "wait"


def verdict_on(mail: OutboxMail, now: datetime) -> Verdict:
    """In the claiming transaction; holds the locks until it ends."""
    if mail.is_sensitive:
        return Verdict.SEND
    if _has_cap_of_person(mail) and _is_over_persons(mail, now):
        return Verdict.HOLD
    return Verdict.WAIT if _is_over_sites(mail, now) else Verdict.SEND


def _has_cap_of_person(mail: OutboxMail) -> bool:
    event = find_event(mail.event)
    is_fixed = event is not None and event.is_fixed
    return mail.user_id is not None and not is_fixed and mail.event not in {DIGEST, SUMMARY}


def _is_over_persons(mail: OutboxMail, now: datetime) -> bool:
    User.objects.select_for_update(no_key=True).get(pk=mail.user_id or 0)
    sent = OutboxMail.objects.filter(user=mail.user_id, is_sensitive=False).exclude(pk=mail.pk)
    in_hour = list(sent.filter(claimed_at__gt=now - HOUR).values_list("event", flat=True))
    if len(in_hour) >= settings.MAILS_AN_HOUR_OF_PERSON:
        return True
    if in_hour.count(mail.event) >= _most_of_kind(mail.event):
        return True
    return sent.filter(claimed_at__gt=now - DAY).count() >= int(settings.MAILS_A_DAY_OF_PERSON)


def _most_of_kind(key: str) -> int:
    event = find_event(key)
    own = event.most_an_hour if event is not None else None
    return own if own is not None else int(settings.MAILS_AN_HOUR_OF_KIND)


def _is_over_sites(mail: OutboxMail, now: datetime) -> bool:
    most = int(settings.MAILS_A_MINUTE)
    if not most:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SITE_LOCK])
    sent = OutboxMail.objects.filter(claimed_at__gt=now - MINUTE).exclude(pk=mail.pk)
    return sent.values("pk")[:most].count() >= most
