"""広場のまとめ: what the mail would say at this moment."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.digests import told_until
from accounts.policies import can_get_digest
from accounts.requests import PersonRequest
from forums.digests import digest_for


@require_safe
def digest_preview(request: PersonRequest) -> HttpResponse:
    """The person's own, as it would be written now; looking changes nothing."""
    can_get_digest(request.user).or_refuse()
    now = timezone.now()
    digest = digest_for(request.user, told_until(request.user, now), now)
    return render(request, "forums/digest_preview.html", {"digest": digest})
