"""Topics, and who wants to hear of them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dss.constraints import one_of
from forums.enums import LockedBy, ShownAs, TopicKind, TopicStatus, WatchLevel
from forums.models.boards import Board
from forums.querysets import UNRESOLVED, TopicQuerySet, TopicWatchQuerySet

TITLE_LENGTH = 100
CODE_LENGTH = 6
MOST_PINNED = 3


class Topic(models.Model):
    """A topic. Its text is its first post (number 1): one place for Markdown, reactions and history.

    `author_key` outlives the account. `municipality` is the body at the time of writing. `shown_as` is what readers
    learn of the author, the same as that of the first post. `post_count` counts every number given, removed posts too.
    `readers` holds the codes of the bodies whose staff alone read the topic; empty: all staff.
    `pin_place`: its place, from 1, among the few that stand first on the board. `moved_from`: the board it came from.
    That `accepted_post` is one of the topic's own posts is a foreign key of the database over both columns.
    """

    TRANSITIONS: dict[TopicStatus, frozenset[TopicStatus]] = {
        TopicStatus.OPEN: frozenset({TopicStatus.RESOLVED, TopicStatus.LOCKED, TopicStatus.WITHDRAWN}),
        TopicStatus.RESOLVED: frozenset({TopicStatus.OPEN, TopicStatus.LOCKED, TopicStatus.WITHDRAWN}),
        TopicStatus.LOCKED: frozenset({TopicStatus.OPEN, TopicStatus.RESOLVED, TopicStatus.WITHDRAWN}),
        TopicStatus.WITHDRAWN: frozenset(),
    }

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="topics", verbose_name="課")
    kind = models.CharField("種類", max_length=12, choices=TopicKind.choices)
    title = models.CharField("題名", max_length=TITLE_LENGTH)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="投稿者"
    )
    author_key = models.UUIDField("投稿者の識別子")
    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="+", verbose_name="投稿時の自治体"
    )
    shown_as = models.CharField("投稿者の表示", max_length=10, choices=ShownAs.choices)
    experts_invited = models.BooleanField("専門家に開く", default=False)
    readers = ArrayField(
        models.CharField(max_length=CODE_LENGTH), default=list, blank=True, verbose_name="読める団体（空なら全職員）"
    )
    status = models.CharField("状態", max_length=10, choices=TopicStatus.choices, default=TopicStatus.OPEN)
    accepted_post = models.ForeignKey(
        "forums.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="選ばれた回答"
    )
    services = models.ManyToManyField("catalog.Service", related_name="+", blank=True, verbose_name="関連するサービス")
    documents = models.ManyToManyField(
        "documents.SharedDocument", related_name="+", blank=True, verbose_name="関連する共有文書"
    )
    post_count = models.PositiveIntegerField("投稿の数", default=1)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_at = models.DateTimeField("投稿日時")
    last_activity_at = models.DateTimeField("最後の動き")
    resolved_at = models.DateTimeField("解決した日時", null=True, blank=True)
    locked_at = models.DateTimeField("書き込みを止めた日時", null=True, blank=True)
    lock_reason = models.CharField("書き込みを止めた理由", max_length=1000, blank=True)
    locked_by = models.CharField("書き込みを止めた人", max_length=10, choices=LockedBy.choices, null=True, blank=True)
    pin_place = models.PositiveSmallIntegerField("固定した場所", null=True, blank=True)
    moved_from = models.ForeignKey(
        Board, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="移る前の課"
    )
    moved_at = models.DateTimeField("課を移った日時", null=True, blank=True)
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = "トピック"
        verbose_name_plural = "トピック"
        constraints = [
            one_of("kind", TopicKind, "topic"),
            one_of("status", TopicStatus, "topic"),
            one_of("shown_as", ShownAs, "topic"),
            one_of("locked_by", LockedBy, "topic"),
            models.UniqueConstraint(fields=["author", "client_token"], name="topic_sent_once"),
            models.CheckConstraint(condition=~Q(title=""), name="topic_has_a_title"),
            models.CheckConstraint(condition=Q(post_count__gte=1), name="topic_has_a_post"),
            models.CheckConstraint(
                condition=Q(experts_invited=False) | Q(readers=[]), name="topic_among_bodies_is_theirs"
            ),
            models.CheckConstraint(
                condition=Q(accepted_post__isnull=True, resolved_at__isnull=True)
                | Q(accepted_post__isnull=False, resolved_at__isnull=False, kind=TopicKind.CONSULTATION),
                name="topic_only_questions_are_resolved",
            ),
            models.CheckConstraint(
                condition=~Q(status=TopicStatus.RESOLVED) | Q(accepted_post__isnull=False),
                name="topic_resolved_by_an_answer",
            ),
            models.CheckConstraint(
                condition=~Q(status=TopicStatus.OPEN) | Q(accepted_post__isnull=True), name="topic_open_has_no_answer"
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=TopicStatus.LOCKED, locked_at__isnull=False, locked_by__isnull=False) & ~Q(lock_reason="")
                )
                | (~Q(status=TopicStatus.LOCKED) & Q(locked_at__isnull=True, locked_by__isnull=True, lock_reason="")),
                name="topic_locked_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(status=TopicStatus.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(status=TopicStatus.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
                name="topic_withdrawn_has_time",
            ),
            # Without those that are not pinned: the index would be taken for a way to find them.
            models.UniqueConstraint(
                fields=["board", "pin_place"], condition=Q(pin_place__isnull=False), name="topic_pin_place_once"
            ),
            models.CheckConstraint(
                condition=Q(pin_place__isnull=True)
                | (Q(pin_place__range=(1, MOST_PINNED), readers=[]) & ~Q(status=TopicStatus.WITHDRAWN)),
                name="topic_few_are_pinned",
            ),
            models.CheckConstraint(
                condition=Q(moved_from__isnull=True, moved_at__isnull=True)
                | Q(moved_from__isnull=False, moved_at__isnull=False),
                name="topic_moved_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["board", "-last_activity_at", "-id"], name="topic_by_board"),
            models.Index(fields=["-last_activity_at", "-id"], name="topic_by_activity"),
            models.Index(
                fields=["-last_activity_at", "-id"], condition=Q(experts_invited=True), name="topic_for_experts"
            ),
            models.Index(fields=["author", "created_at"], name="topic_by_author"),
            models.Index(fields=["-created_at", "-id"], name="topic_by_creation"),
            models.Index(fields=["-post_count", "-last_activity_at", "-id"], name="topic_by_answers"),
            models.Index(fields=["board", "-created_at", "-id"], name="topic_by_board_new"),
            models.Index(fields=["board", "-post_count", "-last_activity_at", "-id"], name="topic_by_board_answers"),
            models.Index(fields=["board", "-last_activity_at", "-id"], condition=UNRESOLVED, name="topic_unresolved"),
            models.Index(
                fields=["board", "-last_activity_at", "-id"], condition=Q(post_count=1), name="topic_unanswered"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forums:topic_detail", args=[self.pk])

    @property
    def is_locked(self) -> bool:
        """Whether the operators, or who leads the board, stopped writing here."""
        return self.status == TopicStatus.LOCKED

    @property
    def stop_note(self) -> str:
        """Who stopped writing here."""
        return f"このトピックは、{self.get_locked_by_display()}が書き込みを止めています"

    @property
    def is_pinned(self) -> bool:
        """Whether it stands among the first of its board."""
        return self.pin_place is not None

    @property
    def is_among_bodies(self) -> bool:
        """Whether only the staff of `readers` read it."""
        return bool(self.readers)

    @property
    def is_question(self) -> bool:
        """Whether one answer can be the accepted one."""
        return self.kind == TopicKind.CONSULTATION


class TopicWatch(models.Model):
    """How a person wants to be told of new posts. No row: as they watch the board."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="watches", verbose_name="トピック")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="職員")
    level = models.CharField("受け取り方", max_length=4, choices=WatchLevel.choices)

    objects = TopicWatchQuerySet.as_manager()

    class Meta:
        verbose_name = "トピックの通知設定"
        verbose_name_plural = "トピックの通知設定"
        constraints = [
            one_of("level", WatchLevel, "topicwatch"),
            models.UniqueConstraint(fields=["topic", "user"], name="topicwatch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.level}"
