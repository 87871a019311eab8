"""Who sees which project (検討案件): the owning municipality's live staff, nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from procurement.enums import ProjectStatus, Verdict
from procurement.querysets.parties import AnyUser, serves

if TYPE_CHECKING:
    from procurement.models import Candidate, Project, ProjectNote, ProjectStep


class ProjectQuerySet(QuerySet["Project"]):
    """Projects of one's own body."""

    def visible_to(self, user: AnyUser) -> ProjectQuerySet:
        """Live staff of the owning municipality; operators and vendors have no access."""
        return self.filter(serves(user, "municipality_id"))

    def led_by(self, user: User) -> ProjectQuerySet:
        """Those this person is in charge of (担当)."""
        return self.filter(lead=user)

    def ongoing(self) -> ProjectQuerySet:
        """Neither decided nor archived."""
        return self.filter(status=ProjectStatus.ACTIVE)

    def at_hand(self) -> ProjectQuerySet:
        """Everything that was not put away."""
        return self.exclude(status=ProjectStatus.ARCHIVED)

    def archived(self) -> ProjectQuerySet:
        return self.filter(status=ProjectStatus.ARCHIVED)

    def with_list_data(self) -> ProjectQuerySet:
        """What a row of the list shows, in one query whatever the number of rows."""
        return self.select_related("lead", "category", "municipality").annotate(
            candidate_count=Count("candidates", distinct=True, filter=~Q(candidates__verdict=Verdict.REJECTED))
        )

    def latest_first(self) -> ProjectQuerySet:
        """The project with the newest step first."""
        return self.order_by("-updated_at", "-pk")


class CandidateQuerySet(QuerySet["Candidate"]):
    """Listings under consideration in a project."""

    def visible_to(self, user: AnyUser) -> CandidateQuerySet:
        """Those who see the project."""
        return self.filter(serves(user, "project__municipality_id"))

    def in_order(self) -> CandidateQuerySet:
        """As they were added, with what a card shows."""
        return self.select_related("service__vendor", "service__current", "version", "added_by").order_by("pk")


class ProjectNoteQuerySet(QuerySet["ProjectNote"]):
    """Colleagues' notes."""

    def visible_to(self, user: AnyUser) -> ProjectNoteQuerySet:
        """Those who see the project."""
        return self.filter(serves(user, "project__municipality_id"))

    def latest_first(self) -> ProjectNoteQuerySet:
        return self.select_related("author").order_by("-pk")


class ProjectStepQuerySet(QuerySet["ProjectStep"]):
    """What happened in a project."""

    def visible_to(self, user: AnyUser) -> ProjectStepQuerySet:
        """Those who see the project."""
        return self.filter(serves(user, "project__municipality_id"))

    def latest_first(self) -> ProjectStepQuerySet:
        return self.select_related("actor").order_by("-at", "-pk")
