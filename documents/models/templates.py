"""書式: a docx with places to fill in, which operators approve, and what bodies filled in."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.core.files.base import File
from django.db import models
from django.db.models import Q
from django.urls import reverse

from documents.enums import DocumentKind, TemplateStatus
from documents.files import NAME_LENGTH, SHA256
from documents.filling.declaration import Declaration, from_data
from documents.models.documents import REASON_LENGTH, TITLE_LENGTH
from documents.querysets import DocumentTemplateQuerySet, TemplateDraftQuerySet
from dss.constraints import one_of

CODE_LENGTH = 40
SUMMARY_LENGTH = 300
SOURCE_LENGTH = 200


def template_path(instance: DocumentTemplate, filename: str) -> str:
    """The name in the storage as `documents.files.stored` made it."""
    return filename


class DocumentTemplate(models.Model):
    """One version of a template. Its file and its questions never change: a change is the next number of its code.

    At most one version of a code is approved: approving another retires it, and drafts begun with it go on.
    """

    TRANSITIONS: dict[TemplateStatus, frozenset[TemplateStatus]] = {
        TemplateStatus.DRAFT: frozenset({TemplateStatus.APPROVED, TemplateStatus.RETIRED}),
        TemplateStatus.APPROVED: frozenset({TemplateStatus.RETIRED}),
        TemplateStatus.RETIRED: frozenset(),
    }

    code = models.CharField("記号", max_length=CODE_LENGTH)
    number = models.PositiveSmallIntegerField("版")
    position = models.PositiveSmallIntegerField("並び順", default=100)
    title = models.CharField("書式名", max_length=TITLE_LENGTH)
    kind = models.CharField("種類", max_length=20, choices=DocumentKind.choices)
    summary = models.CharField("説明", max_length=SUMMARY_LENGTH)
    declaration = models.JSONField("項目の宣言")
    file = models.FileField("ファイル", upload_to=template_path, max_length=100)
    original_name = models.CharField("ファイル名", max_length=NAME_LENGTH)
    size = models.PositiveIntegerField("大きさ (バイト)")
    sha256 = models.CharField("SHA-256", max_length=64)
    status = models.CharField("状態", max_length=10, choices=TemplateStatus.choices, default=TemplateStatus.DRAFT)
    created_at = models.DateTimeField("登録日時")
    created_by_key = models.UUIDField("登録した人", null=True, blank=True)
    approved_at = models.DateTimeField("承認日時", null=True, blank=True)
    retired_at = models.DateTimeField("廃止日時", null=True, blank=True)
    retired_reason = models.CharField("廃止の理由", max_length=REASON_LENGTH, blank=True)

    objects = DocumentTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "書式"
        verbose_name_plural = "書式"
        constraints = [
            one_of("kind", DocumentKind, "documenttemplate"),
            one_of("status", TemplateStatus, "documenttemplate"),
            models.UniqueConstraint(fields=["code", "number"], name="documenttemplate_number_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status=TemplateStatus.APPROVED), name="documenttemplate_one_approved"
            ),
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z0-9-]*$"), name="documenttemplate_code_shape"),
            models.CheckConstraint(condition=Q(number__gte=1), name="documenttemplate_number_from_one"),
            models.CheckConstraint(condition=~Q(title=""), name="documenttemplate_has_title"),
            models.CheckConstraint(condition=Q(size__gt=0), name="documenttemplate_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=SHA256), name="documenttemplate_sha256_shape"),
            models.CheckConstraint(
                condition=~Q(status=TemplateStatus.APPROVED) | Q(approved_at__isnull=False),
                name="documenttemplate_approved_has_time",
            ),
            models.CheckConstraint(
                condition=Q(status=TemplateStatus.RETIRED, retired_at__isnull=False)
                | (~Q(status=TemplateStatus.RETIRED) & Q(retired_at__isnull=True)),
                name="documenttemplate_retired_has_time",
            ),
        ]
        indexes = [models.Index(fields=["status", "position", "title"], name="documenttemplate_by_order")]
        triggers = [
            pgtrigger.ReadOnly(
                name="template_is_frozen",
                fields=["code", "number", "title", "kind", "declaration", "file", "size", "sha256", "created_at"],
            ),
            pgtrigger.Protect(name="template_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.title} 第{self.number}版"

    def get_absolute_url(self) -> str:
        return reverse("documents:template_detail", args=[self.pk])

    @property
    def is_approved(self) -> bool:
        return self.status == TemplateStatus.APPROVED

    def questions(self) -> Declaration:
        """What it asks for, in the form code works with."""
        return from_data(self.declaration)

    def open_file(self) -> File[bytes]:
        """The docx for reading; FileNotFoundError when the storage lost it."""
        opened: File[bytes] = self.file.open("rb")
        return opened


class TemplateDraft(models.Model):
    """What a body fills in. It belongs to the municipality and keeps the version of the template it began with.

    `answers` holds the values by the keys of the template's questions; `prefilled` those that were copied at the
    beginning from the page `source_path`, named `source_title`. `revision` counts the saves, so that a colleague's
    change is not overwritten unseen. One that is put away leaves the lists and can be taken out again.
    """

    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="template_drafts", verbose_name="自治体"
    )
    template = models.ForeignKey(DocumentTemplate, on_delete=models.PROTECT, related_name="drafts", verbose_name="書式")
    title = models.CharField("下書きの名前", max_length=TITLE_LENGTH)
    answers = models.JSONField("記入した内容", default=dict, blank=True)
    prefilled = models.JSONField("写した内容", default=dict, blank=True)
    source_title = models.CharField("写した元", max_length=SOURCE_LENGTH, blank=True)
    source_path = models.CharField("写した元のページ", max_length=SOURCE_LENGTH, blank=True)
    revision = models.PositiveIntegerField("改訂番号", default=1)
    saved_document = models.ForeignKey(
        "documents.SharedDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登録した共有文書",
    )
    saved_revision = models.PositiveIntegerField("登録したときの改訂番号", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="書き始めた人"
    )
    created_by_key = models.UUIDField("書き始めた人の鍵")
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_at = models.DateTimeField("作成日時")
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="最後に保存した人",
    )
    edited_at = models.DateTimeField("最後の保存")
    put_away_at = models.DateTimeField("しまった日時", null=True, blank=True)

    objects = TemplateDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "書式の下書き"
        verbose_name_plural = "書式の下書き"
        constraints = [
            models.UniqueConstraint(fields=["created_by_key", "client_token"], name="templatedraft_begun_once"),
            models.CheckConstraint(condition=~Q(title=""), name="templatedraft_has_title"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="templatedraft_revision_from_one"),
            models.CheckConstraint(
                condition=Q(saved_document__isnull=True, saved_revision__isnull=True)
                | Q(saved_document__isnull=False, saved_revision__isnull=False),
                name="templatedraft_saved_with_revision",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "-edited_at", "-id"], name="templatedraft_by_body"),
            models.Index(fields=["created_by", "created_at"], name="templatedraft_by_person"),
        ]

    def __str__(self) -> str:
        return f"書式の下書き {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("documents:draft_detail", args=[self.pk])

    @property
    def is_put_away(self) -> bool:
        return self.put_away_at is not None
