"""Confirmation codes sent to an address that is already confirmed, kept in the server-side session.

A code proves that whoever holds this browser session reads that mailbox at this moment. It works once, in the
session that asked for it, for 60 minutes (municipal mail gateways are slow), and dies after five wrong tries.
"""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import salted_hmac

LIFETIME = timedelta(minutes=60)
MAX_TRIES = 5
LENGTH = 8
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"  # RFC 8628: no vowels, nothing that looks like a digit
SESSION_KEY = "membership_code"


def issue_code(session: SessionBase, address: EmailAddress, now: datetime) -> str:
    """A fresh code for `address`; an earlier one of this session dies."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    session[SESSION_KEY] = {
        "digest": _digest(code),
        "address": address.pk,
        "email": address.email,
        "until": (now + LIFETIME).timestamp(),
        "tries": 0,
    }
    return f"{code[:4]}-{code[4:]}"


def pending_address(session: SessionBase, now: datetime) -> str:
    """The address this session waits to confirm, or an empty string."""
    state = session.get(SESSION_KEY)
    return state["email"] if state and now.timestamp() < state["until"] else ""


def redeem_code(session: SessionBase, typed: str, user_id: int, now: datetime) -> EmailAddress | None:
    """The confirmed address row the typed code belongs to, or None. Success and too many tries use the code up."""
    state = session.get(SESSION_KEY)
    if not state or now.timestamp() >= state["until"]:
        session.pop(SESSION_KEY, None)
        return None
    if not secrets.compare_digest(state["digest"], _digest(_plain(typed))):
        state["tries"] += 1
        if state["tries"] >= MAX_TRIES:
            session.pop(SESSION_KEY)
        session.modified = True
        return None
    session.pop(SESSION_KEY)
    return EmailAddress.objects.filter(
        pk=state["address"], email=state["email"], user_id=user_id, verified=True
    ).first()


def _plain(typed: str) -> str:
    """What was meant: full-width letters of a Japanese keyboard and the dash do not matter."""
    return "".join(character for character in unicodedata.normalize("NFKC", typed).upper() if character in ALPHABET)


def _digest(code: str) -> str:
    return salted_hmac("accounts.codes", code, algorithm="sha256").hexdigest()
