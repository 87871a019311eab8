"""What the operators' screens share: read-only rows, and a page that asks for a reason before an action runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from dss.access import DomainError, PolicyRefused

if TYPE_CHECKING:
    from accounts.models import User


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Rows to look at: every change goes through an action."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)


def operator_of(request: HttpRequest) -> User:
    """Who works in the admin: nobody anonymous ever gets there."""
    return cast("User", request.user)


class ReasonForm(forms.Form):
    """Why the operator does this; it stands in the audit trail."""

    reason = forms.CharField(
        label="理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        help_text="確認した根拠や経緯を書いてください。監査記録に残ります。",
    )


def run_with_reason(
    model_admin: admin.ModelAdmin[Any],
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    title: str,
    action_name: str,
    run: Callable[[Any, str], object],
) -> HttpResponse | None:
    """Ask for the reason, then run the action on each row; refusals are shown row by row."""
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if form.is_bound and form.is_valid():
        for row in rows:
            _run_one(model_admin, request, row, lambda row: run(row, form.cleaned_data["reason"]))
        return None
    context = model_admin.admin_site.each_context(request) | {
        "title": title,
        "form": form,
        "rows": rows,
        "action_name": action_name,
        "checkbox_name": helpers.ACTION_CHECKBOX_NAME,
        "opts": model_admin.model._meta,
    }
    return TemplateResponse(request, "admin/accounts/reason.html", context)


def run_each(
    model_admin: admin.ModelAdmin[Any], request: HttpRequest, rows: QuerySet[Any], run: Callable[[Any], object]
) -> None:
    """Run an action that needs no reason of its own on each row."""
    for row in rows:
        _run_one(model_admin, request, row, run)


def _run_one(
    model_admin: admin.ModelAdmin[Any], request: HttpRequest, row: Model, run: Callable[[Any], object]
) -> None:
    try:
        run(row)
    except (PolicyRefused, DomainError) as error:
        model_admin.message_user(request, f"{row}：{error}", messages.ERROR)
    else:
        model_admin.message_user(request, f"{row}：処理しました。", messages.SUCCESS)
