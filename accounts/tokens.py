"""The secret in an invitation's link: it stands in the mail alone, the database keeps its hash."""

from __future__ import annotations

import hashlib
import secrets


def fresh_token() -> str:
    """A token nobody guesses."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
