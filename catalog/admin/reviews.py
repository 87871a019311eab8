"""レビュー: what was reported or misused is taken off the page, with a reason the author reads."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from accounts.admin.screens import ReadOnlyAdmin, operator_of, with_reason
from accounts.personas import persona_of
from catalog.actions import hide_review, show_review
from catalog.models import Review


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    """Operators see the body behind every review; an operator who acts for a vendor sees none of that vendor's."""

    list_display = ("__str__", "service", "municipality", "disclosure", "overall", "status", "revised_at")
    list_filter = ("status", "disclosure", "overall")
    list_select_related = ("service", "municipality")
    search_fields = ("service__name",)
    ordering = ("-revised_at", "-pk")
    exclude = ("author", "client_token")
    readonly_fields = ("earlier_words",)
    actions = (
        with_reason("hide", "非表示にする", "レビューの非表示：理由は書いた方に伝わります", hide_review, row="review"),
        with_reason("show", "元に戻す", "非表示にしたレビューを元に戻す", show_review, row="review"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        rows = super().get_queryset(request)
        vendor = persona_of(operator_of(request)).vendor
        return rows.exclude(service__vendor=vendor) if vendor is not None else rows

    def name_of(self, row: Review) -> str:
        return f"「{row.service.name}」へのレビュー（{row.municipality.full_name}）"

    @admin.display(description="これまでの文章")
    def earlier_words(self, review: Review) -> str:
        """Every text of this review that was once published, the latest first."""
        events: Any = review.events  # type: ignore[attr-defined]  # the history's
        return "\n\n".join(
            f"{date_format(timezone.localtime(event.revised_at), 'Y年n月j日 H:i')} 総合{event.overall}\n"
            f"{event.good_points}\n{event.wishes}"
            for event in events.order_by("-pgh_id")
        )
