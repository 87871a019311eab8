"""The queue of 通報."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from accounts.actions.reports import resolve_report
from accounts.admin.screens import AdminAction, ReadOnlyAdmin, mine_filter, operator_of, with_reason
from accounts.enums import ReportStatus
from accounts.models import Report, User
from accounts.reports import reportable_for, text_of

DECIDABLE = mine_filter(lambda rows, operator: rows.decidable_by(operator))


def _decision(name: str, status: ReportStatus) -> AdminAction:
    title = f"通報への対応（{status.label}）：理由は通報した方にも伝わります"
    act = partial(resolve_report, status=status)
    return with_reason(name, f"「{status.label}」にする", title, act, row="report", reason="resolution")


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """What people reported, what it said then and says now, and what was done."""

    change_form_template = "admin/accounts/report.html"
    fields = ["reported", "reason", "reporter", "created_at", "status", "resolution", "resolved_by", "resolved_at"]
    readonly_fields = ["reported"]
    list_display = ["created_at", "reported", "reason", "status", "resolved_at"]
    list_filter = ["status", DECIDABLE, "content_type", "created_at"]
    list_select_related = ["content_type"]
    ordering = ["-created_at", "-pk"]
    actions = [
        _decision("uphold", ReportStatus.UPHELD),
        _decision("dismiss", ReportStatus.DISMISSED),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return super().get_queryset(request).prefetch_related("target")

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Report | None = None,
    ) -> HttpResponse:
        if obj is not None:
            context |= {"text_then": obj.reported_text, "text_now": _text_now(obj, operator_of(request))}
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description="通報の対象")
    def reported(self, report: Report) -> str:
        target = report.target
        if target is None:
            return f"{report.content_type.name} {report.object_id}（削除済み）"
        return format_html('<a href="{}">{}「{}」</a>', target.get_absolute_url(), report.content_type.name, target)


def _text_now(report: Report, operator: User) -> str | None:
    """What it says now, if it is there and the operators may read it; None otherwise."""
    model = report.content_type.model_class()
    reportable = reportable_for(model) if model else None
    target = reportable.visible_to(operator).filter(pk=report.object_id).first() if reportable else None
    return None if target is None else text_of(target)
