"""Questions to adopters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forums.indexing import topics_changed
from procurement.enums import ReferenceAudience
from procurement.models import ReferenceAsked, ReferenceRequest
from tests.access.canary import CANARY
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    MunicipalityFactory,
    TopicFactory,
)

if TYPE_CHECKING:
    from tests.access.world import World


def references(world: World) -> dict[str, Any]:
    """A asked a third town about X's listing, among the two."""
    third = MunicipalityFactory(name="架空丙村")
    AdoptionFactory(service=world.things["service"], municipality=third, confirmed=True)
    topic = TopicFactory(
        board=world.things["board"],
        title=f"{CANARY}についての件",
        body=f"{CANARY}の本文",
        author=world.users["staff_a"],
        municipality=world.municipality_a,
        readers=sorted([world.municipality_a.pk, third.pk]),
    )
    topic.services.add(world.things["service"])
    topics_changed([topic.pk])
    reference = ReferenceRequest.objects.create(
        service=world.things["service"],
        municipality=world.municipality_a,
        asked_by=world.users["staff_a"],
        topic=topic,
        audience=ReferenceAudience.ASKED,
        created_at=world.things["now"],
    )
    ReferenceAsked.objects.create(request=reference, municipality=third)
    return {
        "reference": reference,
        "among": topic,
        "third_staff": MembershipFactory(municipality=third).user,
    }
