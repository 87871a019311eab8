"""Which mail of ours an answer is about. A reference is signed: nobody can name a mail that they were not sent.

It travels in the envelope's sender (VERP, `bounces+<reference>@…`) and in a header of its own, which servers send back
with the mail they could not deliver.
"""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

HEADER = "X-Outbox-Reference"
_MESSAGE_ID = re.compile(r"<?outbox-(\d{1,18})@[^\s<>]+>?")
_REFERENCE = re.compile(r"(\d{1,18})\.([0-9a-f]{20})")


def reference_of(mail_id: int) -> str:
    """Lower-case letters and digits alone, so that it can stand before the @ of an address."""
    return f"{mail_id}.{_signature(mail_id, settings.SECRET_KEY)}"


def mail_named_by(reference: str) -> int | None:
    """The number of the mail, when we made this reference, under the present key or an earlier one."""
    match = _REFERENCE.fullmatch(reference.strip().lower())
    if match is None:
        return None
    number = int(match[1])
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return number if any(secrets.compare_digest(_signature(number, key), match[2]) for key in keys) else None


def number_in_message_id(text: str) -> int | None:
    """The number a Message-ID of ours names. It is not signed: trust it only from who proved who they are."""
    match = _MESSAGE_ID.fullmatch(text.strip())
    return int(match[1]) if match is not None else None


def envelope_sender(mail_id: int) -> str:
    """To whom servers write that the mail did not arrive; empty: to the From address."""
    local, _, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    return f"{local}+{reference_of(mail_id)}@{domain}" if local and domain else ""


def _signature(mail_id: int, key: str) -> str:
    return salted_hmac("accounts.mail_references", str(mail_id), secret=key, algorithm="sha256").hexdigest()[:20]
