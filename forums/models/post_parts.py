"""What belongs to a post beside its text: pictures and files, addresses of our own pages, people it calls."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from documents.enums import FileFormat
from documents.files import NAME_LENGTH, SHA256
from dss.constraints import one_of
from forums.enums import AttachmentKind, AttachmentStatus, ReferenceKind
from forums.models.posts import Post
from forums.querysets import AttachmentQuerySet

ALT_LENGTH = 300
REASON_LENGTH = 300


def _digest(verbose_name: str) -> models.CharField[str, str]:
    return models.CharField(verbose_name, max_length=64, blank=True)


def _digest_shape(field: str) -> models.CheckConstraint:
    is_digest = Q(**{field: ""}) | Q(**{f"{field}__regex": SHA256})
    return models.CheckConstraint(condition=is_digest, name=f"postattachment_{field}_shape")


class PostAttachment(models.Model):
    """A picture or a file of a post.

    Of a picture, `file` is what came, until the worker has made `picture` and `preview` anew; nobody is ever given it.
    A file of somebody who keeps their name back waits, too: the worker takes out who made it. `name` is what readers
    see, neutral where the author is kept back; pictures have none. `alt` says what a picture shows.
    """

    TRANSITIONS: dict[AttachmentStatus, frozenset[AttachmentStatus]] = {
        AttachmentStatus.PENDING: frozenset({AttachmentStatus.READY, AttachmentStatus.REFUSED}),
        AttachmentStatus.READY: frozenset(),
        AttachmentStatus.REFUSED: frozenset(),
    }

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="attachments", verbose_name="投稿")
    place = models.PositiveSmallIntegerField("順番")
    kind = models.CharField("種類", max_length=5, choices=AttachmentKind.choices)
    status = models.CharField("状態", max_length=8, choices=AttachmentStatus.choices, default=AttachmentStatus.PENDING)
    name = models.CharField("ファイル名", max_length=NAME_LENGTH, blank=True)
    format = models.CharField("形式", max_length=10, choices=FileFormat.choices, null=True, blank=True)
    alt = models.CharField("画像の説明", max_length=ALT_LENGTH, blank=True)
    file = models.FileField("ファイル", upload_to="", max_length=120, blank=True)
    file_sha256 = _digest("ファイルのSHA-256")
    size = models.PositiveIntegerField("大きさ (バイト)")
    picture = models.FileField("画像", upload_to="", max_length=120, blank=True)
    picture_sha256 = _digest("画像のSHA-256")
    width = models.PositiveIntegerField("幅", default=0)
    height = models.PositiveIntegerField("高さ", default=0)
    preview = models.FileField("小さな画像", upload_to="", max_length=120, blank=True)
    preview_sha256 = _digest("小さな画像のSHA-256")
    preview_width = models.PositiveIntegerField("小さな画像の幅", default=0)
    preview_height = models.PositiveIntegerField("小さな画像の高さ", default=0)
    reason = models.CharField("表示できない理由", max_length=REASON_LENGTH, blank=True)
    created_at = models.DateTimeField("添付日時")
    done_at = models.DateTimeField("確認を終えた日時", null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "投稿の添付"
        verbose_name_plural = "投稿の添付"
        constraints = [
            one_of("kind", AttachmentKind, "postattachment"),
            one_of("status", AttachmentStatus, "postattachment"),
            one_of("format", FileFormat, "postattachment"),
            models.UniqueConstraint(fields=["post", "place"], name="postattachment_place_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="postattachment_not_empty"),
            models.CheckConstraint(
                condition=(Q(kind=AttachmentKind.IMAGE, format__isnull=True, name="") & ~Q(alt=""))
                | (Q(kind=AttachmentKind.FILE, format__isnull=False) & ~Q(name="")),
                name="postattachment_image_or_file",
            ),
            models.CheckConstraint(
                condition=~Q(status=AttachmentStatus.READY, kind=AttachmentKind.IMAGE)
                | (Q(width__gt=0, height__gt=0, preview_width__gt=0, file="") & ~Q(picture="") & ~Q(preview="")),
                name="postattachment_shown_is_made_anew",
            ),
            models.CheckConstraint(
                condition=~Q(status=AttachmentStatus.READY, kind=AttachmentKind.FILE) | ~Q(file=""),
                name="postattachment_ready_file_is_there",
            ),
            models.CheckConstraint(
                condition=(Q(status=AttachmentStatus.REFUSED) & ~Q(reason=""))
                | (~Q(status=AttachmentStatus.REFUSED) & Q(reason="")),
                name="postattachment_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(status=AttachmentStatus.PENDING, done_at__isnull=True)
                | (~Q(status=AttachmentStatus.PENDING) & Q(done_at__isnull=False)),
                name="postattachment_done_has_time",
            ),
            *(_digest_shape(field) for field in ("file_sha256", "picture_sha256", "preview_sha256")),
        ]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(status=AttachmentStatus.PENDING), name="postattachment_waiting"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.alt

    def get_absolute_url(self) -> str:
        """Where the whole picture, or the file, is handed out."""
        return reverse("forums:attachment", args=[self.pk])


class PostReference(models.Model):
    """An address of ours in a post. Whether a reader is shown what lies there is asked each time."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="references", verbose_name="投稿")
    place = models.PositiveSmallIntegerField("順番")
    kind = models.CharField("種類", max_length=8, choices=ReferenceKind.choices)
    target = models.BigIntegerField("番号")

    class Meta:
        verbose_name = "投稿の中のアドレス"
        verbose_name_plural = "投稿の中のアドレス"
        constraints = [
            one_of("kind", ReferenceKind, "postreference"),
            models.UniqueConstraint(fields=["post", "kind", "target"], name="postreference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.kind} {self.target}"


class PostMention(models.Model):
    """Somebody a post calls by name, once told of it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions", verbose_name="投稿")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="職員")
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "呼びかけ"
        verbose_name_plural = "呼びかけ"
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="postmention_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.user_id}"
