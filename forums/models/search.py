"""The search rows beside topics, talk sessions, boards and columns."""

from __future__ import annotations

from django.db import models

from catalog.models import SearchRow
from forums.models.boards import Board
from forums.models.columns import Column
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


class BoardSearch(SearchRow):
    """What is searched of one board: what all staff read of it, never its members."""

    board = models.OneToOneField(
        Board, on_delete=models.CASCADE, primary_key=True, related_name="search", verbose_name="課"
    )


class ColumnSearch(SearchRow):
    """What is searched of one published column."""

    column = models.OneToOneField(
        Column, on_delete=models.CASCADE, primary_key=True, related_name="search", verbose_name="コラム"
    )
