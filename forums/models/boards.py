"""課: where staff of all municipalities talk about one field of work."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from dss.constraints import one_of
from forums.enums import JoinPolicy
from forums.querysets import BoardQuerySet

BOARD_NAME_LENGTH = 40
PURPOSE_LENGTH = 200
RETROSPECTIVE_LENGTH = 8_000


class Board(models.Model):
    """A community of staff. `is_default`: one of the operators' own, kept in `forums/data/boards.toml`, which has no
    leader and no end.

    Past its last day `ends_on` (Tokyo), and once it is archived, a board can be read; nothing new is written there.
    `revision` refuses lost updates between leader and deputies.
    """

    slug = models.SlugField("URL の名前", max_length=60, unique=True)
    name = models.CharField("名称", max_length=BOARD_NAME_LENGTH, unique=True)
    purpose = models.CharField("目的", max_length=PURPOSE_LENGTH)
    position = models.PositiveSmallIntegerField("並び順", default=0)
    is_default = models.BooleanField("運営の標準の課", default=False)
    join_policy = models.CharField("参加のしかた", max_length=12, choices=JoinPolicy.choices, default=JoinPolicy.OPEN)
    ends_on = models.DateField("期限", null=True, blank=True)
    retrospective = models.TextField("振り返り", max_length=RETROSPECTIVE_LENGTH, blank=True)
    revision = models.PositiveIntegerField("改訂番号", default=1)
    founder_key = models.UUIDField("開設した人", null=True, blank=True, editable=False)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField("作成日時")
    archived_at = models.DateTimeField("終了日時", null=True, blank=True)

    objects = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = "課"
        verbose_name_plural = "課"
        constraints = [
            one_of("join_policy", JoinPolicy, "board"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(purpose="") & ~Q(slug=""), name="board_says_what_it_is"),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(join_policy=JoinPolicy.OPEN, ends_on__isnull=True),
                name="board_default_is_open_to_all",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("retrospective"), RETROSPECTIVE_LENGTH),
                name="board_retrospective_length",
            ),
            models.UniqueConstraint(fields=["founder_key", "client_token"], name="board_founded_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forums:board_detail", args=[self.slug])

    @property
    def is_archived(self) -> bool:
        """Whether it was ended and can only be read."""
        return self.archived_at is not None

    @property
    def is_open(self) -> bool:
        """Whether everybody on staff may write, member or not."""
        return self.join_policy == JoinPolicy.OPEN

    def is_over_at(self, now: datetime) -> bool:
        """Whether its last day has passed; `BoardQuerySet.over` says the same in SQL."""
        return self.ends_on is not None and timezone.localdate(now) > self.ends_on

    def days_left(self, today: date) -> int | None:
        """Days until the last one, which counts as 0; None without an end."""
        return None if self.ends_on is None else (self.ends_on - today).days
