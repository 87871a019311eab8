"""Who sees what was decided: the deciding body's live staff, nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from procurement.querysets.parties import AnyUser, serves

if TYPE_CHECKING:
    from procurement.models import Outcome


class OutcomeQuerySet(QuerySet["Outcome"]):
    """What projects came to."""

    def visible_to(self, user: AnyUser) -> OutcomeQuerySet:
        """Live staff of the owning municipality. A vendor learns its own result, by an invitation's `is_chosen`."""
        return self.filter(serves(user, "project__municipality_id"))

    def with_page_data(self) -> OutcomeQuerySet:
        """What an outcome shows, in one query."""
        return self.select_related(
            "project__municipality",
            "quote_request",
            "winner__version",
            "winner__service__vendor",
            "winning_quote__quote",
            "decided_by",
            "adoption",
        )

    def latest_first(self) -> OutcomeQuerySet:
        return self.order_by("-decided_at", "-pk")
