"""Things of procurement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.access.canary import CANARY
from tests.factories import BrochureHandoverFactory, InquiryFactory, InquiryMessageFactory

if TYPE_CHECKING:
    from tests.access.world import World


def things(world: World) -> dict[str, Any]:
    """A asks about X's listing without naming itself."""
    inquiry = InquiryFactory(
        service=world.things["service"],
        municipality=world.municipality_a,
        created_by=world.users["staff_a"],
        subject=f"{CANARY}についての件",
    )
    BrochureHandoverFactory(inquiry=inquiry, brochure=world.things["brochure"])
    return {"inquiry": inquiry, "message": InquiryMessageFactory(inquiry=inquiry, body=CANARY)}
