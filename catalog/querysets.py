"""Who sees what in the catalogue, and the named facts its lists ask for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import MunicipalMembership, User, Vendor, VendorMembership
from catalog.enums import AdoptionStage, AdoptionStatus, DraftStatus, ServiceStatus

if TYPE_CHECKING:
    from catalog.models import (
        Adoption,
        Brochure,
        Category,
        Collection,
        Service,
        ServiceDraft,
        ServiceVersion,
    )

AnyUser: TypeAlias = User | AnonymousUser


def _is_operator(user: AnyUser) -> bool:
    return user.is_active and user.is_staff


def _works_for(user: AnyUser, vendor_path: str) -> Q:
    """The row's vendor is the one this person acts for at present."""
    if not isinstance(user, User):
        return Q(pk__in=[])
    return Q(
        Exists(
            VendorMembership.objects.filter(
                user=user,
                user__is_active=True,
                ended_at__isnull=True,
                vendor__is_suspended=False,
                vendor=OuterRef(vendor_path),
            )
        )
    )


class CategoryQuerySet(QuerySet["Category"]):
    """Categories are open to everyone."""

    def in_order(self) -> CategoryQuerySet:
        """By axis, then as the operators placed them."""
        return self.order_by("axis", "position", "pk")


class ServiceQuerySet(QuerySet["Service"]):
    """Listings."""

    def published(self) -> ServiceQuerySet:
        """Those everyone may find. A suspended vendor's listings disappear with it; asked the other way round, from the
        few suspended vendors, the condition costs no look at the vendor of each listing."""
        return self.filter(status=ServiceStatus.PUBLISHED).exclude(vendor__in=Vendor.objects.suspended())

    def visible_to(self, user: AnyUser) -> ServiceQuerySet:
        """Published ones for everyone; all of a vendor's own for its people; everything for operators."""
        if _is_operator(user):
            return self.all()
        return self.filter(
            Q(status=ServiceStatus.PUBLISHED, vendor__is_suspended=False) | _works_for(user, "vendor_id")
        )

    def editable_by(self, user: AnyUser) -> ServiceQuerySet:
        """Those on this person's own desk."""
        return self.filter(_works_for(user, "vendor_id"))

    def with_list_data(self) -> ServiceQuerySet:
        """What a card shows, in one query whatever the number of rows."""
        return self.select_related("vendor")

    def with_passage_data(self) -> ServiceQuerySet:
        """What the card of a search hit shows: a passage of the description besides."""
        return self.with_list_data().select_related("current").defer("current__answers", "current__vendor_facts")

    def with_version(self) -> ServiceQuerySet:
        """Whole records."""
        return self.select_related("vendor", "current")

    def with_desk_data(self) -> ServiceQuerySet:
        """What the vendor's list shows: the working draft and the current version beside each listing."""
        return self.select_related("vendor", "draft", "current")

    def by_recommendation(self) -> ServiceQuerySet:
        """Confirmed adoption and freshness mixed (see `catalog.ordering`)."""
        return self.order_by(F("rank").desc(), F("pk").desc())

    def by_news(self) -> ServiceQuerySet:
        """Newest listing first."""
        return self.order_by(F("first_published_at").desc(), F("pk").desc())

    def by_adoptions(self) -> ServiceQuerySet:
        """Most confirmed municipalities first."""
        return self.order_by(F("confirmed_adoptions").desc(), F("rank").desc(), F("pk").desc())

    def by_name(self) -> ServiceQuerySet:
        """In the order of the kana."""
        return self.order_by("sort_key", "pk")

    def in_collection(self, collection: Collection) -> ServiceQuerySet:
        """The listings of a collection as the operators placed them, each with their word on why (`note`)."""
        chosen = self.filter(collection_items__collection=collection)
        return chosen.annotate(note=F("collection_items__note")).order_by("collection_items__position", "pk")

    def needing_the_vendor(self, stale_before: dt.date) -> ServiceQuerySet:
        """What the vendor's desk opens with: drafts, suspensions, and listings last confirmed before the day given."""
        return self.filter(
            Q(draft__isnull=False)
            | Q(status=ServiceStatus.SUSPENDED)
            | Q(status=ServiceStatus.PUBLISHED, confirmed_on__lt=stale_before)
        )


class ServiceDraftQuerySet(QuerySet["ServiceDraft"]):
    """Working texts: the vendor's own people and operators only."""

    def visible_to(self, user: AnyUser) -> ServiceDraftQuerySet:
        if _is_operator(user):
            return self.all()
        return self.filter(_works_for(user, "service__vendor_id"))

    def in_review(self) -> ServiceDraftQuerySet:
        """What waits for an operator, longest waiting first."""
        return self.filter(status=DraftStatus.IN_REVIEW).order_by("submitted_at", "pk")


class ServiceVersionQuerySet(QuerySet["ServiceVersion"]):
    """Frozen versions."""

    def visible_to(self, user: AnyUser) -> ServiceVersionQuerySet:
        """Every version of a listing that is public now; the vendor's own and operators see the others too."""
        if _is_operator(user):
            return self.all()
        return self.filter(
            Q(service__status=ServiceStatus.PUBLISHED, service__vendor__is_suspended=False)
            | _works_for(user, "service__vendor_id")
        )


class BrochureQuerySet(QuerySet["Brochure"]):
    """Brochures. Their names stand on the listing; the file itself is handed over by an inquiry."""

    def offered(self) -> BrochureQuerySet:
        """Not taken down."""
        return self.filter(removed_at__isnull=True)

    def visible_to(self, user: AnyUser) -> BrochureQuerySet:
        """Files a person may open without asking: the vendor's own people and operators."""
        if _is_operator(user):
            return self.all()
        return self.filter(_works_for(user, "service__vendor_id"))

    def in_order(self) -> BrochureQuerySet:
        """Newest first."""
        return self.order_by("-uploaded_at", "pk")


class CollectionQuerySet(QuerySet["Collection"]):
    """特集."""

    def current(self, today: dt.date) -> CollectionQuerySet:
        """Those shown on `today` (first and last day included)."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)

    def visible_to(self, user: AnyUser) -> CollectionQuerySet:
        """Everyone sees the current ones; operators see those being prepared, too."""
        return self.all() if _is_operator(user) else self.current(timezone.localdate())

    def newest_first(self) -> CollectionQuerySet:
        return self.order_by("-starts_on", "pk")


class AdoptionQuerySet(QuerySet["Adoption"]):
    """導入実績."""

    def confirmed(self) -> AdoptionQuerySet:
        """Those that count: confirmed by the municipality, and more than an intention."""
        return self.filter(status=AdoptionStatus.CONFIRMED).exclude(stage=AdoptionStage.CONSIDERING)

    def visible_to(self, user: AnyUser) -> AdoptionQuerySet:
        """Disputed ones are hidden; 検討 reveals intent and is for live municipal staff; operators see all."""
        if _is_operator(user):
            return self.all()
        undisputed = self.exclude(status=AdoptionStatus.DISPUTED)
        if not isinstance(user, User):
            return undisputed.exclude(stage=AdoptionStage.CONSIDERING)
        is_staff_member = Exists(MunicipalMembership.objects.live(timezone.now()).filter(user=user))
        return undisputed.filter(~Q(stage=AdoptionStage.CONSIDERING) | Q(is_staff_member))

    def with_list_data(self) -> AdoptionQuerySet:
        return self.select_related("municipality")

    def in_order(self) -> AdoptionQuerySet:
        """Confirmed ones first, then the latest start."""
        return self.order_by(F("confirmed_at").asc(nulls_last=True), F("started_on").desc(nulls_last=True), "pk")
