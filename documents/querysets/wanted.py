"""Who sees what is looked for, and the named facts of its list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import MunicipalMembership, User
from accounts.serving import is_live_staff
from documents.enums import DocumentStatus, WantedStatus
from documents.querysets.documents import AnyUser, read_by
from documents.querysets.usage import is_reported

if TYPE_CHECKING:
    from documents.models import WantedAnswer, WantedDocument

ASK_AGAIN_AFTER = dt.timedelta(days=90)
EXPIRES_AFTER = dt.timedelta(days=180)


class WantedDocumentQuerySet(QuerySet["WantedDocument"]):
    """「〇〇の仕様書を探しています」."""

    def visible_to(self, user: AnyUser) -> WantedDocumentQuerySet:
        """Live staff of any body, what operators took down excepted; operators see what was reported."""
        if not isinstance(user, User):
            return self.none()
        seen = is_live_staff(user) & ~Q(status=WantedStatus.REMOVED)
        if user.is_active and user.is_staff:
            seen |= Q(is_reported("wanteddocument"))
        return self.filter(seen)

    def kept_by(self, user: User) -> WantedDocumentQuerySet:
        """Of this person for their body, and of those who have left the body: what `can_edit_wanted` allows."""
        live = MunicipalMembership.objects.live(timezone.now()).filter(municipality=OuterRef("municipality"))
        is_left = ~Exists(live.filter(user=OuterRef("asker")))
        return self.filter(Exists(live.filter(user=user))).filter(Q(asker=user) | Q(is_left))

    def still_open(self) -> WantedDocumentQuerySet:
        return self.filter(status=WantedStatus.OPEN)

    def answered(self) -> WantedDocumentQuerySet:
        """Those somebody offered a document for."""
        return self.filter(Exists(self._answers()))

    def unanswered(self) -> WantedDocumentQuerySet:
        return self.filter(~Exists(self._answers()))

    def ended(self) -> WantedDocumentQuerySet:
        return self.exclude(status=WantedStatus.OPEN)

    def answerable_by(self, user: User) -> WantedDocumentQuerySet:
        """Open ones without an answer, of others, for whose kind and field of work the own body has a document."""
        documents = apps.get_model("documents", "SharedDocument").objects
        own = documents.editable_by(user).filter(
            kind=OuterRef("kind"),
            categories=OuterRef("category"),
            status__in=[DocumentStatus.DRAFT, DocumentStatus.PUBLISHED],
        )
        return self.still_open().unanswered().filter(Exists(own)).exclude(asker=user)

    def naming(self, words: str) -> WantedDocumentQuerySet:
        """Those whose title or text holds every word."""
        found = self
        for word in words.split():
            found = found.filter(Q(title__icontains=word) | Q(text__icontains=word))
        return found

    def with_list_data(self) -> WantedDocumentQuerySet:
        return self.select_related("municipality", "category")

    def newest_first(self) -> WantedDocumentQuerySet:
        """Those said anew last stand first."""
        return self.order_by("-renewed_at", "-pk")

    def due_to_be_asked_again(self, now: dt.datetime) -> WantedDocumentQuerySet:
        """Open for ninety days since the asker last said so, and not asked since."""
        return self.still_open().filter(renewed_at__lte=now - ASK_AGAIN_AFTER, reminded_at__isnull=True)

    def due_to_expire(self, now: dt.datetime) -> WantedDocumentQuerySet:
        """Open for a hundred and eighty days since the asker last said so, who was asked at least a month ago."""
        asked = Q(reminded_at__lte=now - dt.timedelta(days=30))
        return self.still_open().filter(asked, renewed_at__lte=now - EXPIRES_AFTER)

    def _answers(self) -> QuerySet[WantedAnswer]:
        answers: QuerySet[WantedAnswer] = apps.get_model("documents", "WantedAnswer").objects.filter(
            wanted=OuterRef("pk"), document__status=DocumentStatus.PUBLISHED
        )
        return answers


class WantedAnswerQuerySet(QuerySet["WantedAnswer"]):
    """Documents that others offer."""

    def visible_to(self, user: AnyUser) -> WantedAnswerQuerySet:
        """Those whose document the person reads."""
        return self.filter(read_by(user, "document__"))

    def with_documents(self) -> WantedAnswerQuerySet:
        return self.select_related("document__municipality", "municipality").order_by("pk")

    def count_by_wanted(self, wanted: Collection[int]) -> dict[int, int]:
        """How many there are for each of these; one query."""
        rows = self.order_by().filter(wanted__in=wanted).values("wanted").annotate(total=Count("pk"))
        return {row["wanted"]: row["total"] for row in rows}
