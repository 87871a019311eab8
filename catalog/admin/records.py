"""What is only looked at."""

from __future__ import annotations

from django.contrib import admin

from catalog.admin.readonly import ReadOnlyAdmin
from catalog.models import Adoption


@admin.register(Adoption)
class AdoptionAdmin(ReadOnlyAdmin):
    """導入実績."""

    list_display = ("municipality", "service", "stage", "origin", "status", "started_on")
    list_filter = ("status", "stage", "origin")
    list_select_related = ("municipality", "service")
    search_fields = ("municipality__name", "service__name")
    ordering = ("-claimed_at", "-pk")
