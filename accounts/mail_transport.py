"""Handing one mail to the mail server, and knowing afterwards what is certain about its fate."""

from __future__ import annotations

import logging
import smtplib
from contextlib import suppress

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

logger = logging.getLogger(__name__)


class NotAccepted(Exception):
    """The server certainly did not take the mail. `permanent`: it never will (an answer in the 500s)."""

    def __init__(self, detail: str, *, permanent: bool) -> None:
        super().__init__(detail)
        self.permanent = permanent


class FateUnknown(Exception):
    """The connection broke after the mail was on its way: it may or may not have been taken."""


def hand_over(*, mail_id: int, to: str, subject: str, body: str, unsubscribe_at: str) -> None:
    """Send, or raise `NotAccepted` or `FateUnknown`. The Message-ID names the outbox row, to find it in server logs.

    `unsubscribe_at`: where one click turns such mails off (RFC 8058); empty for mails that always come.
    """
    connection = get_connection()
    sender_domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    message = EmailMessage(
        subject=subject,
        body=body,
        to=[to],
        headers={
            "Message-ID": f"<outbox-{mail_id}@{sender_domain}>",
            "Auto-Submitted": "auto-generated",
            **_one_click(unsubscribe_at),
        },
        connection=connection,
    )
    try:
        message.message()
    except ValueError as error:
        raise NotAccepted(repr(error), permanent=True) from error
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotAccepted(repr(error), permanent=False) from error
    try:
        connection.send_messages([message])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        raise NotAccepted(repr(error), permanent=_code(error) >= 500) from error
    except ValueError as error:  # an address no mail can be written to: found before anything is sent
        raise NotAccepted(repr(error), permanent=True) from error
    except (OSError, smtplib.SMTPException) as error:
        raise FateUnknown(repr(error)) from error
    finally:
        # Whatever goes wrong while saying goodbye changes nothing about the mail.
        with suppress(OSError, smtplib.SMTPException):
            connection.close()


def _one_click(address: str) -> dict[str, str]:
    if not address:
        return {}
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _code(error: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused) -> int:
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code
    return max((code for code, _ in error.recipients.values()), default=450)
