"""What the nightly rounds know of the stored files of every room."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.enums import FileRoundKind, FileState
from accounts.querysets import StoredFileQuerySet
from dss.constraints import append_only, one_of


class StoredFile(models.Model):
    """One file that a row names: when it was seen in the storage, and when its content was compared last."""

    TRANSITIONS: dict[FileState, frozenset[FileState]] = {
        FileState.SOUND: frozenset({FileState.MISSING, FileState.CHANGED}),
        FileState.MISSING: frozenset({FileState.SOUND, FileState.CHANGED}),
        FileState.CHANGED: frozenset({FileState.SOUND, FileState.MISSING}),
    }

    name = models.CharField("保存先の名前", max_length=255, unique=True)
    owner_type = models.CharField("記録の種類", max_length=60)
    owner_id = models.CharField("記録の番号", max_length=64)
    state = models.CharField("状態", max_length=10, choices=FileState.choices, default=FileState.SOUND)
    seen_at = models.DateTimeField("保存先で見た日時", null=True, blank=True)
    checked_at = models.DateTimeField("照合した日時", null=True, blank=True)
    wrong_since = models.DateTimeField("異常に気づいた日時", null=True, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = "保存ファイル"
        verbose_name_plural = "保存ファイル"
        constraints = [
            one_of("state", FileState, "storedfile"),
            models.CheckConstraint(
                condition=Q(state=FileState.SOUND, wrong_since__isnull=True)
                | (~Q(state=FileState.SOUND) & Q(wrong_since__isnull=False)),
                name="storedfile_wrong_has_time",
            ),
        ]
        indexes = [
            models.Index(F("checked_at").asc(nulls_first=True), F("id").asc(), name="storedfile_by_check"),
            models.Index(fields=["wrong_since"], condition=~Q(state=FileState.SOUND), name="storedfile_wrong"),
        ]

    def __str__(self) -> str:
        return self.name


class FileRound(models.Model):
    """One nightly round: what it looked at and what came of it."""

    kind = models.CharField("種類", max_length=10, choices=FileRoundKind.choices)
    started_at = models.DateTimeField("開始日時")
    files = models.PositiveIntegerField("見たファイルの数")
    removed = models.PositiveIntegerField("消したファイルの数", default=0)
    wrong = models.PositiveIntegerField("異常の数", default=0)
    remark = models.CharField("備考", max_length=300, blank=True)

    class Meta:
        verbose_name = "保存ファイルの点検"
        verbose_name_plural = "保存ファイルの点検"
        constraints = [one_of("kind", FileRoundKind, "fileround")]
        indexes = [models.Index(fields=["-started_at"], name="fileround_by_time")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.get_kind_display()}"
