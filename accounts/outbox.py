"""The mail outbox: every mail of the product is a row here first, and is sent by a job.

One row per (event, instance, recipient), so a double submit makes one mail. A row is claimed in a transaction of its
own before the mail server is spoken to; sent or failed is written afterwards. A row still `sending` long after its
claim belongs to a worker that died in between: its fate is unknown, an operator is shown it, and nothing sends it again
by itself.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from accounts.digests import SUMMARY
from accounts.enums import MailStatus
from accounts.mail_caps import Verdict, verdict_on
from accounts.mail_transport import FateUnknown, NotAccepted, hand_over
from accounts.models import OutboxMail, SuspendedAddress
from accounts.notification_events import find_event, may_still_know
from accounts.unsubscribing import address_for
from dss.jobs import enqueue

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)

DELIVER = "accounts.jobs.deliver_mail"
SUM_UP = "accounts.jobs.sum_up_mails"
GATHERED_FOR = timedelta(hours=1)
"""What went beyond a person's cap goes out in one mail after this long."""
SITE_WAIT = timedelta(minutes=1)
MOST_SUMMED = 200
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=8),
    timedelta(hours=12),
)
"""Between tries after a refusal that may pass: about a day in all, then the mail has failed."""
LOST_AFTER = timedelta(minutes=15)
"""A claim is followed by its outcome within `EMAIL_TIMEOUT`; after this long nobody is sending any more."""
SECRETS_LIVE = timedelta(hours=24)
SWEEP = 500


def queue_mail(
    *,
    event: str,
    instance_key: str,
    to: str,
    subject: str,
    body: str,
    now: datetime,
    user: User | None = None,
    target_key: str = "",
    sensitive: bool = False,
) -> None:
    """Queue one mail inside the caller's transaction; nothing happens if this event already has one to this address.

    `sensitive`: the body holds a code or a token and is erased once sent. `target_key`: what the event's audience is
    asked about again before sending.
    """
    mail, is_new = OutboxMail.objects.get_or_create(
        event=event,
        instance_key=instance_key,
        to=to,
        defaults={
            "target_key": target_key,
            "user": user,
            "subject": one_line(subject),
            "body": body,
            "is_sensitive": sensitive,
            "created_at": now,
        },
    )
    if is_new:
        enqueue(DELIVER, mail_id=mail.pk)


def one_line(text: str) -> str:
    """A subject or title: one line of at most 200 characters, so no header can be smuggled in."""
    return " ".join(text.split())[:200]


def deliver(*, mail_id: int, now: datetime) -> None:
    """Send a waiting mail once. Whoever does not win the claim, or is no longer meant to know, sends nothing."""
    mail = OutboxMail.objects.select_related("user").filter(pk=mail_id, status=MailStatus.PENDING).first()
    if mail is None:
        return
    if _is_suspended(mail):
        error = "宛先のアドレスへの送信を止めています。"
        _finish(mail, frm=MailStatus.PENDING, to=MailStatus.WITHHELD, now=now, error=error)
        return
    text = _text_of(mail) if _still_meant(mail) else None
    if text is None:
        _finish(mail, frm=MailStatus.PENDING, to=MailStatus.WITHHELD, now=now)
        return
    if not _claim(mail, now):
        return
    subject, body = text
    try:
        hand_over(
            mail_id=mail.pk,
            to=mail.to,
            subject=subject,
            body=body,
            unsubscribe_at=address_for(mail),
            is_listed=not mail.is_sensitive,
        )
    except NotAccepted as refusal:
        _try_later_or_fail(mail, refusal, now)
    except FateUnknown as error:
        _finish(mail, frm=MailStatus.SENDING, to=MailStatus.UNKNOWN, now=now, error=str(error))
    else:
        _finish(mail, frm=MailStatus.SENDING, to=MailStatus.SENT, now=now)


def _still_meant(mail: OutboxMail) -> bool:
    if mail.user is None:
        return True
    return mail.user.is_active and may_still_know(mail.event, mail.user, mail.target_key)


def _is_suspended(mail: OutboxMail) -> bool:
    """Whether the address gets nothing for now; what the person waits for at the screen is tried all the same."""
    event = find_event(mail.event)
    if event is not None and event.is_asked_for:
        return False
    return SuspendedAddress.objects.in_force().filter(address=mail.to.lower()).exists()


def _text_of(mail: OutboxMail) -> tuple[str, str] | None:
    """Subject and body as they stand, or as their composer writes them now; None when there is nothing left to say."""
    event = find_event(mail.event)
    if event is not None and event.composer is not None:
        return event.composer(mail)
    return mail.subject, mail.body


