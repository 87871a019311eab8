"""Background jobs of the ground app."""

from __future__ import annotations

from datetime import datetime

from accounts import outbox
from dss.jobs import job, periodic_job


@job
def deliver_mail(*, mail_id: int, now: datetime) -> None:
    """Send one mail of the outbox; idempotent, because only a waiting row can be claimed."""
    outbox.deliver(mail_id=mail_id, now=now)


@periodic_job("*/5 * * * *")
def mark_lost_mails(*, now: datetime) -> None:
    """Every five minutes: mails whose worker died while sending go before an operator."""
    outbox.mark_lost_mails(now=now)


@periodic_job("35 * * * *")
def erase_old_secrets(*, now: datetime) -> None:
    """Every hour: codes that lie about unsent for a day are erased."""
    outbox.erase_old_secrets(now=now)
