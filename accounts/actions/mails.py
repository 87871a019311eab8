"""What operators do about mails that did not surely arrive."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.enums import MailStatus
from accounts.models import OutboxMail, User
from accounts.outbox import DELIVER
from accounts.policies.mails import can_resend_mail
from dss.jobs import enqueue


@transaction.atomic
def resend_mail(*, mail: OutboxMail, reason: str, actor: User, now: datetime) -> None:
    """Send a failed or lost mail once more. The operator answers for a possible second copy, so a reason is kept."""
    locked = OutboxMail.objects.select_for_update().get(pk=mail.pk)
    can_resend_mail(actor, locked).or_refuse()
    data = {"from": locked.status, "event": locked.event, "attempts": locked.attempts}
    locked.status = MailStatus.PENDING
    locked.attempts = 0
    locked.finished_at = None
    locked.save(update_fields=["status", "attempts", "finished_at"])
    record(actor=actor, verb="resend_mail", obj=locked, now=now, reason=reason, data=data)
    enqueue(DELIVER, mail_id=locked.pk)
