"""Things of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.enums import VendorRole
from accounts.models import VendorHandover
from catalog.enums import AdoptionStage, AdoptionStatus, ReviewStatus
from tests.access.canary import CANARY
from tests.factories import (
    AdoptionFactory,
    BrochureFactory,
    CategoryFactory,
    CollectionFactory,
    ListingUploadFactory,
    PublishedServiceFactory,
    ReviewFactory,
    SavedSearchFactory,
    ScreenshotFactory,
    ServiceDraftFactory,
    ServiceFactory,
    VendorMembershipFactory,
)

if TYPE_CHECKING:
    from tests.access.world import World


def things(world: World) -> dict[str, Any]:
    """X's listing with a brochure, one that X prepares, and what A considers."""
    service = PublishedServiceFactory(vendor=world.things["vendor"], name="架空議事録サービス")
    colleague = VendorMembershipFactory(vendor=world.things["vendor"], role=VendorRole.EDITOR)
    unpublished = ServiceFactory(vendor=world.things["vendor"], name=f"{CANARY}準備中サービス")
    return {
        "service": service,
        "unpublished": unpublished,
        "draft": ServiceDraftFactory(service=unpublished, description=CANARY),
        "considering": AdoptionFactory(
            service=service,
            municipality=world.municipality_a,
            department=f"{CANARY}課",
            stage=AdoptionStage.CONSIDERING,
        ),
        "body": world.municipality_a,
        # A's staff keep body and name back.
        "review": ReviewFactory(
            service=service,
            municipality=world.municipality_a,
            author=world.users["staff_a"],
            body_class="市（人口3万人〜5万人未満）",
        ),
        "withdrawn_review": ReviewFactory(
            service=service, good_points=CANARY, status=ReviewStatus.WITHDRAWN, withdrawn_at=world.things["now"]
        ),
        "disputed": AdoptionFactory(
            service=service,
            municipality=world.municipality_a,
            department=f"{CANARY}係",
            status=AdoptionStatus.DISPUTED,
            disputed_at=world.things["now"],
            dispute_reason=CANARY,
        ),
        "teammate": colleague,
        "vendor_handover": VendorHandover.objects.create(
            vendor=world.things["vendor"],
            owner=world.things["team"],
            successor=colleague,
            offered_at=world.things["now"],
        ),
        "screenshot": ScreenshotFactory(service=unpublished, made=True),
        "brochure": BrochureFactory(service=service),
        "saved_search": SavedSearchFactory(user=world.users["staff_a"], name=f"{CANARY}の検索"),
        "listing_upload": ListingUploadFactory(vendor=world.things["vendor"], file_name=f"{CANARY}.csv"),
        "category": CategoryFactory(),
        "collection": CollectionFactory(),
    }
