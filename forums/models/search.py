"""The search rows beside the topics."""

from __future__ import annotations

from django.db import models

from catalog.models import SearchRow
from forums.models.topics import Topic


class TopicSearch(SearchRow):
    """What is searched of one topic with its posts: never who wrote them."""

    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, primary_key=True, related_name="search", verbose_name="トピック"
    )
