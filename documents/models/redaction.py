"""What the checker found in the text of a version, and what the owner's staff answered."""

from __future__ import annotations

from django.db import models

from documents.enums import RedactionVerdict
from documents.files import SHA256
from documents.models.documents import DocumentVersion, SharedDocument
from documents.querysets import RedactionAnswerQuerySet, RedactionFindingQuerySet
from documents.redaction import FindingKind
from dss.constraints import append_only, one_of


class RedactionFinding(models.Model):
    """A place in a version's text that may have to be blacked out; made anew when the rules change."""

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="findings", verbose_name="共有文書の版"
    )
    position = models.PositiveSmallIntegerField("順番")
    kind = models.CharField("種類", max_length=20, choices=FindingKind.choices)
    fingerprint = models.CharField("値の符号", max_length=64)
    value = models.CharField("見つかった文字", max_length=100)
    before = models.CharField("前の文字", max_length=60, blank=True)
    after = models.CharField("後の文字", max_length=60, blank=True)
    place = models.CharField("場所", max_length=120, blank=True)
    portion = models.PositiveIntegerField("画面")
    block = models.PositiveIntegerField("画面の中の順番")

    objects = RedactionFindingQuerySet.as_manager()

    class Meta:
        verbose_name = "伏せ字の確認を求める箇所"
        verbose_name_plural = "伏せ字の確認を求める箇所"
        constraints = [
            one_of("kind", FindingKind, "redactionfinding"),
            models.UniqueConstraint(fields=["version", "position"], name="redactionfinding_position_once"),
            models.CheckConstraint(condition=models.Q(fingerprint__regex=SHA256), name="redactionfinding_fingerprint"),
        ]
        indexes = [models.Index(fields=["version", "fingerprint"], name="redactionfinding_by_value")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.get_kind_display()}"


class RedactionAnswer(models.Model):
    """What a colleague said of a value in a document; the latest one holds, the earlier ones stay."""

    document = models.ForeignKey(
        SharedDocument, on_delete=models.PROTECT, related_name="redaction_answers", verbose_name="共有文書"
    )
    fingerprint = models.CharField("値の符号", max_length=64)
    verdict = models.CharField("答え", max_length=20, choices=RedactionVerdict.choices)
    answered_by_key = models.UUIDField("答えた人")
    answered_at = models.DateTimeField("答えた日時")

    objects = RedactionAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "伏せ字の確認への答え"
        verbose_name_plural = "伏せ字の確認への答え"
        constraints = [
            one_of("verdict", RedactionVerdict, "redactionanswer"),
            models.CheckConstraint(condition=models.Q(fingerprint__regex=SHA256), name="redactionanswer_fingerprint"),
        ]
        indexes = [models.Index(fields=["document", "fingerprint", "-id"], name="redactionanswer_latest")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.document_id} {self.get_verdict_display()}"
