"""Vendors and their teams."""

from __future__ import annotations

from django.contrib import admin

from accounts.actions.vendors import resume_vendor, suspend_vendor
from accounts.admin.screens import ReadOnlyAdmin, ReadOnlyInline, with_reason
from accounts.models import Vendor, VendorMembership


class TeamInline(ReadOnlyInline):
    """The team, present and past."""

    model = VendorMembership
    fields = ("user", "role", "created_at", "ended_at")


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
    inlines = [TeamInline]
    actions = [
        with_reason("suspend", "停止する", "事業者の停止", suspend_vendor, row="vendor"),
        with_reason("resume", "停止を解く", "停止の解除", resume_vendor, row="vendor"),
    ]
