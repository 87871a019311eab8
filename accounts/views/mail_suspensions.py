"""メールが届かないとき: why none come, and how the person proves that they arrive again."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.bounces import resume_mails
from accounts.actions.codes import send_mail_code
from accounts.models import SuspendedAddress
from accounts.requests import PersonRequest
from accounts.views.codes import ask_for_code, send_and_ask


@require_safe
@never_cache
def mail_suspension(request: PersonRequest) -> HttpResponse:
    """The person's addresses that get no mails, and since when."""
    rows = SuspendedAddress.objects.in_force().filter(user=request.user).order_by("address")
    own = EmailAddress.objects.annotate(text=Lower("email")).filter(user=request.user, verified=True)
    confirmed = set(own.values_list("text", flat=True))
    context = {"suspended": [(row, row.address in confirmed) for row in rows]}
    return render(request, "accounts/mail_suspension.html", context)


@require_POST
def mail_code_send(request: PersonRequest) -> HttpResponse:
    """Try one mail to the address: a code."""
    row = get_object_or_404(
        SuspendedAddress.objects.in_force(),
        user=request.user,
        address=request.POST.get("address", "").replace("\x00", "").lower(),
    )
    address = get_object_or_404(EmailAddress, user=request.user, verified=True, email__iexact=row.address)
    return send_and_ask(request, address, send=send_mail_code, page="accounts:mail_code")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def mail_code(request: PersonRequest) -> HttpResponse:
    """Type the code: mails come again."""
    return ask_for_code(request, template="accounts/mail_code.html", start="accounts:mail_suspension", prove=_resume)


def _resume(request: PersonRequest, address: EmailAddress, now: datetime) -> HttpResponse:
    resume_mails(address=address.email, actor=request.user, now=now)
    messages.success(request, "メールの送信を再開しました。")
    return redirect("accounts:mail_suspension")
