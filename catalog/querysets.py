"""Who sees what in the catalogue, and the named facts its lists ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from accounts.models import Municipality, MunicipalMembership, User, Vendor, VendorMembership
from accounts.serving import is_live_staff, serves
from catalog.enums import (
    AdoptionOrigin,
    AdoptionStage,
    AdoptionStatus,
    DraftStatus,
    ServiceStatus,
)
from catalog.nearness import is_near, likeness_score

if TYPE_CHECKING:
    from catalog.models import (
        Adoption,
        Brochure,
        Category,
        Collection,
        ListingUpload,
        Screenshot,
        Service,
        ServiceDraft,
        ServiceVersion,
        ServiceViews,
    )
    from catalog.shelf_querysets import BookmarkQuerySet

AnyUser: TypeAlias = User | AnonymousUser


def is_operator(user: AnyUser) -> bool:
    """Whether this person sees what only operators see."""
    return user.is_active and user.is_staff


def works_for(user: AnyUser, vendor_path: str) -> Q:
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


def _near_uses(body: Municipality, likenesses: Sequence[str]) -> AdoptionQuerySet:
    adoptions: AdoptionQuerySet = apps.get_model("catalog", "Adoption").objects.all()
    return adoptions.confirmed().near(body, likenesses)


def on_the_shelf(service_path: str = "service") -> Q:
    return Q(**{f"{service_path}__status": ServiceStatus.PUBLISHED, f"{service_path}__vendor__is_suspended": False})


class ServiceQuerySet(QuerySet["Service"]):
    """Listings."""

    def published(self) -> ServiceQuerySet:
        """Those everyone may find. A suspended vendor's listings disappear with it; asked the other way round, from the
        few suspended vendors, the condition costs no look at the vendor of each listing."""
        return self.filter(status=ServiceStatus.PUBLISHED).exclude(vendor__in=Vendor.objects.suspended())

    def visible_to(self, user: AnyUser) -> ServiceQuerySet:
        """Published ones for everyone; all of a vendor's own for its people; everything for operators."""
        if is_operator(user):
            return self.all()
        return self.filter(Q(status=ServiceStatus.PUBLISHED, vendor__is_suspended=False) | works_for(user, "vendor_id"))

    def editable_by(self, user: AnyUser) -> ServiceQuerySet:
        """Those on this person's own desk."""
        return self.filter(works_for(user, "vendor_id"))

    def with_list_data(self) -> ServiceQuerySet:
        """What a card shows, in one query whatever the number of rows."""
        return self.select_related("vendor")

    def with_passage_data(self) -> ServiceQuerySet:
        """What the card of a search hit shows: a passage of the description besides."""
        return self.with_list_data().select_related("current").defer("current__answers", "current__vendor_facts")

    def with_version(self) -> ServiceQuerySet:
        """Whole records."""
        return self.select_related("vendor", "current")

    def with_comparison_data(self) -> ServiceQuerySet:
        """What a column of the comparison shows."""
        return self.select_related("vendor", "current", "review_summary")

    def with_bookmark_of(self, user: AnyUser) -> ServiceQuerySet:
        """`is_bookmarked`: whether this person keeps it."""
        bookmarks: BookmarkQuerySet = apps.get_model("catalog", "Bookmark").objects.all()
        return self.annotate(is_bookmarked=Exists(bookmarks.visible_to(user).filter(service=OuterRef("pk"))))

    def with_page_data(self) -> ServiceQuerySet:
        """What a listing's page shows in one query: `offered` are title and size of its brochures."""
        brochures: BrochureQuerySet = apps.get_model("catalog", "Brochure").objects.all()
        own = brochures.offered().filter(service=OuterRef("pk")).in_order()
        offered = ArraySubquery(own.values(row=JSONObject(title="title", size="size")))
        return self.select_related("vendor", "current", "review_summary", "response").annotate(offered=offered)

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

    def used_near(self, body: Municipality, likenesses: Sequence[str] = ()) -> ServiceQuerySet:
        """Those that a body like `body` confirmed to use or to have used."""
        return self.filter(Exists(_near_uses(body, likenesses).filter(service=OuterRef("pk"))))

    def with_near_uses(self, body: Municipality, likenesses: Sequence[str] = ()) -> ServiceQuerySet:
        """`near_uses`: how many such bodies."""
        own = _near_uses(body, likenesses).filter(service=OuterRef("pk")).order_by().values("service")
        counted = own.annotate(number=Count("municipality", distinct=True)).values("number")
        return self.annotate(near_uses=Coalesce(Subquery(counted), 0))

    def by_near_uses(self, body: Municipality, likenesses: Sequence[str] = ()) -> ServiceQuerySet:
        """Most such bodies first."""
        counted = self.with_near_uses(body, likenesses)
        return counted.order_by(F("near_uses").desc(), F("rank").desc(), F("pk").desc())

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

    def awaiting_reminder(self, stale_before: dt.date) -> ServiceQuerySet:
        """Public ones last confirmed before the day given, whose team was not told so since that day."""
        untold = Q(reminded_on__isnull=True) | Q(reminded_on__lt=stale_before)
        return self.published().filter(untold, confirmed_on__lt=stale_before)


