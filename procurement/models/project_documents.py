"""Documents a project refers to: specifications, contracts of its own body or of another that shares them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from procurement.models.projects import Project
from procurement.querysets import ProjectDocumentQuerySet

MOST_DOCUMENTS = 30


class ProjectDocument(models.Model):
    """A link to one version. Whether its text may still be read is asked anew each time: its owner may withdraw it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="documents", verbose_name="検討案件")
    version = models.ForeignKey(
        "documents.DocumentVersion", on_delete=models.PROTECT, related_name="+", verbose_name="文書の版"
    )
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="添付した人"
    )
    attached_at = models.DateTimeField("添付日時")

    objects = ProjectDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "案件の文書"
        verbose_name_plural = "案件の文書"
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="projectdocument_once")]

    def __str__(self) -> str:
        return f"案件{self.project_id}の文書{self.version_id}"
