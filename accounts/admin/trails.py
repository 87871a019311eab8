"""What one person or body did, for operators who say why they ask; nobody ever acts as somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.actions.trails import export_trail, open_trail
from accounts.admin.audit import csv_response
from accounts.admin.screens import ReasonForm, operator_of
from accounts.audit_words import verb_words
from accounts.models import AuditEvent
from accounts.trails import Portion, kinds_of, portion_of

OPEN_FOR = timedelta(minutes=30)
ROWS = 100
OPENED = "opened_trails"


class PortionForm(forms.Form):
    """One kind of step, from a day to a day."""

    verb = forms.CharField(label="行為", required=False, max_length=60, widget=forms.Select)
    first = forms.DateField(label="開始日", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="終了日", required=False, widget=forms.DateInput(attrs={"type": "date"}))


class TrailMixin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """For the admin of people and of bodies: `…/<key>/trail/`, opened for half an hour by giving a reason."""

    trail_of: Any
    change_form_template = "admin/accounts/with_trail.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_trail"
        own = path("<path:object_id>/trail/", self.admin_site.admin_view(self.trail), name=name)
        return [own, *super().get_urls()]

    def trail(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Asks why first; then the trail, and on a POST with `export` its part as a table."""
        subject = get_object_or_404(self.get_queryset(request), pk=self.to_key(object_id))
        if not _is_open(request, subject):
            return self._ask(request, subject)
        form = PortionForm(request.POST if request.method == "POST" else request.GET)
        portion = Portion(**form.cleaned_data) if form.is_valid() else None
        trail = type(self).trail_of(subject)
        rows = portion_of(trail, portion) if portion else AuditEvent.objects.none()
        if request.method == "POST" and portion:
            return _exported(request, subject, rows, form)
        return self._shown(request, subject, trail, rows, form)

    def to_key(self, object_id: str) -> str:
        """Anything that is no key of the table finds nothing."""
        return object_id[:18] if object_id.isascii() and object_id.isdigit() else "0"

    def _ask(self, request: HttpRequest, subject: Any) -> HttpResponse:
        asked = request.method == "POST" and "reason" in request.POST
        form = ReasonForm(request.POST if asked else None)
        if form.is_bound and form.is_valid():
            now = timezone.now()
            open_trail(subject=subject, reason=form.cleaned_data["reason"], actor=operator_of(request), now=now)
            opened = request.session.get(OPENED, {})
            request.session[OPENED] = {**opened, _key(subject): (now + OPEN_FOR).isoformat()}
            return redirect(request.path)
        return TemplateResponse(request, "admin/accounts/trail.html", self._page(request, subject) | {"form": form})

    def _shown(
        self, request: HttpRequest, subject: Any, trail: QuerySet[AuditEvent], rows: Any, form: PortionForm
    ) -> HttpResponse:
        page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
        kinds = kinds_of(trail)
        steps = sorted({kind["verb"]: verb_words(kind["verb"]) for kind in kinds}.items(), key=lambda step: step[1])
        form.fields["verb"].widget.choices = [("", "すべて"), *steps]
        chosen = {name: value for name in form.fields if (value := request.GET.get(name))}
        context = {
            "is_open": True,
            "portion_form": form,
            "kinds": kinds,
            "page": page,
            "chosen": chosen,
            "query": urlencode(chosen),
        }
        status = 200 if form.is_valid() else 400
        return TemplateResponse(
            request, "admin/accounts/trail.html", self._page(request, subject) | context, status=status
        )

    def _page(self, request: HttpRequest, subject: Any) -> dict[str, Any]:
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[subject.pk])
        title = f"行動の記録: {subject}"
        return {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "back": back}


def _key(subject: Any) -> str:
    return f"{subject._meta.label_lower}:{subject.pk}"


def _is_open(request: HttpRequest, subject: Any) -> bool:
    until = parse_datetime(request.session.get(OPENED, {}).get(_key(subject), ""))
    return until is not None and timezone.now() < until


def _exported(request: HttpRequest, subject: Any, rows: QuerySet[AuditEvent], form: PortionForm) -> HttpResponseBase:
    filters = {name: str(value) for name, value in form.cleaned_data.items() if value}
    export_trail(subject=subject, lines=rows.count(), filters=filters, actor=operator_of(request), now=timezone.now())
    return csv_response(rows, "trail")
