"""The operators' screens of columns: what was ever published, never a draft."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.screens import ReadOnlyAdmin, ReadOnlyInline, operator_of, with_reason
from forums.actions import columns
from forums.models import Column, ColumnRevision


class ColumnRevisionInline(ReadOnlyInline):
    """What the column said before."""

    model = ColumnRevision
    fields = ["number", "title", "summary", "body", "replaced_at"]
    ordering = ["-number"]


@admin.register(Column)
class ColumnAdmin(ReadOnlyAdmin):
    """コラム: written by experts; stopped with a reason, which the author reads."""

    fields = [
        "title",
        "author",
        "affiliation",
        "conflicts",
        "audience",
        "status",
        "summary",
        "body",
        "published_at",
        "edited_at",
        "suspended_at",
        "suspension_reason",
    ]
    list_display = ["title", "author", "affiliation", "audience", "status", "published_at"]
    list_select_related = ["author"]
    list_filter = ["status", "audience"]
    search_fields = ["title", "author__name"]
    ordering = ["-published_at", "-pk"]
    inlines = [ColumnRevisionInline]
    actions = [
        with_reason(
            "suspend",
            "公開を止める（理由を書いた人に知らせる）",
            "コラムの公開の停止",
            columns.suspend_column,
            row="column",
        ),
        with_reason(
            "lift",
            "公開の停止を解く（書いた人が公開し直せる）",
            "コラムの停止の解除",
            columns.lift_column,
            row="column",
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Column]:
        seen = Column.objects.visible_to(operator_of(request))
        return super().get_queryset(request).filter(pk__in=seen.values("pk"))
