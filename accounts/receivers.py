"""What allauth and Django tell: an address that was removed or replaced ends the membership that hangs on it, and a
new session learns whether its person has agreed to the terms in force."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import email_changed, email_removed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions.memberships import end_memberships_without_address
from accounts.consents import has_agreed


@receiver(email_removed)
@receiver(email_changed)
def end_what_hung_on_it(user: Any, **_: Any) -> None:
    """The live query no longer counts it anyway; this closes the row and writes the audit trail."""
    end_memberships_without_address(person=user, now=timezone.now())


@receiver(user_logged_in)
def remember_consent(request: HttpRequest, user: Any, **_: Any) -> None:
    """Asked here, so that no page has to."""
    has_agreed(user, request.session, timezone.now())
