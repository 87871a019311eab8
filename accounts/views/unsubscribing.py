"""配信の停止: what the link under a mail and the button of mail programs lead to."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions.notifications import turn_off_mails
from accounts.notification_events import is_told_on_site, label_of
from accounts.unsubscribing import named_by

TEMPLATE = "accounts/unsubscribe.html"


# RFC 8058: the mail provider posts here for the reader, without cookies, so there is no CSRF token to ask for. Nothing
# is lost: the view decides by no session, the signed token in the address is itself what a forger would have to know,
# and all it can do is to turn one kind of mail off.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, for scanners follow every link; POST turns mails of this kind off, at once and without a redirect."""
    named = named_by(token)
    if named is None:
        return render(request, TEMPLATE, {"label": ""}, status=404)
    person, event = named
    is_done = request.method == "POST"
    if is_done:
        turn_off_mails(event=event, actor=person, now=timezone.now())
    context = {"label": label_of(event), "is_on_site": is_told_on_site(event), "is_done": is_done}
    return render(request, TEMPLATE, context)
