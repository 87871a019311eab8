"""What mail services tell us. Machines call it: every answer is a line of text."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.actions.bounces import ToldBefore, UnknownMail, record_bounce
from accounts.bounce_hook import LARGEST, NotUnderstood, bounces_in, is_signed


# No session is looked at: the signature over the body is what a forger would have to make.
@csrf_exempt
@login_not_required
@never_cache
@require_POST
def bounce_hook(request: HttpRequest) -> HttpResponse:
    """All events of the body, or none. 403: not signed now; 409: known; 422: not understood, or no mail of ours."""
    if not settings.MAIL_HOOK_SECRET:
        raise Http404
    now = timezone.now()
    if _length(request) > LARGEST:
        return _line("本文が大きすぎます。", 413)
    signature = request.headers.get("X-Bounce-Signature", "")
    if not is_signed(signature, request.body, settings.MAIL_HOOK_SECRET, now):
        return _line("署名が確かめられないか、時刻が5分以上ずれています。", 403)
    try:
        with transaction.atomic():
            for each in bounces_in(request.body):
                record_bounce(
                    mail_id=each.mail_id, recipient=each.recipient, kind=each.kind, detail=each.detail, now=now
                )
    except ToldBefore as error:
        return _line(str(error), 409)
    except (NotUnderstood, UnknownMail) as error:
        return _line(str(error), 422)
    return _line("受け取りました。", 200)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else LARGEST + 1


def _line(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
