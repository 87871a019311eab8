"""The queue of 通報."""

from __future__ import annotations

from functools import partial

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from accounts.actions.reports import resolve_report
from accounts.admin.screens import AdminAction, ReadOnlyAdmin, with_reason
from accounts.enums import ReportStatus
from accounts.models import Report


def _decision(name: str, status: ReportStatus) -> AdminAction:
    title = f"通報への対応（{status.label}）：理由は通報した方にも伝わります"
    act = partial(resolve_report, status=status)
    return with_reason(name, f"「{status.label}」にする", title, act, row="report", reason="resolution")


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """What people reported, the reported item, and what was done."""

    fields = ["reported", "reason", "reporter", "created_at", "status", "resolution", "resolved_by", "resolved_at"]
    readonly_fields = ["reported"]
    list_display = ["created_at", "reported", "reason", "status", "resolved_at"]
    list_filter = ["status", "content_type", "created_at"]
    list_select_related = ["content_type"]
    ordering = ["-created_at", "-pk"]
    actions = [
        _decision("uphold", ReportStatus.UPHELD),
        _decision("dismiss", ReportStatus.DISMISSED),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return super().get_queryset(request).prefetch_related("target")

    @admin.display(description="通報の対象")
    def reported(self, report: Report) -> str:
        target = report.target
        if target is None:
            return f"{report.content_type.name} {report.object_id}（削除済み）"
        return format_html('<a href="{}">{}「{}」</a>', target.get_absolute_url(), report.content_type.name, target)
