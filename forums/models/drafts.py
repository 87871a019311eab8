"""What a person has begun to write and not sent yet."""

from __future__ import annotations

from typing import TypeAlias

from django.conf import settings
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast, Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from forums.models.boards import Board
from forums.models.posts import Post
from forums.models.topics import Topic
from forums.querysets import PostDraftQuerySet

DRAFT_LENGTH = 50_000
Place: TypeAlias = Board | Topic | Post


class PostDraft(models.Model):
    """One person's unsent text at one place: a new topic of a board, an answer in a topic, an edit of a post.

    `entered` holds the form's fields as they were typed, valid or not. The row goes when the text is sent.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="書いている人"
    )
    board = models.ForeignKey(
        Board, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="課"
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="トピック"
    )
    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="投稿"
    )
    entered = models.JSONField("書きかけの内容", default=dict)
    saved_at = models.DateTimeField("保存日時")

    objects = PostDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "下書き"
        verbose_name_plural = "下書き"
        constraints = [
            models.UniqueConstraint(fields=["author", "board"], name="postdraft_once_a_board"),
            models.UniqueConstraint(fields=["author", "topic"], name="postdraft_once_a_topic"),
            models.UniqueConstraint(fields=["author", "post"], name="postdraft_once_a_post"),
            models.CheckConstraint(
                condition=Q(board__isnull=False, topic__isnull=True, post__isnull=True)
                | Q(board__isnull=True, topic__isnull=False, post__isnull=True)
                | Q(board__isnull=True, topic__isnull=True, post__isnull=False),
                name="postdraft_at_one_place",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length(Cast("entered", TextField())), 2 * DRAFT_LENGTH),
                name="postdraft_length",
            ),
        ]
        indexes = [models.Index(fields=["saved_at"], name="postdraft_by_age")]

    def __str__(self) -> str:
        return f"下書き{self.pk}"

    def get_absolute_url(self) -> str:
        return form_url(self.place)

    @property
    def place(self) -> Place:
        """Where it is being written."""
        place = self.board or self.topic or self.post
        if place is None:
            raise TypeError("a draft stands at one place")
        return place


def form_url(place: Place) -> str:
    """The page with the form in which one writes there."""
    if isinstance(place, Board):
        return reverse("forums:topic_create", args=[place.slug])
    if isinstance(place, Topic):
        return f"{place.get_absolute_url()}#reply"
    return reverse("forums:post_edit", args=[place.pk])


def draft_url(place: Place) -> str:
    """Where that form saves its draft."""
    if isinstance(place, Board):
        return reverse("forums:topic_create_draft", args=[place.slug])
    if isinstance(place, Topic):
        return reverse("forums:topic_reply_draft", args=[place.pk])
    return reverse("forums:post_edit_draft", args=[place.pk])
