"""What readers do with a document: find it helpful, comment on it, watch it for further versions."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from documents.enums import CommentRemovedBy, CommentShownAs
from documents.models.documents import SharedDocument
from documents.querysets import DocumentCommentQuerySet, DocumentWatchQuerySet
from dss.constraints import one_of

COMMENT_LENGTH = 2000


class DocumentHelpful(models.Model):
    """One person's 「役に立った」; the key outlives the account, so that the count stays."""

    document = models.ForeignKey(
        SharedDocument, on_delete=models.PROTECT, related_name="helpful_marks", verbose_name="共有文書"
    )
    person_key = models.UUIDField("職員の識別子")
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "役に立った"
        verbose_name_plural = "役に立った"
        constraints = [models.UniqueConstraint(fields=["document", "person_key"], name="documenthelpful_once")]

    def __str__(self) -> str:
        return f"{self.document_id}"


class DocumentWatch(models.Model):
    """A person who is told of further versions; colleagues of the owner are told of comments, too."""

    document = models.ForeignKey(
        SharedDocument, on_delete=models.PROTECT, related_name="watches", verbose_name="共有文書"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="document_watches", verbose_name="職員"
    )
    created_at = models.DateTimeField("日時")

    objects = DocumentWatchQuerySet.as_manager()

    class Meta:
        verbose_name = "共有文書の新着通知"
        verbose_name_plural = "共有文書の新着通知"
        constraints = [models.UniqueConstraint(fields=["document", "user"], name="documentwatch_once")]

    def __str__(self) -> str:
        return f"{self.document_id}"


class DocumentComment(models.Model):
    """A remark on a document. A removed one keeps its text for the operators and leaves a gap for readers.

    `author_key` outlives the account; the author wrote for the `municipality` they belonged to then.
    """

    document = models.ForeignKey(
        SharedDocument, on_delete=models.PROTECT, related_name="comments", verbose_name="共有文書"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="書いた人"
    )
    author_key = models.UUIDField("書いた人の識別子")
    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="+", verbose_name="書いたときの自治体"
    )
    shown_as = models.CharField("書いた人の表示", max_length=10, choices=CommentShownAs.choices)
    body = models.TextField("コメント", max_length=COMMENT_LENGTH)
    revision = models.PositiveIntegerField("版", default=1)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_at = models.DateTimeField("書いた日時")
    edited_at = models.DateTimeField("直した日時", null=True, blank=True)
    removed_at = models.DateTimeField("消した日時", null=True, blank=True)
    removed_by = models.CharField("消した人", max_length=10, choices=CommentRemovedBy.choices, null=True, blank=True)

    objects = DocumentCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "共有文書へのコメント"
        verbose_name_plural = "共有文書へのコメント"
        constraints = [
            one_of("shown_as", CommentShownAs, "documentcomment"),
            one_of("removed_by", CommentRemovedBy, "documentcomment"),
            models.UniqueConstraint(fields=["author_key", "client_token"], name="documentcomment_sent_once"),
            models.CheckConstraint(condition=~Q(body=""), name="documentcomment_says_something"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), COMMENT_LENGTH), name="documentcomment_body_length"
            ),
            models.CheckConstraint(
                condition=Q(revision=1, edited_at__isnull=True) | Q(revision__gt=1, edited_at__isnull=False),
                name="documentcomment_edited_has_time",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="documentcomment_removed_by_one",
            ),
        ]
        indexes = [
            models.Index(fields=["document", "-id"], name="documentcomment_of_document"),
            models.Index(fields=["author", "created_at"], name="documentcomment_by_author"),
        ]

    def __str__(self) -> str:
        return f"文書{self.document_id}へのコメント{self.pk}"

    def get_absolute_url(self) -> str:
        """The page of this one comment: the same for readers and for operators who handle a report."""
        return reverse("documents:comment_detail", args=[self.pk])

    @property
    def is_removed(self) -> bool:
        """Whether only a gap is left for readers."""
        return self.removed_at is not None
