"""Who sees what a vendor's team keeps for itself: the team, nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from procurement.querysets.parties import AnyUser, works_for

if TYPE_CHECKING:
    from procurement.models import AnswerTemplate, Assignment, AssignmentStep


class AnswerTemplateQuerySet(QuerySet["AnswerTemplate"]):
    """Text blocks."""

    def visible_to(self, user: AnyUser) -> AnswerTemplateQuerySet:
        """The team's own."""
        return self.filter(works_for(user, "vendor_id"))

    def in_order(self) -> AnswerTemplateQuerySet:
        """By name."""
        return self.select_related("updated_by").order_by("title", "pk")


class AssignmentQuerySet(QuerySet["Assignment"]):
    """Who looks after what."""

    def visible_to(self, user: AnyUser) -> AssignmentQuerySet:
        """The addressed vendor's team."""
        return self.filter(works_for(user, "inquiry__vendor_id") | works_for(user, "invitation__vendor_id"))

    def standing(self) -> AssignmentQuerySet:
        """Somebody who is still in the team; `live_assignee` says the same of one."""
        return self.filter(assignee__ended_at__isnull=True, assignee__user__is_active=True)

    def with_people(self) -> AssignmentQuerySet:
        """With who looks after it."""
        return self.select_related("assignee__user")


class AssignmentStepQuerySet(QuerySet["AssignmentStep"]):
    """The history of an assignment."""

    def visible_to(self, user: AnyUser) -> AssignmentStepQuerySet:
        """The addressed vendor's team."""
        return self.filter(
            works_for(user, "assignment__inquiry__vendor_id") | works_for(user, "assignment__invitation__vendor_id")
        )

    def latest_first(self) -> AssignmentStepQuerySet:
        return self.order_by("-pk")
