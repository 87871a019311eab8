"""Who sees which comment, and who watches what."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import MunicipalMembership, Report, User
from documents.querysets.documents import AnyUser, read_by

if TYPE_CHECKING:
    from documents.models import DocumentComment, DocumentWatch


def is_reported(model: str) -> Exists:
    """Whether somebody reported this row of `model`."""
    return Exists(
        Report.objects.filter(content_type__app_label="documents", content_type__model=model, object_id=OuterRef("pk"))
    )


class DocumentCommentQuerySet(QuerySet["DocumentComment"]):
    """Comments; removed ones too, which pages show as a gap."""

    def visible_to(self, user: AnyUser) -> DocumentCommentQuerySet:
        """Staff who read the document; operators see the one comment somebody reported."""
        seen = read_by(user, "document__")
        if user.is_active and user.is_staff:
            seen |= Q(is_reported("documentcomment"))
        return self.filter(seen)

    def with_author(self) -> DocumentCommentQuerySet:
        """What naming the author as far as allowed needs, in one query."""
        return self.select_related("author", "municipality", "document")

    def newest_first(self) -> DocumentCommentQuerySet:
        return self.order_by("-pk")

    def written_on(self, day: dt.date) -> DocumentCommentQuerySet:
        """Written on this day, Tokyo time."""
        start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        return self.filter(created_at__gte=start, created_at__lt=start + dt.timedelta(days=1))


class DocumentWatchQuerySet(QuerySet["DocumentWatch"]):
    """Who wants to be told of further versions."""

    def visible_to(self, user: AnyUser) -> DocumentWatchQuerySet:
        """One's own, as long as the document is seen."""
        return self.filter(read_by(user, "document__"), user=user) if isinstance(user, User) else self.none()

    def of_live_staff(self, now: dt.datetime) -> DocumentWatchQuerySet:
        """Of people who are staff of a body at this moment."""
        return self.filter(Exists(MunicipalMembership.objects.live(now).filter(user=OuterRef("user"))))

    def of_owner(self, now: dt.datetime) -> DocumentWatchQuerySet:
        """Of the owning body's own people."""
        live = MunicipalMembership.objects.live(now)
        return self.filter(
            Exists(live.filter(user=OuterRef("user"), municipality=OuterRef("document__municipality_id")))
        )
