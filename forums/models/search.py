"""The search rows beside the topics and the talk sessions."""

from __future__ import annotations

from django.db import models

from catalog.models import SearchRow
from forums.models.events import Event
from forums.models.topics import Topic


class TopicSearch(SearchRow):
    """What is searched of one topic with its posts: never who wrote them."""

    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, primary_key=True, related_name="search", verbose_name="トピック"
    )


class EventSearch(SearchRow):
    """What is searched of one talk session: what everybody may read of it."""

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, primary_key=True, related_name="search", verbose_name="座談会"
    )
