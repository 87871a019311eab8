"""allauth's own signals: an address that was removed or replaced ends the membership that hangs on it."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import email_changed, email_removed
from django.dispatch import receiver
from django.utils import timezone

from accounts.actions.memberships import end_memberships_without_address


@receiver(email_removed)
@receiver(email_changed)
def end_what_hung_on_it(user: Any, **_: Any) -> None:
    """The live query no longer counts it anyway; this closes the row and writes the audit trail."""
    end_memberships_without_address(person=user, now=timezone.now())