def _claim(mail: OutboxMail, now: datetime) -> bool:
    """Committed before the first byte goes out; only one of several workers gets True, and nobody beyond a cap."""
    with transaction.atomic(durable=True):
        verdict = verdict_on(mail, now)
        waiting = OutboxMail.objects.filter(pk=mail.pk, status=MailStatus.PENDING)
        if verdict is Verdict.WAIT:
            enqueue(DELIVER, delay=SITE_WAIT, mail_id=mail.pk)
            return False
        if verdict is Verdict.HOLD:
            if waiting.update(status=MailStatus.HELD):
                enqueue(SUM_UP, delay=GATHERED_FOR, user_id=mail.user_id or 0)
            return False
        won = waiting.update(status=MailStatus.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    mail.attempts += 1
    return won == 1


@transaction.atomic
def sum_up(*, user: User, now: datetime) -> None:
    """Let one mail stand for those of the person that were held back; written when it goes out."""
    held = OutboxMail.objects.select_for_update().filter(user=user, status=MailStatus.HELD)
    rows = list(held.order_by("created_at", "pk")[:MOST_SUMMED])
    if not rows:
        return
    summary = OutboxMail.objects.create(
        event=SUMMARY,
        instance_key=f"{rows[0].pk}-{rows[-1].pk}",
        target_key=str(user.pk),
        user=user,
        to=user.email,
        subject="届いたお知らせのまとめ",
        body=f"{len(rows)}件のお知らせ",
        created_at=now,
    )
    OutboxMail.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=MailStatus.SUMMED, summary=summary, finished_at=now
    )
    enqueue(DELIVER, mail_id=summary.pk)
    if len(rows) == MOST_SUMMED:
        enqueue(SUM_UP, user_id=user.pk)


def sum_up_forgotten(*, now: datetime) -> int:
    """Queue the summing up for whom mails are held longer than planned: their job was lost. Return for how many."""
    late = OutboxMail.objects.filter(status=MailStatus.HELD, created_at__lt=now - 2 * GATHERED_FOR)
    people = list(late.order_by("user").values_list("user", flat=True).distinct()[:SWEEP])
    for user_id in people:
        enqueue(SUM_UP, user_id=user_id)
    return len(people)


def _finish(mail: OutboxMail, *, frm: MailStatus, to: MailStatus, now: datetime, error: str = "") -> None:
    changes = {"status": to, "finished_at": now, "last_error": error[:300]}
    if mail.is_sensitive and to in {MailStatus.SENT, MailStatus.WITHHELD}:
        changes["body"] = ""
    OutboxMail.objects.filter(pk=mail.pk, status=frm).update(**changes)


def _try_later_or_fail(mail: OutboxMail, refusal: NotAccepted, now: datetime) -> None:
    if refusal.permanent or mail.attempts > len(WAITS):
        _finish(mail, frm=MailStatus.SENDING, to=MailStatus.FAILED, now=now, error=str(refusal))
        return
    with transaction.atomic():
        waiting = OutboxMail.objects.filter(pk=mail.pk, status=MailStatus.SENDING).update(
            status=MailStatus.PENDING, last_error=str(refusal)[:300]
        )
        if waiting:
            enqueue(DELIVER, delay=WAITS[mail.attempts - 1], mail_id=mail.pk)


def mark_lost_mails(*, now: datetime) -> int:
    """Rows still `sending` although nobody sends any more become `unknown`; return how many."""
    lost = OutboxMail.objects.filter(status=MailStatus.SENDING, claimed_at__lt=now - LOST_AFTER).update(
        status=MailStatus.UNKNOWN, finished_at=now, last_error="送信中にワーカーが停止しました。"
    )
    if lost:
        logger.error("%s mails are of unknown fate; an operator must look at them", lost)
    return lost


def hold_restored_mails(*, now: datetime) -> int:
    """In a restored database nobody knows which waiting mails went out since: operators decide. Return how many."""
    waiting = OutboxMail.objects.filter(status__in=[MailStatus.PENDING, MailStatus.SENDING])
    return waiting.update(
        status=MailStatus.UNKNOWN,
        finished_at=now,
        last_error="バックアップから戻したため、送られたかどうか分かりません。",
    )


def queue_forgotten_mails(*, now: datetime) -> int:
    """Queue the waiting mails of over an hour ago, at most `SWEEP` of them; return how many.

    Most have a job that waits for its next try, and are left to it: the job is unique.
    """
    waiting = OutboxMail.objects.filter(status=MailStatus.PENDING, created_at__lt=now - timedelta(hours=1))
    forgotten = list(waiting.order_by("created_at", "pk").values_list("pk", flat=True)[:SWEEP])
    for mail_id in forgotten:
        enqueue(DELIVER, mail_id=mail_id)
    return len(forgotten)


def erase_old_secrets(*, now: datetime) -> int:
    """Codes that could not be sent within a day are worth nothing: erase them, and give up those still waiting."""
    stale = OutboxMail.objects.filter(is_sensitive=True, created_at__lt=now - SECRETS_LIVE).exclude(body="")
    given_up = stale.filter(status=MailStatus.PENDING).update(body="", status=MailStatus.WITHHELD, finished_at=now)
    return given_up + stale.exclude(status=MailStatus.SENDING).update(body="")
