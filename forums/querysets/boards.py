"""Who sees which board, and what its row in the list says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q, QuerySet

from forums.enums import TopicKind, TopicStatus
from forums.querysets.people import AnyUser, is_staff_member

if TYPE_CHECKING:
    from forums.models import Board


class BoardQuerySet(QuerySet["Board"]):
    """Boards."""

    def visible_to(self, user: AnyUser) -> BoardQuerySet:
        """Live municipal staff only. Advisors read single topics; operators tend boards in the admin."""
        return self.filter(is_staff_member(user))

    def in_use(self) -> BoardQuerySet:
        """Not archived."""
        return self.filter(archived_at__isnull=True)

    def in_order(self) -> BoardQuerySet:
        """As the operators placed them."""
        return self.order_by("position", "pk")

    def with_activity(self) -> BoardQuerySet:
        """How much there is, how much waits for an answer, and when something last happened; one query.

        Topics kept among some bodies count for nobody: a number would tell of them.
        """
        for_all = Q(topics__readers=[])
        present = for_all & ~Q(topics__status=TopicStatus.WITHDRAWN)
        return self.annotate(
            topic_total=Count("topics", filter=present),
            open_questions=Count(
                "topics", filter=for_all & Q(topics__status=TopicStatus.OPEN, topics__kind=TopicKind.CONSULTATION)
            ),
            last_activity_at=Max("topics__last_activity_at", filter=present),
        )
