"""What X's team keeps for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procurement.models import AnswerTemplate, Assignment, AssignmentStep, Inquiry
from tests.access.canary import CANARY

if TYPE_CHECKING:
    from tests.access.world import World


def desk(world: World, inquiry: Inquiry) -> dict[str, Any]:
    """A text block, and somebody who looks after A's lead."""
    now, place = world.things["now"], world.things["team"]
    assignment = Assignment.objects.create(inquiry=inquiry, assignee=place, revision=1, updated_at=now)
    AssignmentStep.objects.create(assignment=assignment, assignee_key=place.user.key, actor_key=place.user.key, at=now)
    return {
        "answer_template": AnswerTemplate.objects.create(
            vendor=world.things["vendor"], title=f"{CANARY}の相談", body=CANARY, created_at=now, updated_at=now
        ),
        "assignment": assignment,
    }
