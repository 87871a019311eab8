"""Vendors and their teams."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.actions.vendors import resume_vendor, suspend_vendor
from accounts.admin.screens import ReadOnlyAdmin, operator_of, run_with_reason
from accounts.models import Vendor, VendorMembership


class TeamInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    """The team, present and past."""

    model = VendorMembership
    fields = ("user", "role", "created_at", "ended_at")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)


@admin.register(Vendor)
class VendorAdmin(ReadOnlyAdmin):
    """事業者: the vendor keeps its own facts; operators stop it and let it act again."""

    list_display = ["name", "size", "is_startup", "corporate_number", "is_suspended", "created_at"]
    list_filter = ["size", "is_startup", "is_suspended"]
    search_fields = ["name", "kana", "corporate_number"]
    ordering = ["-created_at"]
    fields = (
        "name",
        "kana",
        "size",
        "is_startup",
        "corporate_number",
        "headquarters",
        "service_areas",
        "website",
        "introduction",
        "is_suspended",
        "created_at",
    )
    readonly_fields = fields
    inlines = [TeamInline]
    actions = ["suspend", "resume"]

    @admin.action(description="停止する")
    def suspend(self, request: HttpRequest, queryset: QuerySet[Vendor]) -> HttpResponse | None:
        return self._moderate(request, queryset, "事業者の停止", "suspend", suspend_vendor)

    @admin.action(description="停止を解く")
    def resume(self, request: HttpRequest, queryset: QuerySet[Vendor]) -> HttpResponse | None:
        return self._moderate(request, queryset, "停止の解除", "resume", resume_vendor)

    def _moderate(
        self, request: HttpRequest, queryset: QuerySet[Vendor], title: str, name: str, action: Any
    ) -> HttpResponse | None:
        return run_with_reason(
            self,
            request,
            queryset,
            title=title,
            action_name=name,
            run=lambda row, reason: action(vendor=row, actor=operator_of(request), reason=reason, now=timezone.now()),
        )
