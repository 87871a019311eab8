"""導入実績: looked at, and where a body and a vendor do not agree, decided."""

from __future__ import annotations

from django.contrib import admin
from django.utils import timezone

from accounts.admin.screens import ReadOnlyAdmin, fact_filter, mine_filter, with_reason
from accounts.personas import persona_of
from catalog.actions import settle_disputed_adoption
from catalog.models import Adoption

SETTLEABLE = mine_filter(lambda rows, operator: rows.disputed_beside(persona_of(operator).vendor))
UNANSWERED = fact_filter(
    "claim", "自治体の確認", "30日たっても答えがない", lambda rows: rows.unanswered(timezone.now())
)


@admin.register(Adoption)
class AdoptionAdmin(ReadOnlyAdmin):
    """導入実績: what both sides said stands on the row's page."""

    list_display = (
        "municipality",
        "service",
        "stage",
        "origin",
        "status",
        "claimed_at",
        "disputed_at",
        "dispute_reason",
    )
    list_filter = ("status", SETTLEABLE, UNANSWERED, "stage", "origin")
    list_select_related = ("municipality", "service")
    search_fields = ("municipality__name", "service__name")
    ordering = ("-claimed_at", "-pk")
    actions = (
        with_reason(
            "settle",
            "異議を認めて取り下げる",
            "異議のある導入実績の取下げ：両者の言い分を確かめてください",
            settle_disputed_adoption,
            row="adoption",
        ),
    )
