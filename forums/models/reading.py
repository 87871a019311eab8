"""How far people have read, and what they want to hear of boards."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from dss.constraints import one_of
from forums.enums import WatchLevel, WatchScope
from forums.models.boards import Board
from forums.models.topics import Topic
from forums.querysets import BoardWatchQuerySet


class BoardWatch(models.Model):
    """What a person is told of a board (`scope`), and how (`level`). No row: nothing.

    A row of the topic itself (`TopicWatch`) goes before it. Who takes part in a founded board gets a row of their own
    when they join, unless there is one.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="watches", verbose_name="課")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="職員")
    scope = models.CharField("知らせる範囲", max_length=6, choices=WatchScope.choices, default=WatchScope.TOPICS)
    level = models.CharField("受け取り方", max_length=4, choices=WatchLevel.choices)

    objects = BoardWatchQuerySet.as_manager()

    class Meta:
        verbose_name = "課の通知設定"
        verbose_name_plural = "課の通知設定"
        constraints = [
            one_of("scope", WatchScope, "boardwatch"),
            one_of("level", WatchLevel, "boardwatch"),
            models.UniqueConstraint(fields=["board", "user"], name="boardwatch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.scope} {self.level}"


class TopicReading(models.Model):
    """The highest number up to which a person has read a topic; it only rises."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="readings", verbose_name="トピック")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="職員")
    last_read_number = models.PositiveIntegerField("ここまで読んだ番号")

    class Meta:
        verbose_name = "トピックの既読"
        verbose_name_plural = "トピックの既読"
        constraints = [
            models.UniqueConstraint(fields=["topic", "user"], name="topicreading_once"),
            models.CheckConstraint(condition=Q(last_read_number__gte=1), name="topicreading_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.last_read_number}"


class ReadingLine(models.Model):
    """Every post up to `read_until` counts as read: on the board, or everywhere where there is none. It only rises."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="職員")
    board = models.ForeignKey(
        Board, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="課（空ならすべて）"
    )
    read_until = models.DateTimeField("ここまで既読")

    class Meta:
        verbose_name = "既読の区切り"
        verbose_name_plural = "既読の区切り"
        constraints = [
            models.UniqueConstraint(fields=["user", "board"], nulls_distinct=False, name="readingline_once"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id or 'all'} {self.read_until}"
