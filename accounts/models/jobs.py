"""The queue of background jobs as operators see it. procrastinate's own admin would show arguments and has no rule."""

from __future__ import annotations

from typing import ClassVar

from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.querysets import DeadJobQuerySet


class DeadJob(ProcrastinateJob):
    """A job that does not get on by itself. Its arguments are ids only."""

    objects: ClassVar[DeadJobQuerySet] = DeadJobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        proxy = True
        verbose_name = "止まっているジョブ"
        verbose_name_plural = "止まっているジョブ"

    def __str__(self) -> str:
        return f"{self.task_name} ({self.pk})"