class ServiceDraftQuerySet(QuerySet["ServiceDraft"]):
    """Working texts: the vendor's own people and operators only."""

    def visible_to(self, user: AnyUser) -> ServiceDraftQuerySet:
        if is_operator(user):
            return self.all()
        return self.filter(works_for(user, "service__vendor_id"))

    def to_submit(self) -> ServiceDraftQuerySet:
        """What the vendor has not handed in yet."""
        return self.exclude(status=DraftStatus.IN_REVIEW)

    def in_review(self) -> ServiceDraftQuerySet:
        """What waits for an operator, longest waiting first."""
        return self.filter(status=DraftStatus.IN_REVIEW).order_by("submitted_at", "pk")

    def in_review_beside(self, own: Vendor | None) -> ServiceDraftQuerySet:
        """What an operator may review who acts for `own`: others decide about that vendor."""
        return self.in_review().exclude(service__vendor=own) if own else self.in_review()


class ServiceVersionQuerySet(QuerySet["ServiceVersion"]):
    """Frozen versions."""

    def visible_to(self, user: AnyUser) -> ServiceVersionQuerySet:
        """Every version of a listing that is public now; the vendor's own and operators see the others too."""
        if is_operator(user):
            return self.all()
        return self.filter(
            Q(service__status=ServiceStatus.PUBLISHED, service__vendor__is_suspended=False)
            | works_for(user, "service__vendor_id")
        )


class BrochureQuerySet(QuerySet["Brochure"]):
    """Brochures. Their names stand on the listing; the file itself is handed over by an inquiry."""

    def offered(self) -> BrochureQuerySet:
        """Not taken down."""
        return self.filter(removed_at__isnull=True)

    def visible_to(self, user: AnyUser) -> BrochureQuerySet:
        """Files a person may open without asking: the vendor's own people and operators."""
        if is_operator(user):
            return self.all()
        return self.filter(works_for(user, "service__vendor_id"))

    def in_order(self) -> BrochureQuerySet:
        """Newest first."""
        return self.order_by("-uploaded_at", "pk")


class ScreenshotQuerySet(QuerySet["Screenshot"]):
    """画面の画像."""

    def visible_to(self, user: AnyUser) -> ScreenshotQuerySet:
        """Those of any version of a public listing for everyone; all of its own for the vendor; all for operators."""
        if is_operator(user):
            return self.all()
        return self.filter((Q(frozen_at__isnull=False) & on_the_shelf()) | works_for(user, "service__vendor_id"))


class ServiceViewsQuerySet(QuerySet["ServiceViews"]):
    """Numbers of views."""

    def of_own_listings(self, user: AnyUser) -> ServiceViewsQuerySet:
        """Those of the vendor this person acts for."""
        return self.filter(works_for(user, "service__vendor_id"))


class ListingUploadQuerySet(QuerySet["ListingUpload"]):
    """Tables that a vendor uploaded: its own people only."""

    def visible_to(self, user: AnyUser) -> ListingUploadQuerySet:
        return self.filter(works_for(user, "vendor_id"))

    def newest_first(self) -> ListingUploadQuerySet:
        return self.order_by("-created_at", "-pk")


