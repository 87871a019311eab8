"""通報."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.actions.reports import report_object
from accounts.forms.reports import ReportForm
from accounts.reports import reportable_of
from accounts.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: PersonRequest, kind: str, object_id: int) -> HttpResponse:
    """Report something the person can see."""
    reportable = reportable_of(kind)
    if reportable is None:
        raise Http404
    target = get_object_or_404(reportable.visible_to(request.user), pk=object_id)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        report_object(target=target, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now())
        messages.success(request, "通報を受け付けました。運営が確認し、結果をお知らせします。")
        return redirect(target)
    words = {"target": target, "target_label": reportable.label, "target_name": reportable.name(target)}
    return render(request, "accounts/report_new.html", {"form": form, **words})
