"""Codes by mail, as two pages need them: sent within allauth's limit, then typed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.codes import pending_address, redeem_code
from accounts.forms.membership import MembershipCodeForm
from accounts.requests import PersonRequest


def send_and_ask(
    request: PersonRequest, address: EmailAddress, *, send: Callable[..., None], page: str
) -> HttpResponse:
    """Mail a code by the action `send`, then go to the `page` where it is typed; 429 beyond the limit."""
    limited: HttpResponse | None = ratelimit.consume_or_429(request, action="confirm_email", key=address.email)
    if limited is not None:
        return limited
    send(session=request.session, address=address, now=timezone.now())
    return redirect(page)


def ask_for_code(
    request: PersonRequest,
    *,
    template: str,
    start: str,
    prove: Callable[[PersonRequest, EmailAddress, datetime], HttpResponse],
) -> HttpResponse:
    """The page where a code is typed; `prove` answers for the address it belongs to, `start` is where one is sent."""
    now = timezone.now()
    email = pending_address(request.session, now)
    if not email:
        messages.info(request, "確認コードの有効期限が切れました。もう一度送ってください。")
        return redirect(start)
    form = MembershipCodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        address = redeem_code(request.session, form.cleaned_data["code"], request.user.pk, now)
        if address is not None:
            return prove(request, address, now)
        form.add_error("code", "コードが違います。メールのコードを確かめてください。")
    return render(request, template, {"form": form, "email": email})
