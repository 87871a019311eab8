"""What mail servers answer afterwards, and the addresses that get no mails because of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from accounts.actions.notifications import turn_off_mails
from accounts.audit import record
from accounts.enums import BounceKind, MailStatus, SuspensionCause
from accounts.models import MailBounce, OutboxMail, SuspendedAddress, User
from accounts.notification_events import kinds_to_turn_off
from accounts.policies.mails import can_lift_suspension
from dss.access import DomainError

LIVES = timedelta(days=30)
"""Answers about a mail older than this change nothing."""
SOFT_WITHIN = timedelta(days=7)
MOST_SOFT = 5
"""So many mails that did not arrive for now, within that time, suspend the address."""


class UnknownMail(DomainError):
    """No mail of ours that went out lately to this address."""


class ToldBefore(DomainError):
    """This answer about this mail is known."""


@transaction.atomic
def record_bounce(*, mail_id: int, recipient: str, kind: BounceKind, detail: str, now: datetime) -> None:
    """Keep one answer about one mail, and do what follows from it; the same answer twice changes nothing.

    `recipient` (empty: not told) must be the address we sent to.
    """
    gone_out = [MailStatus.SENDING, MailStatus.SENT, MailStatus.UNKNOWN]
    mails = OutboxMail.objects.select_for_update(of=("self",)).select_related("user")
    mail = mails.filter(pk=mail_id, status__in=gone_out, claimed_at__gt=now - LIVES).first()
    if mail is None or (recipient and recipient.lower() != mail.to.lower()):
        raise UnknownMail("このメールは送信の記録にありません。")
    address = mail.to.lower()
    facts = {"address": address, "detail": _plain(detail), "received_at": now}
    bounce, is_new = MailBounce.objects.get_or_create(mail=mail, kind=kind, defaults=facts)
    if not is_new:
        raise ToldBefore("この知らせは、すでに受け取っています。")
    record(actor=None, verb="record_bounce", obj=bounce, now=now, data={"kind": kind.value, "event": mail.event})
    if kind == BounceKind.COMPLAINT:
        _stop_kind(mail, now)
    elif kind == BounceKind.HARD:
        _suspend(mail, SuspensionCause.HARD, bounce, now)
    elif _soft_ones(address, now) >= MOST_SOFT:
        _suspend(mail, SuspensionCause.SOFT, bounce, now)


@transaction.atomic
def lift_suspension(*, suspension: SuspendedAddress, reason: str, actor: User, now: datetime) -> None:
    """An operator says that the address works; the reason is kept."""
    can_lift_suspension(actor).or_refuse()
    _lift(suspension, actor, now, reason)


@transaction.atomic
def resume_mails(*, address: str, actor: User, now: datetime) -> None:
    """The person typed a code that came to this address, so mails arrive there again."""
    suspension = SuspendedAddress.objects.in_force().filter(address=address.lower()).first()
    if suspension is None:
        raise DomainError("このアドレスへのメールは止まっていません。")
    _lift(suspension, actor, now, "")


def _lift(suspension: SuspendedAddress, actor: User, now: datetime, reason: str) -> None:
    locked = SuspendedAddress.objects.select_for_update(of=("self",)).get(pk=suspension.pk)
    if locked.lifted_at is not None:
        raise DomainError("このアドレスへのメールは、すでに再開しています。")
    locked.lifted_at = now
    locked.save(update_fields=["lifted_at"])
    record(actor=actor, verb="lift_suspension", obj=locked, now=now, reason=reason)


def _suspend(mail: OutboxMail, cause: SuspensionCause, bounce: MailBounce, now: datetime) -> None:
    address = mail.to.lower()
    owner = mail.user or User.objects.filter(emailaddress__email__iexact=address, emailaddress__verified=True).first()
    suspension, is_new = SuspendedAddress.objects.get_or_create(
        address=address,
        lifted_at=None,
        defaults={"user": owner, "cause": cause, "detail": bounce.detail, "suspended_at": now},
    )
    if is_new:
        record(actor=None, verb="suspend_address", obj=suspension, now=now, data={"cause": cause.value})


def _soft_ones(address: str, now: datetime) -> int:
    """Of the last days, since mails were last resumed."""
    lifted = SuspendedAddress.objects.filter(address=address).aggregate(last=Max("lifted_at"))["last"]
    since = max(lifted, now - SOFT_WITHIN) if lifted else now - SOFT_WITHIN
    return MailBounce.objects.filter(address=address, kind=BounceKind.SOFT, received_at__gt=since).count()


def _stop_kind(mail: OutboxMail, now: datetime) -> None:
    """A complaint turns the mails of its kind off; for what always comes, the operators see it in the audit trail."""
    if mail.user is not None and mail.event in kinds_to_turn_off():
        turn_off_mails(event=mail.event, actor=mail.user, now=now)


def _plain(detail: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in detail).split())[:200]
