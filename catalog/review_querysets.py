"""Which reviews somebody sees. What may be shown of their authors is `catalog.review_cards`' matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value

from accounts.models import User
from catalog.enums import ReviewDisclosure, ReviewStatus
from catalog.querysets import AdoptionQuerySet, AnyUser, is_operator, on_the_shelf, works_for

if TYPE_CHECKING:
    from catalog.models import Review


class ReviewQuerySet(QuerySet["Review"]):
    """レビュー."""

    def published(self) -> ReviewQuerySet:
        """Neither withdrawn by their authors nor hidden by the operators."""
        return self.filter(status=ReviewStatus.PUBLISHED)

    def visible_to(self, user: AnyUser) -> ReviewQuerySet:
        """Those of public listings for everyone, of its own listings for the vendor, one's own for the author;
        operators see all. What may be shown of the author is `catalog.review_cards`' matter."""
        if is_operator(user):
            return self.all()
        shown = Q(status=ReviewStatus.PUBLISHED) & (on_the_shelf() | works_for(user, "service__vendor_id"))
        return self.filter(shown | _is_author(user))

    def by(self, user: AnyUser) -> ReviewQuerySet:
        """What this person wrote."""
        return self.filter(_is_author(user))

    def for_vendor(self, user: AnyUser) -> ReviewQuerySet:
        """Published ones of the listings on this person's own desk."""
        return self.published().filter(works_for(user, "service__vendor_id"))

    def naming_their_body(self) -> ReviewQuerySet:
        """Those whose author lets the municipality be named; the others belong to no municipality's page."""
        return self.filter(disclosure__in=[ReviewDisclosure.BODY, ReviewDisclosure.PERSON])

    def with_card_data(self, user: AnyUser) -> ReviewQuerySet:
        """What `catalog.review_cards` shows this reader of a row, in one query whatever the number of rows."""
        adoptions: AdoptionQuerySet = apps.get_model("catalog", "Adoption").objects.all()
        used = adoptions.confirmed().filter(service=OuterRef("service"), municipality=OuterRef("municipality"))
        own = [field.name for field in self.model._meta.concrete_fields]
        loaded = self.select_related("author", "municipality", "service", "reply").only(*own, *_CARD_FIELDS)
        # Two by subqueries: each further table joined doubles the time PostgreSQL takes to plan (8 ms with eight).
        versions = apps.get_model("catalog", "ServiceVersion").objects.filter(pk=OuterRef("version"))
        replies = apps.get_model("catalog", "ReviewReply").objects.filter(review=OuterRef("pk"))
        return loaded.annotate(
            is_marked=_is_marked_by(user),
            body_uses_it=Exists(used),
            version_number=Subquery(versions.values("number")),
            replied_by=Subquery(replies.values("vendor__name")),
        )

    def newest_first(self) -> ReviewQuerySet:
        """The latest words first."""
        return self.order_by("-revised_at", "-pk")

    def unanswered_first(self) -> ReviewQuerySet:
        """Those without the vendor's reply, then the latest replies."""
        return self.order_by(F("reply__created_at").desc(nulls_first=True), "-revised_at", "-pk")


# Of what a review names, what its card and the rules about it ask for.
_CARD_FIELDS = (
    "author__name",
    "author__is_active",
    "municipality__name",
    "municipality__prefecture",
    "municipality__kind",
    "service__name",
    "service__current",
    "service__vendor",
    "service__status",
    "reply__body",
    "reply__created_at",
)


def _is_marked_by(user: AnyUser) -> Exists | Value:
    if not isinstance(user, User):
        return Value(False)
    marks = apps.get_model("catalog", "ReviewHelpful").objects.all()
    return Exists(marks.filter(review=OuterRef("pk"), person_key=user.key))


def _is_author(user: AnyUser) -> Q:
    return Q(author=user) if isinstance(user, User) else Q(pk__in=[])
