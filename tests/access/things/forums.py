"""Things of the boards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forums.enums import ShownAs
from forums.indexing import TOPICS
from tests.access.canary import CANARY
from tests.factories import BoardFactory, PostFactory, TopicFactory

if TYPE_CHECKING:
    from tests.access.world import World


def things(world: World) -> dict[str, Any]:
    """A asks anonymously and adds a word, for staff alone; another question of A's is open to experts."""
    asker = {"author": world.users["staff_a"], "municipality": world.municipality_a, "shown_as": ShownAs.ANONYMOUS}
    board = BoardFactory(name="架空の情報政策課")
    topic = TopicFactory(board=board, title=f"{CANARY}の相談", body=f"{CANARY}の本文", **asker)
    topic.services.set([world.things["service"]])
    opened = TopicFactory(
        board=board, title="専門家に聞く相談", body="進め方を教えてください。", experts_invited=True, **asker
    )
    post = PostFactory(topic=topic, body=f"{CANARY}の補足", **asker)
    TOPICS.reindex_stale()
    return {
        "board": board,
        "topic": topic,
        "post": post,
        "opened": opened,
    }
