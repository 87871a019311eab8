"""What is stored about a person: a copy of it, and deleting it."""

from __future__ import annotations

import io

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.departures import delete_own_account
from accounts.actions.exports import ask_export
from accounts.enums import ExportStatus
from accounts.forms.own_data import AccountDeleteForm
from accounts.models import DataExport
from accounts.models.exports import EXPORT_LIFETIME
from accounts.policies import can_ask_export
from accounts.policies.departures import can_delete_own_account, reasons_to_stay
from accounts.requests import PersonRequest
from dss.downloads import attachment


@require_safe
def own_data(request: PersonRequest) -> HttpResponse:
    """自分のデータ."""
    recent = DataExport.objects.filter(user=request.user, asked_at__gt=timezone.now() - EXPORT_LIFETIME)
    export = recent.defer("content").order_by("-asked_at", "-pk").first()
    return render(request, "accounts/own_data.html", {"export": export})


@require_POST
def own_data_ask(request: PersonRequest) -> HttpResponse:
    """Ask for a copy; a second press changes nothing and says why."""
    decision = can_ask_export(request.user)
    if decision:
        ask_export(actor=request.user, now=timezone.now())
        messages.success(request, "データの写しを作り始めました。できあがると、お知らせとメールが届きます。")
    else:
        messages.warning(request, decision.reason)
    return redirect("accounts:own_data")


@require_safe
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth is untyped
def own_data_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The copy itself, for the person alone, after the log-in was asked once more."""
    recent = DataExport.objects.filter(user=request.user, asked_at__gt=timezone.now() - EXPORT_LIFETIME)
    export = get_object_or_404(recent, pk=pk, status=ExportStatus.READY)
    day = timezone.localdate(export.ready_at).isoformat() if export.ready_at else ""
    content = io.BytesIO(bytes(export.content or b""))
    return attachment(content, f"my-data-{day}", ending=".zip", media_type="application/zip")


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
