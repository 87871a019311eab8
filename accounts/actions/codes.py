"""Sending the code that proves somebody still reads a mailbox."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from accounts.audit import record
from accounts.codes import issue_code
from accounts.emails import send_mail_restart_code, send_membership_code


@transaction.atomic
def send_code(*, session: SessionBase, address: EmailAddress, now: datetime) -> None:
    """Mail a fresh code to `address`; only `session` can redeem it."""
    code = issue_code(session, address, now)
    record(actor=address.user, verb="send_code", obj=address, now=now)
    send_membership_code(address=address, code=code, now=now)


@transaction.atomic
def send_mail_code(*, session: SessionBase, address: EmailAddress, now: datetime) -> None:
    """The same for an address that mails are kept from: whether one arrives is what the code shows."""
    code = issue_code(session, address, now)
    record(actor=address.user, verb="send_mail_code", obj=address, now=now)
    send_mail_restart_code(address=address, code=code, now=now)
