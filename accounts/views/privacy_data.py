"""保存しているデータの一覧: the declaration the erasing jobs run by, as a page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dss.holdings import all_holdings


@require_safe
@login_not_required
def privacy_data(request: HttpRequest) -> HttpResponse:
    """What is kept, why, how long, and what becomes of it when an account is deleted."""
    return render(request, "accounts/privacy_data.html", {"holdings": all_holdings()})
