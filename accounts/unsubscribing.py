"""The address in a mail that turns off mails of its kind for its reader, without a log-in (RFC 8058).

Its token names the person by their pseudonymous key, and the kind of event, and is signed. It holds as long as there is
the account and the kind; forging one takes the secret key, and a token signed for anything else has another salt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from accounts.models import User
from accounts.notification_events import kinds_to_turn_off

if TYPE_CHECKING:
    from accounts.models import OutboxMail

_SEPARATOR = "."


def site_address(path: str) -> str:
    """The absolute address of a path of ours, for mails."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def unsubscribe_address(user: User, event: str) -> str:
    """Where `user` turns off mails of this kind: ASCII without a space, so that a header can hold it."""
    token = _signer().sign(f"{user.key.hex}{_SEPARATOR}{event}")
    return site_address(reverse("accounts:unsubscribe", args=[token]))


def address_for(mail: OutboxMail) -> str:
    """The address that belongs into the header of `mail`; empty where its kind cannot be turned off."""
    if mail.user is None or mail.is_sensitive or mail.event not in kinds_to_turn_off():
        return ""
    return unsubscribe_address(mail.user, mail.event)


def named_by(token: str) -> tuple[User, str] | None:
    """Whose mails of which kind; None when we did not make the token, or the account or the kind is gone."""
    try:
        key, event = _signer().unsign(token).split(_SEPARATOR)
        person = User.objects.filter(key=UUID(hex=key), is_active=True).first()
    except (BadSignature, ValueError):
        return None
    return (person, event) if person is not None and event in kinds_to_turn_off() else None


def _signer() -> Signer:
    return Signer(sep=_SEPARATOR, salt="accounts.unsubscribe")
