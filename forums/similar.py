"""Topics like the one somebody is about to open, as far as that person may read them."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from catalog.search.engine import Scope, search_each
from catalog.search.paging import things_found
from forums.models import Topic, TopicSearch
from forums.reading import TopicRow, topic_rows

MOST_SIMILAR = 5
SHORTEST = 3
"""A title with fewer characters says nothing yet."""


def similar_to(title: str, reader: User, now: datetime) -> list[TopicRow]:
    """Those with all, else with half of the words that say something; none where nothing is alike."""
    if len(title.strip()) < SHORTEST:
        return []
    seen = Topic.objects.searchable_by(reader)
    result = search_each(title, [Scope(TopicSearch, seen, limit=MOST_SIMILAR)])[0]
    return topic_rows(things_found(seen.with_list_data().with_unread_of(reader, now), result))
