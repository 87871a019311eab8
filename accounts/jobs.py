"""Background jobs of the ground app."""

from __future__ import annotations

from datetime import datetime

from accounts import outbox
from accounts.actions import departures, exports, files, memberships, persons, terms
from accounts.models import User
from dss.holdings import erase_expired
from dss.jobs import job, periodic_job


@job(unique=True)
def deliver_mail(*, mail_id: int, now: datetime) -> None:
    """Send one mail of the outbox; idempotent, because only a waiting row can be claimed."""
    outbox.deliver(mail_id=mail_id, now=now)


@job(unique=True)
def sum_up_mails(*, user_id: int, now: datetime) -> None:
    """One mail for what went beyond a person's cap; idempotent, because only mails held back are taken."""
    person = User.objects.filter(pk=user_id).first()
    if person is not None:
        outbox.sum_up(user=person, now=now)


@periodic_job("10 * * * *")
def sum_up_forgotten(*, now: datetime) -> None:
    """Every hour: mails held back whose job was lost are summed up."""
    outbox.sum_up_forgotten(now=now)


@periodic_job("*/5 * * * *")
def mark_lost_mails(*, now: datetime) -> None:
    """Every five minutes: mails whose worker died while sending go before an operator."""
    outbox.mark_lost_mails(now=now)


@periodic_job("50 * * * *")
def queue_forgotten_mails(*, now: datetime) -> None:
    """Every hour: waiting mails whose job was lost are queued once more."""
    outbox.queue_forgotten_mails(now=now)


@periodic_job("35 * * * *")
def erase_old_secrets(*, now: datetime) -> None:
    """Every hour: codes that lie about unsent for a day are erased."""
    outbox.erase_old_secrets(now=now)


@periodic_job("5 15 * * *")  # 00:05 in Tokyo: the last day has just passed
def end_expired_memberships(*, now: datetime) -> None:
    """Every night: memberships nobody confirmed by their last day end."""
    memberships.end_expired_memberships(now=now)


@periodic_job("0 23 * * *")  # 08:00 in Tokyo
def remind_confirmations(*, now: datetime) -> None:
    """Every morning: reminders of the yearly confirmation; each goes out once, whatever day the job was down."""
    memberships.remind_confirmations(now=now)


@periodic_job("15 15 * * *")  # 00:15 in Tokyo
def suspend_moved_memberships(*, now: datetime) -> None:
    """Every night: suspend what the rules no longer grant (a zone that left the Public Suffix List)."""
    memberships.suspend_moved_memberships(now=now)


@periodic_job("50 * * * *")
def purge_unverified_persons(*, now: datetime) -> None:
    """Every hour: sign-ups nobody confirmed for 24 hours disappear."""
    persons.purge_unverified_persons(now=now)


@job(unique=True)
def tell_of_new_terms(*, version_id: int, now: datetime) -> None:
    """New terms were announced: everybody who agreed to earlier ones hears of it before they take effect."""
    terms.tell_of_new_terms(version_id=version_id, now=now)


@job(unique=True)
def build_export(*, export_id: int, now: datetime) -> None:
    """A person asked for a copy of their data."""
    exports.build_export(export_id=export_id, now=now)


@job
def forget_sessions(*, user_id: int, now: datetime) -> None:
    """After a departure: what lies about of the person's sessions, which open nothing any more."""
    departures.forget_sessions(user_id=user_id, now=now)


@periodic_job("40 17 * * *")  # 02:40 in Tokyo
def sweep_files(*, now: datetime) -> None:
    """Every night: stored files that no row names go; rows whose file is missing are recorded."""
    files.sweep_files(now=now)


@periodic_job("20 19 * * *")  # 04:20 in Tokyo
def check_files(*, now: datetime) -> None:
    """Every night: a portion of the stored files is read again and compared with its SHA-256."""
    files.check_files(now=now)


@periodic_job("45 16 * * *")  # 01:45 in Tokyo
def erase_what_expired(*, now: datetime) -> None:
    """Every night: what every room declares to be kept no longer (`holdings.py`)."""
    erase_expired(now)
