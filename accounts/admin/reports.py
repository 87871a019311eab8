"""The queue of 通報."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html

from accounts.actions.reports import resolve_report
from accounts.admin.screens import ReadOnlyAdmin, run_with_reason
from accounts.enums import ReportStatus
from accounts.models import Report


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """What people reported, the reported item, and what was done."""

    fields = ["reported", "reason", "reporter", "created_at", "status", "resolution", "resolved_by", "resolved_at"]
    readonly_fields = ["reported"]
    list_display = ["created_at", "reported", "reason", "status", "resolved_at"]
    list_filter = ["status", "content_type", "created_at"]
    list_select_related = ["content_type"]
    ordering = ["-created_at", "-pk"]
    actions = ["uphold", "dismiss"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return super().get_queryset(request).prefetch_related("target")

    @admin.display(description="通報の対象")
    def reported(self, report: Report) -> str:
        target = report.target
        if target is None:
            return f"{report.content_type.name} {report.object_id}（削除済み）"
        return format_html('<a href="{}">{}「{}」</a>', target.get_absolute_url(), report.content_type.name, target)

    @admin.action(description="対応済みにする")
    def uphold(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        return self._resolve(request, queryset, "uphold", ReportStatus.UPHELD, "通報への対応（対応済み）")

    @admin.action(description="対応不要とする")
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        return self._resolve(request, queryset, "dismiss", ReportStatus.DISMISSED, "通報への対応（対応不要）")

    def _resolve(
        self, request: HttpRequest, queryset: QuerySet[Report], name: str, status: ReportStatus, title: str
    ) -> HttpResponse | None:
        return run_with_reason(
            self,
            request,
            queryset,
            title=f"{title}：理由は通報した方にも伝わります",
            action_name=name,
            run=lambda row, reason: resolve_report(
                report=row,
                status=status,
                resolution=reason,
                actor=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            ),
        )
