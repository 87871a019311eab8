"""The queue of 通報."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.text import Truncator

from accounts.actions.reports import resolve_report
from accounts.admin.screens import AdminAction, ReadOnlyAdmin, mine_filter, operator_of, with_reason
from accounts.enums import ReportStatus
from accounts.models import Report, User
from accounts.reports import reportable_for, reportable_of, reportables, text_of

DECIDABLE = mine_filter(lambda rows, operator: rows.decidable_by(operator))


def _decision(name: str, status: ReportStatus) -> AdminAction:
    title = f"通報への対応（{status.label}）：理由は通報した方にも伝わります"
    act = partial(resolve_report, status=status)
    return with_reason(name, f"「{status.label}」にする", title, act, row="report", reason="resolution")


class KindFilter(admin.SimpleListFilter):
    """What was reported: the kinds that can be, not every table there is."""

    title = "種類"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(each.kind, each.label) for each in reportables()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = reportable_of(self.value() or "")
        return queryset.filter(content_type=ContentType.objects.get_for_model(chosen.model)) if chosen else queryset


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """What people reported, what it said then and says now, and what was done."""

    change_form_template = "admin/accounts/report.html"
    fields = [
        "reported_thing",
        "reason",
        "reporter",
        "created_at",
        "status",
        "resolution",
        "resolved_by",
        "resolved_at",
    ]
    readonly_fields = ["reported_thing"]
    list_display = ["created_at", "reported", "reason", "status", "resolved_at"]
    list_filter = ["status", DECIDABLE, KindFilter, "created_at"]
    list_select_related = ["content_type"]
    ordering = ["-created_at", "-pk"]
    actions = [
        _decision("uphold", ReportStatus.UPHELD),
        _decision("dismiss", ReportStatus.DISMISSED),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return super().get_queryset(request).prefetch_related("target")

    def name_of(self, row: Report) -> str:
        return f"{_label_of(row)}への通報「{Truncator(row.reason).chars(40)}」"

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
        """As short as the list needs it: the row's own words, which ask for nothing more."""
        return _link_to(report, str)

    @admin.display(description="通報の対象")
    def reported_thing(self, report: Report) -> str:
        return _link_to(report, lambda target: _name_of(report, target))


def _label_of(report: Report) -> str:
    model = report.content_type.model_class()
    reportable = reportable_for(model) if model else None
    return reportable.label if reportable else report.content_type.name


def _name_of(report: Report, target: Model) -> str:
    reportable = reportable_for(type(target))
    return reportable.name(target) if reportable else str(target)


def _link_to(report: Report, name: Callable[[Any], str]) -> str:
    target, label = report.target, _label_of(report)
    if target is None:
        return f"{label} {report.object_id}（削除済み）"
    words = name(target)
    text = words if words.startswith(label) else f"{label}：{words}"
    return format_html('<a href="{}">{}</a>', target.get_absolute_url(), text)


def _text_now(report: Report, operator: User) -> str | None:
    """What it says now, if it is there and the operators may read it; None otherwise."""
    model = report.content_type.model_class()
    reportable = reportable_for(model) if model else None
    target = reportable.visible_to(operator).filter(pk=report.object_id).first() if reportable else None
    return None if target is None else text_of(target)
