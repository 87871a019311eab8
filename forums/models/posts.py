"""Posts, their earlier texts and the reactions to them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from dss.constraints import append_only, one_of
from dss.markdown import LONGEST
from forums.enums import ReactionKind, RemovedBy, ShownAs, TopicKind
from forums.models.topics import TITLE_LENGTH, Topic
from forums.querysets import PostQuerySet, PostRevisionQuerySet, ReactionQuerySet

BODY_LENGTH = LONGEST


class Post(models.Model):
    """One text in a topic, in Markdown; `number` counts from 1, which is the topic's own text.

    `author_key` outlives the account. Staff wrote for the `municipality` they belonged to then; experts
    (`by_expert`) belong to none and always stand by their name. A removed post keeps its text for the operators and
    its number as a gap. `revision` refuses lost updates. `has_parts`: files, addresses of ours or calls are
    kept with it.
    """

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="posts", verbose_name="トピック")
    number = models.PositiveIntegerField("番号")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="投稿者"
    )
    author_key = models.UUIDField("投稿者の識別子")
    municipality = models.ForeignKey(
        "accounts.Municipality",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="投稿時の自治体",
    )
    shown_as = models.CharField("投稿者の表示", max_length=10, choices=ShownAs.choices)
    by_expert = models.BooleanField("専門家の投稿", default=False)
    body = models.TextField("本文", max_length=BODY_LENGTH)
    revision = models.PositiveIntegerField("版", default=1)
    has_parts = models.BooleanField("本文の下に示すものがある", default=False)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_at = models.DateTimeField("投稿日時")
    edited_at = models.DateTimeField("編集日時", null=True, blank=True)
    removed_at = models.DateTimeField("削除日時", null=True, blank=True)
    removed_by = models.CharField("削除した人", max_length=10, choices=RemovedBy.choices, null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "投稿"
        verbose_name_plural = "投稿"
        constraints = [
            one_of("shown_as", ShownAs, "post"),
            one_of("removed_by", RemovedBy, "post"),
            models.UniqueConstraint(fields=["topic", "number"], name="post_number_once"),
            models.UniqueConstraint(fields=["topic", "id"], name="post_of_topic"),  # what the accepted one refers to
            models.UniqueConstraint(fields=["author", "client_token"], name="post_sent_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="post_number_from_one"),
            models.CheckConstraint(condition=~Q(body=""), name="post_says_something"),
            models.CheckConstraint(condition=LessThanOrEqual(Length("body"), BODY_LENGTH), name="post_body_length"),
            models.CheckConstraint(
                condition=Q(by_expert=False, municipality__isnull=False)
                | Q(by_expert=True, municipality__isnull=True, shown_as=ShownAs.NAME_BODY),
                name="post_by_staff_or_expert",
            ),
            models.CheckConstraint(
                condition=Q(revision=1, edited_at__isnull=True) | Q(revision__gt=1, edited_at__isnull=False),
                name="post_edited_has_time",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="post_removed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["author", "created_at"], name="post_by_author")]

    def __str__(self) -> str:
        return f"トピック{self.topic_id}の投稿{self.number}"

    def get_absolute_url(self) -> str:
        """The page of this one post: the same address for its readers and for operators who handle a report."""
        return reverse("forums:post_detail", args=[self.pk])

    @property
    def is_removed(self) -> bool:
        """Whether only a gap is left for readers."""
        return self.removed_at is not None

    @property
    def is_first(self) -> bool:
        """Whether this is the topic's own text."""
        return self.number == 1


class PostRevision(models.Model):
    """What a post said before an edit; the first of its topic with the topic's title, kind and links. Kept for good."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="revisions", verbose_name="投稿")
    number = models.PositiveIntegerField("版")
    title = models.CharField("題名", max_length=TITLE_LENGTH, blank=True)
    body = models.TextField("本文", max_length=BODY_LENGTH)
    kind = models.CharField("種類", max_length=12, choices=TopicKind.choices, null=True, blank=True)
    service_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="関連するサービス")
    document_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="関連する共有文書")
    replaced_at = models.DateTimeField("書き換えた日時")

    objects = PostRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "投稿の以前の版"
        verbose_name_plural = "投稿の以前の版"
        constraints = [
            one_of("kind", TopicKind, "postrevision"),
            models.UniqueConstraint(fields=["post", "number"], name="postrevision_number_once"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.post_id} 第{self.number}版"


class Reaction(models.Model):
    """One reader's sign under a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions", verbose_name="投稿")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="職員")
    kind = models.CharField("種類", max_length=10, choices=ReactionKind.choices)
    created_at = models.DateTimeField("日時")

    objects = ReactionQuerySet.as_manager()

    class Meta:
        verbose_name = "リアクション"
        verbose_name_plural = "リアクション"
        constraints = [
            one_of("kind", ReactionKind, "reaction"),
            models.UniqueConstraint(fields=["post", "user", "kind"], name="reaction_once"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.kind}"
