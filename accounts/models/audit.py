"""What people did and why: append-only by trigger."""

from __future__ import annotations

from django.db import models

from dss.constraints import append_only


class AuditEvent(models.Model):
    """One step somebody (or a job: `actor_key` empty) took. People are named by their pseudonymous key only."""

    at = models.DateTimeField("日時", db_index=True)
    actor_key = models.UUIDField("行為者", null=True, blank=True, db_index=True)
    verb = models.CharField("行為", max_length=60, db_index=True)
    object_type = models.CharField("対象の種類", max_length=60)
    object_id = models.CharField("対象", max_length=64)
    reason = models.TextField("理由", blank=True)
    data = models.JSONField("詳細", default=dict, blank=True)

    class Meta:
        verbose_name = "監査記録"
        verbose_name_plural = "監査記録"
        triggers = append_only()
        indexes = [models.Index(fields=["object_type", "object_id"], name="auditevent_by_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
