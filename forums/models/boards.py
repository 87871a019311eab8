"""課: where staff of all municipalities talk about one field of work."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from forums.querysets import BoardQuerySet


class Board(models.Model):
    """A community of staff. `is_default`: one of the operators' own, kept in `forums/data/boards.toml`.

    An archived board can be read; nothing new is written there.
    """

    slug = models.SlugField("URL の名前", max_length=60, unique=True)
    name = models.CharField("名称", max_length=40, unique=True)
    purpose = models.CharField("目的", max_length=200)
    position = models.PositiveSmallIntegerField("並び順", default=0)
    is_default = models.BooleanField("運営の標準の課", default=False)
    created_at = models.DateTimeField("作成日時")
    archived_at = models.DateTimeField("終了日時", null=True, blank=True)

    objects = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = "課"
        verbose_name_plural = "課"
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(purpose="") & ~Q(slug=""), name="board_says_what_it_is")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forums:board_detail", args=[self.slug])

    @property
    def is_archived(self) -> bool:
        """Whether it can only be read."""
        return self.archived_at is not None