class AdoptionQuerySet(QuerySet["Adoption"]):
    """導入実績."""

    def confirmed(self) -> AdoptionQuerySet:
        """Those that count: confirmed by the municipality, and more than an intention."""
        return self.filter(status=AdoptionStatus.CONFIRMED).exclude(stage=AdoptionStage.CONSIDERING)

    def standing(self) -> AdoptionQuerySet:
        """Not taken back by whoever recorded them."""
        return self.exclude(status=AdoptionStatus.WITHDRAWN)

    def visible_to(self, user: AnyUser) -> AdoptionQuerySet:
        """Disputed ones are hidden from all but the body's own staff; 検討 reveals intent and is for live municipal
        staff; what was withdrawn is gone; operators see all."""
        if is_operator(user):
            return self.all()
        undisputed = Q(status__in=[AdoptionStatus.CLAIMED, AdoptionStatus.CONFIRMED])
        if not isinstance(user, User):
            return self.filter(undisputed).exclude(stage=AdoptionStage.CONSIDERING)
        shown = undisputed & (~Q(stage=AdoptionStage.CONSIDERING) | is_live_staff(user))
        return self.standing().filter(shown | serves(user, "municipality"))

    def of_own_body(self, user: AnyUser) -> AdoptionQuerySet:
        """Everything recorded of the body this person serves: its staff correct, end, confirm and dispute."""
        return self.standing().filter(serves(user, "municipality"))

    def claimed_for_vendor(self, user: AnyUser) -> AdoptionQuerySet:
        """What this person's vendor recorded of its customers, as far as the vendor still sees it."""
        return self.visible_to(user).filter(works_for(user, "service__vendor_id"), origin=AdoptionOrigin.VENDOR)

    def awaiting_confirmation(self) -> AdoptionQuerySet:
        """What somebody recorded and no member of the body confirmed yet; an intention needs no confirmation."""
        return self.filter(on_the_shelf(), status=AdoptionStatus.CLAIMED).exclude(stage=AdoptionStage.CONSIDERING)

    def unanswered(self, now: dt.datetime) -> AdoptionQuerySet:
        """Recorded a month ago, and still no member of the body said whether it is so."""
        return self.awaiting_confirmation().filter(claimed_at__lt=now - dt.timedelta(days=30))

    def awaiting_renewal(self, stale_before: dt.date) -> AdoptionQuerySet:
        """What a body confirmed before this day and is said to use still: is it so?"""
        moment = timezone.make_aware(dt.datetime.combine(stale_before, dt.time()))
        return self.filter(
            on_the_shelf(),
            status=AdoptionStatus.CONFIRMED,
            stage__in=[AdoptionStage.TRIAL, AdoptionStage.IN_USE],
            confirmed_at__lt=moment,
        )

    def to_ask_again(self, stale_before: dt.date) -> AdoptionQuerySet:
        """Of these, the ones whose body was not asked within the last year."""
        unasked = Q(asked_again_on__isnull=True) | Q(asked_again_on__lt=stale_before)
        return self.awaiting_renewal(stale_before).filter(unasked)

    def longest_confirmed_first(self) -> AdoptionQuerySet:
        return self.order_by("confirmed_at", "pk")

    def disputed(self) -> AdoptionQuerySet:
        return self.filter(status=AdoptionStatus.DISPUTED)

    def disputed_beside(self, own: Vendor | None) -> AdoptionQuerySet:
        """What an operator may settle who acts for `own`: others decide about that vendor."""
        return self.disputed().exclude(service__vendor=own) if own else self.disputed()

    def on_the_shelf(self) -> AdoptionQuerySet:
        """Those of listings that everyone may find."""
        return self.filter(on_the_shelf())

    def with_list_data(self) -> AdoptionQuerySet:
        return self.select_related("municipality")

    def with_service_data(self) -> AdoptionQuerySet:
        """What a row shows where several listings stand together."""
        return self.select_related("municipality", "service__vendor")

    def in_order(self) -> AdoptionQuerySet:
        """Confirmed ones first, then the latest start."""
        return self.order_by(F("confirmed_at").asc(nulls_last=True), F("started_on").desc(nulls_last=True), "pk")

    def near(self, body: Municipality | None, likenesses: Sequence[str] = ()) -> AdoptionQuerySet:
        """Those of bodies like `body`, in all `likenesses` named; of none, when there is nothing to compare with."""
        return self.filter(is_near(body, likenesses))

    def marking_near(self, body: Municipality | None) -> AdoptionQuerySet:
        """`is_near` on each row: whether it is one of `near`."""
        return self.annotate(is_near=Case(When(is_near(body), then=True), default=False))

    def nearest_first(self) -> AdoptionQuerySet:
        """Those marked as near, then as in `in_order`; after `marking_near`."""
        return self.order_by(
            "-is_near", F("confirmed_at").asc(nulls_last=True), F("started_on").desc(nulls_last=True), "pk"
        )

    def most_alike_first(self, body: Municipality | None) -> AdoptionQuerySet:
        """Those alike in most points, then as in `in_order`."""
        scored = self.annotate(likeness=likeness_score(body))
        return scored.order_by(
            "-likeness", F("confirmed_at").asc(nulls_last=True), F("started_on").desc(nulls_last=True), "pk"
        )

    def unconfirmed_first(self) -> AdoptionQuerySet:
        """Those nobody confirmed yet, then the latest confirmations."""
        return self.order_by(F("confirmed_at").desc(nulls_first=True), "-claimed_at", "-pk")

    def longest_waiting_first(self) -> AdoptionQuerySet:
        return self.order_by("claimed_at", "pk")
