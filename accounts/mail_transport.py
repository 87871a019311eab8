"""Handing one mail to the mail server, and knowing afterwards what is certain about its fate."""

from __future__ import annotations

import logging
import smtplib
from contextlib import suppress

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from accounts.mail_html import html_of
from accounts.mail_references import HEADER, envelope_sender, reference_of

logger = logging.getLogger(__name__)


class NotAccepted(Exception):
    """The server certainly did not take the mail. `permanent`: it never will (an answer in the 500s)."""

    def __init__(self, detail: str, *, permanent: bool) -> None:
        super().__init__(detail)
        self.permanent = permanent


class FateUnknown(Exception):
    """The connection broke after the mail was on its way: it may or may not have been taken."""


def hand_over(*, mail_id: int, to: str, subject: str, body: str, unsubscribe_at: str, is_listed: bool = False) -> None:
    """Send, or raise `NotAccepted` or `FateUnknown`. The Message-ID names the outbox row, to find it in server logs.

    `unsubscribe_at`: where one click turns such mails off (RFC 8058); empty for mails that always come. `is_listed`:
    a notification, which mail programs may sort by its List-Id; a code is none.
    """
    connection = get_connection()
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    message = EmailMultiAlternatives(
        subject=subject,
        body=body,
        from_email=envelope_sender(mail_id) or settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": f"<outbox-{mail_id}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": "ja",
            HEADER: reference_of(mail_id),
            **({"List-Id": f"<notices.{domain}>"} if is_listed else {}),
            **_one_click(unsubscribe_at),
        },
        connection=connection,
    )
    message.attach_alternative(html_of(subject, body), "text/html")
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
