"""What is stored about a person, and deleting it."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.departures import delete_own_account
from accounts.forms.own_data import AccountDeleteForm
from accounts.policies.departures import can_delete_own_account, reasons_to_stay
from accounts.requests import PersonRequest


@require_safe
def own_data(request: PersonRequest) -> HttpResponse:
    """自分のデータ."""
    return render(request, "accounts/own_data.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth is untyped
def account_delete(request: PersonRequest) -> HttpResponse:
    """アカウントの削除: what goes, what stays and why; the log-in is asked once more before."""
    now = timezone.now()
    can_delete_own_account(request.user).or_refuse()
    form = AccountDeleteForm(request.POST if request.method == "POST" else None)
    reasons = reasons_to_stay(request.user, now)
    if form.is_bound and form.is_valid() and not reasons:
        delete_own_account(actor=request.user, now=now)
        logout(request)
        messages.success(
            request, "アカウントを削除しました。確認のメールをお送りします。ご利用ありがとうございました。"
        )
        return redirect("home")
    context = {"form": form, "reasons": reasons}
    status = 409 if form.is_bound and reasons else 422 if form.is_bound else 200
    return render(request, "accounts/account_delete.html", context, status=status)
